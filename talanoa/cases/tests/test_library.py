"""The library of cases: who finds what, and what is counted."""

import pytest

from talanoa.cases import access, facets, queries, services
from talanoa.cases.models import Case, LibraryEntry
from talanoa.cases.outcomes import Outcome, outcome_of
from talanoa.kernel.models import Event
from talanoa.programmes import services as programmes
from talanoa.search import asking
from talanoa.search import services as search
from talanoa.search.models import Document
from tests import make
from tests.make import in_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make.a_programme()


@pytest.fixture
def reader(programme):
    return make.enrolled(programme)


def found(person, typed="", **chosen):
    wanted = queries.Wanted(asked=asking.read(typed), chosen=chosen)
    return queries.library(person, wanted)


def keys(person, typed="", **chosen):
    return found(person, typed, **chosen).keys


def counts(person, facet, typed="", **chosen):
    shown = facets.shown(found(person, typed, **chosen), chosen)
    options = next(each for each in shown if each.name == facet).options
    return {option.value: option.count for option in options}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("presenter", True),
        ("enrolled", True),
        ("coordinator", True),
        ("administrator", True),
        ("stranger", False),
        ("enrolled elsewhere", False),
        ("nobody", False),
    ],
)
def test_who_finds_a_case_and_counts_it(programme, who, sees):
    case = in_library(programme)
    person = {
        "presenter": lambda: case.presenter,
        "enrolled": lambda: make.enrolled(programme),
        "coordinator": lambda: make.a_role(programme, "coordinator"),
        "administrator": lambda: _administrator(programme),
        "stranger": make.a_person,
        "enrolled elsewhere": lambda: make.enrolled(make.a_programme()),
        "nobody": _nobody,
    }[who]()

    for typed in ("", "morphine"):
        assert keys(person, typed) == ([case.pk] if sees else [])
        assert counts(person, "country", typed) == ({"TON": 1} if sees else {})
    assert access.cases_in_library(person).exists() is sees


def _administrator(programme):
    person = make.a_person()
    programmes.name_administrator(by=None, hub=programme.hub, person=person)
    return person


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "scheduled", "withdrawn"])
def test_only_what_was_discussed_joins(programme, status):
    case = make.a_case(programme, status=status)

    assert services.keep_in_library(case.pk) is False
    assert keys(case.presenter) == []


def test_what_is_withdrawn_is_found_no_more_even_before_the_index_knows(programme, reader):
    case = in_library(programme)
    before = found(reader)
    assert before.keys == [case.pk]

    services.withdraw(by=case.presenter, case=case, reason="Not ours to tell.")

    assert keys(reader) == []
    assert counts(reader, "country") == {}
    assert queries.in_order(before) == []
    services.keep_in_library(case.pk)
    assert (LibraryEntry.objects.count(), Document.objects.count()) == (0, 0)


def test_who_leaves_finds_nothing_more(programme, reader):
    in_library(programme)
    assert len(keys(reader)) == 1

    programmes.leave(by=reader, cohort=programme.cohorts.earliest("pk"), person=reader)

    assert (keys(reader), counts(reader, "country")) == ([], {})


def test_hits_are_asked_for_again(programme, reader):
    case = in_library(programme)
    shown = found(reader)
    assert queries.in_order(shown) == [case]
    Case.objects.filter(pk=case.pk).update(discussed_at=None)

    assert queries.in_order(shown) == []


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("islands", True),
        ("PHARMACIST", True),
        ("prescribe nurses", True),
        ('"let nurses"', True),
        ("tonga", True),
        ("morphine -courier", False),
        ("helicopter", False),
    ],
)
def test_words_are_sought_in_all_that_was_said(programme, reader, typed, is_found):
    case = in_library(programme, states=["proposed"])

    assert keys(reader, typed) == ([case.pk] if is_found else [])


def test_facets_count_what_each_choice_would_show(programme, reader):
    make.a_country("FJ", name="Fiji", who_region="WPRO", income_group="upper-middle")
    tonga = make.a_country(who_region="WPRO", income_group="upper-middle")
    kenya = make.a_country("KE", name="Kenya", who_region="AFRO", income_group="lower-middle")
    for country, states in ((tonga, ["done"]), (tonga, []), (kenya, ["adopted", "proposed"])):
        in_library(programme, country=country, states=states)

    assert counts(reader, "country") == {"TON": 2, "KEN": 1}
    assert counts(reader, "region") == {"WPRO": 2, "AFRO": 1}
    assert counts(reader, "income") == {"lower-middle": 1, "upper-middle": 2}
    assert counts(reader, "outcome") == {"done": 1, "adopted": 1, "nothing-yet": 1}
    assert counts(reader, "follow_up") == {"yes": 2, "no": 1}
    assert counts(reader, "kind") == {"country": 3}
    assert counts(reader, "programme") == {programme.slug: 3}
    assert counts(reader, "language") == {"en": 3}
    # The counts of a facet that is chosen are as if it were not; others follow the choice.
    assert counts(reader, "region", region="AFRO") == {"WPRO": 2, "AFRO": 1}
    assert counts(reader, "outcome", region="AFRO") == {"adopted": 1}
    assert counts(reader, "region", region="AFRO", outcome="done") == {"WPRO": 1, "AFRO": 0}
    assert found(reader, region="AFRO").count == 1
    assert len(keys(reader, region="WPRO", outcome="done")) == 1


