"""A new version: begun as a copy, changed, reviewed by another, and in use unchanged."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.files.comparing import Change, FieldChange, differences
from talanoa.assessment.models import FrameworkVersion, Level
from talanoa.assessment.queries.frameworks import record_of
from talanoa.assessment.services import reviewing, wording
from talanoa.assessment.services.wording import IndicatorText
from talanoa.assessment.tests.making import (
    a_draft,
    a_proposed_version,
    a_version,
    an_administrator,
    checked,
)
from talanoa.assessment.tests.records import a_dimension, a_file, a_level, an_indicator
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from tests.make import a_person

pytestmark = pytest.mark.django_db


def text_of(indicator, **more):
    said = {
        "dimension": indicator.dimension,
        "number": indicator.number,
        "title": indicator.title,
        "kind": indicator.kind,
        "levels": [("Level 1", ""), ("Level 2", "")],
    }
    return IndicatorText(**(said | more))


def test_a_new_version_begins_as_a_copy_and_the_old_one_stays_as_it_was():
    old, administrator = a_version(wording="confirmed"), an_administrator()

    new = wording.begin(by=administrator, version=old)
    assert wording.begin(by=administrator, version=old) == new
    before = record_of(old)
    indicator = new.indicators.get()
    wording.change_indicator(
        by=administrator, indicator=indicator, text=text_of(indicator, title="Said otherwise")
    )

    assert (new.number, new.replaces, new.status, new.is_confirmed) == (2, old, "draft", False)
    assert record_of(old) == before
    assert differences(before, record_of(new)) == (
        Change(
            "changed",
            "framework",
            "set",
            "A set of indicators",
            (FieldChange("wording", "confirmed", "draft"),),
        ),
        Change(
            "changed",
            "indicator",
            "P1",
            "Said otherwise",
            (FieldChange("title", "Indicator P1", "Said otherwise"),),
        ),
    )


def test_what_was_added_changed_and_removed_is_told():
    old = a_file(
        a_dimension(an_indicator("P1", 1), an_indicator("P2", 2), code="one"),
        a_dimension(an_indicator("P3", 3), code="two"),
        a_dimension(an_indicator("P4", 4), code="three"),
    )
    levels = [a_level(1, translations={"fr": {"label": "Un"}}), a_level(2), a_level(3)]
    new = a_file(
        a_dimension(an_indicator("P3", 3), an_indicator("P5", 5), code="two"),
        a_dimension(an_indicator("P1", 1, levels=levels), code="one"),
        a_dimension(an_indicator("P4", 4, verified=True), code="four"),
        languages=["en", "fr"],
        year=2022,
    )

    assert differences(checked(old).record, checked(new).record) == (
        Change("changed", "framework", "set", "A set of indicators", (
            FieldChange("year", "2021", "2022"),
        )),
        Change("added", "dimension", "four", "Policy"),
        Change("removed", "dimension", "three", "Policy"),
        Change("changed", "dimension", "", "", (FieldChange("order", "one, two", "two, one"),)),
        Change("added", "indicator", "P5", "Indicator P5"),
        Change("changed", "indicator", "P1", "Indicator P1", (
            FieldChange("label", "", "Un", "fr", 1),
            FieldChange("label", "", "Level 3", "", 3),
        )),
        Change("changed", "indicator", "P4", "Indicator P4", (
            FieldChange("dimension", "three", "four"),
            FieldChange("verified", "no", "yes"),
        )),
        Change("removed", "indicator", "P2", "Indicator P2"),
    )  # fmt: skip


def test_levels_keep_their_translations_while_their_values_stand():
    draft = a_draft()
    by, indicator = draft.made_by, draft.indicators.get()
    wording.translate(
        by=by,
        thing=indicator,
        language="fr",
        texts={"title": " Un indicateur "},
        levels={1: {"label": "Premier"}, 2: {"label": ""}},
    )

    levels = [("Lowest", ""), ("Level 2", "More"), ("Level 3", "")]
    wording.change_indicator(by=by, indicator=indicator, text=text_of(indicator, levels=levels))
    indicator.refresh_from_db()

    assert indicator.translations == {"fr": {"title": "Un indicateur"}}
    assert list(indicator.levels.values_list("value", "label", "description", "translations")) == [
        (1, "Lowest", "", {"fr": {"label": "Premier"}}),
        (2, "Level 2", "More", {}),
        (3, "Level 3", "", {}),
    ]


def test_a_language_a_version_is_no_longer_in_takes_its_texts_along():
    draft = a_draft()
    by, indicator = draft.made_by, draft.indicators.get()
    texts = {"fr": {1: {"label": "Un"}}}
    wording.translate(
        by=by, thing=indicator, language="fr", texts={"title": "Un"}, levels=texts["fr"]
    )

    wording.change_about(by=by, version=draft, also_in=["ar", "en"])

    draft.refresh_from_db()
    assert draft.languages == ["en", "ar"]
    assert draft.indicators.get().translations == {}
    assert list(Level.objects.filter(indicator__version=draft).values_list("translations")) == [
        ({},),
        ({},),
    ]
    with pytest.raises(ValidationError, match="not in that language"):
        wording.translate(by=by, thing=draft, language="fr", texts={"title": "Un"})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"levels": [("One", "")]}, "levels"),
        ({"unit": "days"}, "unit"),
        ({"kind": "number"}, "unit"),
        ({"kind": "number", "unit": "percent"}, "unit"),
        ({"kind": "share", "unit": "percent", "highest": 101}, "highest"),
        ({"kind": "yes_no", "lowest": 1}, "lowest"),
        ({"title": "  "}, "title"),
    ],
)
def test_kind_unit_bounds_and_levels_go_together(more, field):
    draft = a_draft()
    indicator = draft.indicators.get()

    with pytest.raises(ValidationError) as wrong:
        wording.change_indicator(
            by=draft.made_by, indicator=indicator, text=text_of(indicator, **more)
        )

    assert list(wrong.value.error_dict) == [field]


def test_two_who_change_one_indicator_are_told_of_each_other():
    draft = a_draft()
    indicator = draft.indicators.get()
    seen = indicator.revision
    wording.change_indicator(by=draft.made_by, indicator=indicator, text=text_of(indicator))

    with pytest.raises(ValidationError) as wrong:
        wording.change_indicator(
            by=an_administrator(), indicator=indicator, text=text_of(indicator), seen=seen
        )
    assert wrong.value.code == "stale"


def test_dimensions_and_indicators_come_and_go():
    draft = a_draft()
    by = draft.made_by
    dimension = wording.add_dimension(by=by, version=draft, code="new", title=" New ")
    assert access.proposing_refused(by, draft) == (
        "Each dimension needs an indicator first; remove those that have none."
    )
    first = draft.indicators.get()
    second = text_of(first, dimension=dimension, number=2)
    added = wording.add_indicator(by=by, code="P2", text=second)
    with pytest.raises(ValidationError, match="already has an indicator of that code"):
        wording.add_indicator(by=by, code="P2", text=text_of(first, number=3))
    with pytest.raises(ValidationError, match="Another indicator of this version has that number"):
        wording.add_indicator(by=by, code="P3", text=second)
    with pytest.raises(ValidationError, match="Move or remove its indicators first"):
        wording.remove(by=by, thing=dimension)

    wording.remove(by=by, thing=added)
    wording.change_dimension(by=by, dimension=dimension, title="Newer")
    wording.remove(by=by, thing=dimension)

    assert [one.code for one in record_of(draft).dimensions] == ["policy"]


def test_another_administrator_returns_it_then_publishes_it():
    writer, reviewer = an_administrator(), an_administrator("Ben Osei")
    version = a_proposed_version(writer)

    reviewing.give_back(by=reviewer, version=version, reason=" Level 1 is not defined. ")
    version.refresh_from_db()
    assert version.status == "draft"
    assert [one.reason for one in version.returns.all()] == ["Level 1 is not defined."]
    reviewing.propose(by=writer, version=version)
    reviewing.propose(by=writer, version=version)
    reviewing.publish(by=reviewer, version=version)
    reviewing.publish(by=reviewer, version=version)
    version.refresh_from_db()
    reviewing.confirm(by=writer, version=version)

    version.refresh_from_db()
    assert (version.status, version.is_confirmed) == ("published", True)
    kinds = Event.objects.filter(subject_id=version.pk, kind__startswith="assessment.version")
    assert list(kinds.order_by("pk").values_list("kind", "actor")) == [
        ("assessment.version_begun", writer.pk),
        ("assessment.version_proposed", writer.pk),
        ("assessment.version_returned", reviewer.pk),
        ("assessment.version_proposed", writer.pk),
        ("assessment.version_published", reviewer.pk),
        ("assessment.version_confirmed", writer.pk),
    ]


OTHER, WRITER = "Another administrator reviews what you wrote or proposed.", None
IN_USE = "This version is in use and stays as it is. Begin a new one from it."
KEPT = "This version is in use and stays as it is."
WAITS = "This version waits for its review. Whoever reviews it can return it."
NOT_WAITING = "This version does not wait for a review."
NOT_YET = "Only a published version is confirmed."
GONE = "This version was discarded."
NO = "Only administrators of a hub can change indicator frameworks."
ACTS = ("wording", "proposing", "reviewing", "confirming", "discarding")

TABLE = [
    # who, where it stands, then the reason against each act
    ("stranger", "draft", NO, NO, NO, NO, NO),
    ("stranger", "published", NO, NO, NO, NO, NO),
    ("writer", "draft", None, None, NOT_WAITING, NOT_YET, None),
    ("other", "draft", None, None, NOT_WAITING, NOT_YET, None),
    ("writer", "proposed", WAITS, WAITS, OTHER, NOT_YET, None),
    ("other", "proposed", WAITS, WAITS, None, NOT_YET, None),
    ("writer", "published", IN_USE, IN_USE, NOT_WAITING, None, KEPT),
    ("other", "discarded", GONE, GONE, NOT_WAITING, NOT_YET, GONE),
]


@pytest.mark.parametrize(("who", "status", "reasons"), [(w, s, r) for w, s, *r in TABLE])
def test_who_may_do_what_to_a_version(who, status, reasons):
    writer, other = an_administrator(), an_administrator("Ben Osei")
    version = a_draft(writer)
    if status in ("proposed", "published"):
        version = reviewing.propose(by=writer, version=version)
    if status == "published":
        version = reviewing.publish(by=other, version=version)
    if status == "discarded":
        version = reviewing.discard(by=other, version=version)
    person = {"writer": writer, "other": other, "stranger": a_person()}[who]

    told = [getattr(access, f"{act}_refused")(person, version) for act in ACTS]

    assert told == reasons


def test_a_service_refuses_a_stranger_who_has_the_version_in_hand():
    draft, stranger = a_draft(), a_person()
    indicator = draft.indicators.get()

    for act in (
        lambda: wording.begin(by=stranger, version=draft.replaces),
        lambda: wording.change_about(by=stranger, version=draft, also_in=[]),
        lambda: wording.add_dimension(by=stranger, version=draft, code="x", title="X"),
        lambda: wording.change_indicator(by=stranger, indicator=indicator, text=text_of(indicator)),
        lambda: wording.remove(by=stranger, thing=indicator),
        lambda: wording.translate(by=stranger, thing=draft, language="fr", texts={}),
        lambda: reviewing.propose(by=stranger, version=draft),
        lambda: reviewing.publish(by=stranger, version=draft),
        lambda: reviewing.give_back(by=stranger, version=draft, reason="No."),
        lambda: reviewing.confirm(by=stranger, version=draft),
        lambda: reviewing.discard(by=stranger, version=draft),
    ):
        with pytest.raises(Refused, match="Only administrators of a hub"):
            act()


@pytest.mark.parametrize(
    ("who", "status", "seen"),
    [
        ("stranger", "draft", False),
        ("stranger", "published", True),
        ("administrator", "draft", True),
        ("administrator", "discarded", True),
    ],
)
def test_who_sees_a_version(who, status, seen):
    draft = a_draft()
    if status == "discarded":
        reviewing.discard(by=draft.made_by, version=draft)
    number = 1 if status == "published" else 2
    person = an_administrator("Ben Osei") if who == "administrator" else a_person()

    assert access.versions_visible_to(person).filter(number=number).exists() is seen
    if seen:
        assert access.get_version(person, "set", number).number == number
    else:
        with pytest.raises(NotVisible):
            access.get_version(person, "set", number)


def test_only_one_version_is_written_at_a_time_and_from_the_newest():
    draft = a_draft()
    other = an_administrator("Ben Osei")

    assert access.beginning_refused(other, draft.replaces) == (
        "A new version of this framework is being written already."
    )
    reviewing.propose(by=draft.made_by, version=draft)
    reviewing.publish(by=other, version=draft)
    assert access.beginning_refused(other, FrameworkVersion.objects.get(number=1)) == (
        "A new version is begun from the newest one that was published."
    )
