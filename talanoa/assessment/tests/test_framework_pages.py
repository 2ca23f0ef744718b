"""Pages of frameworks: read by everyone, changed by administrators of hubs."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from talanoa.assessment import files
from talanoa.assessment.models import FrameworkVersion, Indicator
from talanoa.assessment.queries.frameworks import record_of
from talanoa.assessment.services import loading, wording
from talanoa.assessment.tests.making import (
    a_draft,
    a_proposed_version,
    a_version,
    an_administrator,
    load,
)
from talanoa.assessment.tests.records import a_dimension, a_file, an_indicator
from tests.make import a_person

pytestmark = pytest.mark.django_db


def test_the_list_says_what_to_do_when_nothing_is_loaded(client):
    page = client.get("/indicators/")

    assert page.status_code == 200
    assert page.content.decode().count("A hub loads them from a file") == 1
    assert client.post("/indicators/").status_code == 405


def test_what_nobody_has_confirmed_is_shown_as_a_draft(client):
    a_version(unidentified=4)
    loading.load_ours()

    assert client.get("/indicators/").content.decode().count('class="tag draft"') == 1
    page = client.get("/indicators/set/").content.decode()
    assert page.count("nobody has confirmed yet that it has the official wording") == 1
    assert page.count("4 more indicators that have not been identified") == 1
    ours = client.get("/indicators/one-service/").content.decode()
    assert ours.count("Written by this project in its own words") == 1


IN_ENGLISH = '<span lang="en" dir="ltr">{}</span>'


@pytest.mark.parametrize(
    ("language", "title", "level"),
    [
        ("en", "Indicator P1", "Level 1"),
        ("fr", "Un indicateur", IN_ENGLISH.format("Level 1")),
        ("ar", IN_ENGLISH.format("Indicator P1"), IN_ENGLISH.format("Level 1")),
    ],
)
def test_texts_are_read_in_the_readers_language_or_marked_as_in_another(
    client, language, title, level
):
    a_version(a_dimension(an_indicator(translations={"fr": {"title": "Un indicateur"}})))

    page = client.get("/indicators/set/", headers={"accept-language": language}).content.decode()

    assert f"<summary>1. {title}" in page
    assert f'<li value="1">{level}</li>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, count):
    for number in range(count):
        indicators = [an_indicator(f"P{n}", n) for n in range(count)]
        dimensions = [a_dimension(*indicators[:1], code="first")]
        if count > 1:
            dimensions.append(a_dimension(*indicators[1:], code="second"))
        a_version(*dimensions, code=f"set-{number}", title=f"Set {number}")

    with django_assert_num_queries(1):
        client.get("/indicators/")
    with django_assert_num_queries(5):
        client.get("/indicators/set-0/")
    client.force_login(an_administrator())
    version = FrameworkVersion.objects.get(framework__code="set-0")
    wording.begin(by=an_administrator(), version=version)
    with django_assert_num_queries(14):
        assert client.get("/indicators/set-0/2/edit/").status_code == 200


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_what_is_taken_along_loads_again(client, suffix):
    version = loading.load_ours()

    answer = client.get(f"/indicators/one-service/1/framework.{suffix}")
    said = files.read(BytesIO(answer.content), is_csv=suffix == "csv")

    assert said.record == record_of(version)
    assert loading.load(checked=said)[1] == "unchanged"
    assert answer["Content-Disposition"] == f'attachment; filename="one-service-1.{suffix}"'


def test_a_version_written_on_pages_loads_as_a_file_elsewhere(client):
    draft = a_draft()
    by = draft.made_by
    dimension = wording.add_dimension(by=by, version=draft, code="new", title="= New")
    text = wording.IndicatorText(
        dimension=dimension,
        number=7,
        title="Days",
        kind="number",
        unit="days",
        lowest=Decimal("0.5"),
    )
    wording.add_indicator(by=by, code="P7", text=text)
    wording.translate(by=by, thing=dimension, language="fr", texts={"title": "-Nouveau"})
    client.force_login(by)

    for suffix in ("json", "csv"):
        answer = client.get(f"/indicators/set/2/framework.{suffix}")
        said = files.read(BytesIO(answer.content), is_csv=suffix == "csv")
        assert said.record == record_of(draft)


def test_older_versions_stay_readable(client):
    a_version()
    load(a_file(version=2, replaces=1, title="A newer name"))

    assert "A newer name" in client.get("/indicators/set/").content.decode()
    assert "A set of indicators" in client.get("/indicators/set/1/").content.decode()
    changes = client.get("/indicators/set/2/changes/").content.decode()
    assert changes.count('<td data-label="Now"><bdi>A newer name</bdi></td>') == 1
    for path in ("set/1/changes/", "set/3/", "set/1/framework.xml", "none/"):
        assert client.get(f"/indicators/{path}").status_code == 404


DESK = (
    "version_edit", "version_about", "dimension_new", "version_review", "version_discard",
)  # fmt: skip


def test_the_desk_is_closed_to_everyone_but_administrators_of_hubs(client):
    draft = a_draft()
    indicator, dimension = draft.indicators.get(), draft.dimensions.get()
    paths = [reverse(f"assessment:{name}", args=["set", 2]) for name in DESK]
    paths += [
        reverse("assessment:indicator", args=["set", 2, indicator.pk]),
        reverse("assessment:dimension", args=["set", 2, dimension.pk]),
        reverse("assessment:indicator_new", args=["set", 2, dimension.pk]),
        reverse("assessment:indicator_in", args=["set", 2, indicator.pk, "fr"]),
        reverse("assessment:dimension_in", args=["set", 2, dimension.pk, "fr"]),
        reverse("assessment:version_in", args=["set", 2, "fr"]),
    ]

    for path in paths:
        assert client.get(path).status_code == 302
    client.force_login(a_person())
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.get("/indicators/set/2/").status_code == 404
    client.force_login(an_administrator("Ben Osei"))
    assert {client.get(path).status_code for path in paths} == {200}
    assert client.get(reverse("assessment:version_about", args=["set", 1])).status_code == 403
    assert client.get(reverse("assessment:version_in", args=["set", 2, "pt"])).status_code == 404


def form_of(page):
    """What a form holds as it is shown."""
    return {
        field.html_name: field.value()
        for field in page.context["form"]
        if field.value() not in (None, "")
    }


def test_an_administrator_changes_an_indicator_and_loses_nothing_to_another(client):
    draft = a_draft()
    indicator = draft.indicators.get()
    path = reverse("assessment:indicator", args=["set", 2, indicator.pk])
    client.force_login(an_administrator("Ben Osei"))
    typed = form_of(client.get(path)) | {"title": "Mine", "level_3": "Third"}

    bad = client.post(path, typed | {"level_1": "", "unit": "days"})
    assert (bad.status_code, bad.context["form"].errors.keys()) == (422, {"level_1"})
    assert client.post(path, typed | {"unit": "days"}).status_code == 422
    assert client.post(path, typed).status_code == 302
    stale = client.post(path, typed | {"title": "Mine again"})
    assert stale.status_code == 422
    assert stale.context["differing"] == [("Title", "Mine")]
    assert client.post(path, form_of(stale)).status_code == 302

    indicator.refresh_from_db()
    assert indicator.title == "Mine again"
    assert [level.label for level in indicator.levels.all()] == ["Level 1", "Level 2", "Third"]


def test_an_administrator_adds_translates_and_removes(client):
    a_draft()
    client.force_login(an_administrator("Ben Osei"))

    def post(name, *args, **typed):
        return client.post(reverse(f"assessment:{name}", args=["set", 2, *args]), typed)

    assert post("dimension_new", code="A code", title="New").status_code == 422
    assert post("dimension_new", code="new", title="New").status_code == 302
    draft = FrameworkVersion.objects.get(number=2)
    new = draft.dimensions.get(code="new")
    typed = {"number": 9, "dimension": new.pk, "title": "Days", "kind": "number", "unit": "days"}
    assert post("indicator_new", new.pk, code="bad code", **typed).status_code == 422
    assert post("indicator_new", new.pk, code="P9", **typed).status_code == 302
    added = Indicator.objects.get(code="P9")
    assert post("indicator_in", added.pk, "fr", title="Jours").status_code == 302
    assert post("dimension_in", new.pk, "fr", title="Nouveau").status_code == 302
    assert post("version_in", "fr", title="Un jeu").status_code == 302
    assert post("dimension_remove", new.pk).status_code == 302
    draft.refresh_from_db()
    new.refresh_from_db()
    added.refresh_from_db()
    said = [one.translations["fr"]["title"] for one in (draft, new, added)]
    assert said == ["Un jeu", "Nouveau", "Jours"]
    post("indicator_remove", added.pk)
    post("dimension_remove", new.pk)
    assert draft.dimensions.count() == 1


def test_a_version_is_begun_proposed_returned_and_published_on_its_pages(client):
    a_version()
    writer, reviewer = an_administrator(), an_administrator("Ben Osei")

    def post(name, **typed):
        number = 1 if name == "version_begin" else 2
        return client.post(reverse(f"assessment:{name}", args=["set", number]), typed)

    client.force_login(writer)
    assert post("version_begin").url == post("version_begin").url == "/indicators/set/2/edit/"
    assert post("version_propose").status_code == post("version_propose").status_code == 302
    assert post("version_review", decision="publish").status_code == 403
    client.force_login(reviewer)
    empty = post("version_review", decision="return", reason="")
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["reason"])
    post("version_review", decision="return", reason="Say level 1.")
    assert "Say level 1." in client.get("/indicators/set/2/edit/").content.decode()
    client.force_login(writer)
    post("version_propose")
    client.force_login(reviewer)
    assert post("version_review", decision="publish").url == "/indicators/set/2/"
    assert post("version_confirm").status_code == 302
    assert client.get("/indicators/set/").context["version"].is_confirmed


def test_a_discarded_version_is_kept_for_administrators(client):
    version = a_proposed_version()
    client.force_login(an_administrator("Ben Osei"))
    path = reverse("assessment:version_discard", args=["set", 2])

    assert client.post(path).url == "/indicators/set/"
    assert client.get("/indicators/set/2/").content.decode().count("was discarded") == 1
    version.refresh_from_db()
    assert version.status == "discarded"
    assert json.loads(client.get("/indicators/set/2/framework.json").content)["version"] == 2