def test_a_level_is_counted_in_its_order_and_nothing_is_said_of_cases_without(programme, reader):
    for level in ("home", "national", "home", ""):
        in_library(programme, level=level)

    shown = facets.shown(found(reader), {})
    (facet,) = [each for each in shown if each.name == "level"]
    assert [(option.value, option.count) for option in facet.options] == [
        ("national", 1),
        ("home", 2),
    ]
    assert facet.without == 4
    assert found(reader, level="home").count == 2


def test_areas_of_two_programmes_are_two_though_they_have_one_code(reader, programme):
    other = make.a_programme()
    make.enrolled(other, reader)
    for each in (programme, other):
        focus = programmes.add_focus_area(by=None, programme=each, name="Law", code="law")
        area = programmes.add_challenge_area(
            by=None, programme=each, name="Prescribing", code="prescribing", focus_areas=[focus]
        )
        in_library(each, challenge_area=area)
    in_library(other)

    ours, theirs = f"{programme.slug}:prescribing", f"{other.slug}:prescribing"
    assert counts(reader, "area") == {ours: 1, theirs: 1}
    assert counts(reader, "focus") == {f"{programme.slug}:law": 1, f"{other.slug}:law": 1}
    assert found(reader, focus=f"{other.slug}:law").count == 1
    assert found(reader, area=theirs, programme=programme.slug).count == 0
    (options,) = [each.options for each in facets.shown(found(reader), {}) if each.name == "area"]
    assert {option.value: option.label for option in options} == {
        ours: f"Prescribing ({programme.name})",
        theirs: f"Prescribing ({other.name})",
    }


def test_an_area_bears_no_name_of_a_programme_the_reader_does_not_know(reader, programme):
    hidden = make.a_programme()
    for each, name in ((hidden, "Told to few"), (programme, "Prescribing"), (hidden, "Told")):
        code = "law" if name != "Told" else "other"
        area = programmes.add_challenge_area(
            by=None, programme=each, name=name, code=code, focus_areas=[]
        )
        in_library(each, challenge_area=area)

    options = [each.options for each in facets.shown(found(reader), {}) if each.name == "area"]
    assert [[option.label for option in one] for one in options] == [["Prescribing"]]


@pytest.mark.parametrize("value", ["", "XX", "’", "999999999", "-1", "²", "a" * 100, "'; --"])
def test_a_choice_that_is_none_finds_nothing_and_breaks_nothing(programme, reader, value):
    in_library(programme)

    for name in facets.LABELS:
        chosen = {name: value} if value else {}
        assert found(reader, **chosen).count == (0 if value else 1)


def test_the_best_comes_first_while_few_answer_else_the_latest(programme, reader, monkeypatch):
    best = in_library(programme, title="Ketamine", obstacle="Supply.")
    latest = in_library(programme, obstacle="There is no ketamine in the districts.")
    assert keys(reader, "ketamine") == [best.pk, latest.pk]

    monkeypatch.setattr("talanoa.search.queries.RANKED_AT_MOST", 1)

    assert keys(reader, "ketamine") == [latest.pk, best.pk]


def test_keeping_twice_changes_nothing(programme):
    case = in_library(programme)
    before = list(Document.objects.values()), list(LibraryEntry.objects.values())

    services.keep_in_library(case.pk)

    assert (list(Document.objects.values()), list(LibraryEntry.objects.values())) == before
    assert Event.objects.filter(kind="cases.joined_library").count() == 1


def test_what_was_discussed_before_there_was_a_library_is_put_in(programme):
    case = in_library(programme)
    LibraryEntry.objects.all().delete()

    assert queries.missing_from_library() == [case.pk]
    search.rebuild(say=lambda line: None)
    assert queries.missing_from_library() == []


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([], Outcome.NOTHING_YET),
        (["proposed"], Outcome.NOTHING_YET),
        (["proposed", "not-adopted"], Outcome.NOTHING_YET),
        (["not-adopted"], Outcome.NOT_ADOPTED),
        (["proposed", "accepted"], Outcome.ACCEPTED),
        (["accepted", "adapted"], Outcome.ADOPTED),
        (["not-adopted", "adopted"], Outcome.ADOPTED),
        (["proposed", "done"], Outcome.DONE),
    ],
)
def test_the_outcome_is_that_of_what_came_furthest(states, outcome):
    assert outcome_of(states) == outcome


def test_every_name_of_a_country_finds_its_cases(programme, reader):
    names = {"en": "Example C", "ar": "مثال C", "zh": "示例C"}
    country = make.a_country("XC", name="Example C", names=names, is_example=True)
    case = in_library(programme, country=country)

    assert [keys(reader, name) for name in names.values()] == [[case.pk]] * 3
