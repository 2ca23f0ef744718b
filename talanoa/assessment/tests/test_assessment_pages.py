"""The pages of assessments answer the same list: works, refused, 404, method, queries."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talanoa.assessment.models import Answer, Assessment, Evidence, Remark
from talanoa.assessment.services import evidence, verdicts
from talanoa.assessment.tests.makers import (
    a_member,
    a_version,
    an_assessment,
    answered,
    brought_to,
    indicator_of,
)
from tests import make

pytestmark = pytest.mark.django_db

OF_ONE = ("detail", "sheet", "gaps", "peers")
OF_AN_ANSWER = ("answer", "others", "confirm", "evidence-add", "remark", "history")


def words(page):
    return " ".join(page.content.decode().split())


def url(name, *args):
    return reverse(f"assessment:{name}", args=args)


def address(assessment, name, code="A1"):
    return url(name, assessment.pk, indicator_of(assessment, code).pk)


@pytest.fixture
def assessment(client):
    """A draft, its member signed in."""
    found = an_assessment()
    client.force_login(found.member)
    return found


@pytest.mark.parametrize("name", [*OF_ONE, "submit", "ask", "review", "visibility", "withdraw"])
def test_a_stranger_finds_no_assessment_behind_any_address(client, name):
    found = an_assessment(status="restricted")
    client.force_login(make.a_person())

    for method in (client.get, client.post):
        assert method(url(name, found.pk)).status_code in (404, 405)
        assert method(url(name, 10**15)).status_code in (404, 405)


@pytest.mark.parametrize("name", OF_AN_ANSWER)
def test_a_stranger_finds_no_answer_behind_any_address(client, name):
    found = an_assessment(status="restricted")
    client.force_login(make.a_person())

    for method in (client.get, client.post):
        assert method(address(found, name)).status_code in (404, 405)


@pytest.mark.parametrize("name", OF_ONE)
def test_what_is_published_is_open_to_everyone_and_names_nobody(client, name):
    found = an_assessment(status="published")

    page = client.get(url(name, found.pk))

    assert page.status_code == 200
    assert found.member.name not in words(page)


def test_an_answer_that_is_published_is_open_to_everyone(client):
    found = an_assessment(status="published")

    page = client.get(address(found, "answer"))

    assert page.status_code == 200
    assert "2: Step 2" in words(page)
    assert client.post(address(found, "answer"), {"value": "3"}).status_code == 403


@pytest.mark.parametrize("name", OF_ONE)
def test_whoever_is_not_signed_in_is_asked_to_whether_it_exists_or_not(client, name):
    found = an_assessment(status="private")

    for number in (found.pk, 10**6):
        page = client.get(url(name, number))
        assert page.headers["Location"].startswith(reverse("account_login"))
    assert client.get(address(found, "answer")).status_code == 302


@pytest.mark.parametrize("name", ["submit", "ask", "visibility"])
def test_acts_are_not_done_by_looking(client, assessment, name):
    assert client.get(url(name, assessment.pk)).status_code == 405


def test_a_restricted_one_is_in_no_list_count_or_export_of_others(client):
    found = an_assessment(status="restricted")
    programme = found.team.programme
    lists = [f"/programmes/{programme.slug}/", url("list", programme.slug)]
    client.force_login(make.enrolled(programme))
    assert [words(client.get(path)).count(url("detail", found.pk)) for path in lists] == [1, 1]

    client.force_login(make.a_person())
    assert [words(client.get(path)).count(url("detail", found.pk)) for path in lists] == [0, 0]
    assert client.get(url("download", found.pk, "json")).status_code == 404


def test_a_team_begins_with_what_it_said_last_year(client):
    before = an_assessment(status="published", year=2024)
    client.force_login(before.member)
    path = url("new", before.team.programme.slug)
    form = {
        "team": before.team.pk,
        "version": before.version.pk,
        "year": 2025,
        "carry": "on",
        "client_id": "once",
    }
    for _ in "12":
        page = client.post(path, form, follow=True)

    assert Assessment.objects.count() == 2
    assert words(page).count("carried over from 2024") == 1
    refused = client.post(path, {**form, "client_id": "other"})
    assert refused.status_code == 422
    assert words(refused).count("Your team has already begun this one for that year.") == 2


def test_who_is_in_no_team_is_told_so(client):
    programme = make.a_programme()
    client.force_login(make.enrolled(programme))

    page = client.get(url("new", programme.slug))

    assert page.status_code == 403
    assert "Only members of a country team can assess their country." in words(page)


def test_an_answer_is_saved_and_leads_on_to_the_next(client, assessment):
    said = {"value": "3", "revision": "0", "confidence": "low", "impact": "3", "then": "next"}

    page = client.post(address(assessment, "answer"), said)

    assert page.headers["Location"] == address(assessment, "answer", "A2")
    answer = Answer.objects.get()
    assert (answer.value, answer.confidence, answer.impact, answer.priority) == (3, "low", 3, None)


def test_a_page_that_saves_by_itself_stays_and_learns_the_revision(client, assessment):
    here = address(assessment, "answer")
    headers = {"Talanoa-Kept": "1"}

    page = client.post(here, {"value": "3", "revision": "0", "then": "stay"}, headers=headers)

    assert (page.status_code, page.headers["Talanoa-Next"]) == (204, f"{here}?revision=1")


@pytest.mark.parametrize(
    ("code", "typed", "value", "unknown"),
    [
        ("A1", {"value": "unknown"}, None, True),
        ("A1", {"value": ""}, None, False),
        ("A2", {"value": "12,5"}, 12.5, False),
        ("A2", {"value": "12.5"}, 12.5, False),
        ("A2", {"value": "١٢٫٥"}, 12.5, False),
        ("A2", {"is_unknown": "on"}, None, True),
        ("A3", {"value": "0"}, 0, False),
    ],
)
def test_each_way_of_answering_is_kept_apart(client, assessment, code, typed, value, unknown):
    # With a mark, so that an answer left open is stored as well.
    client.post(address(assessment, "answer", code), {**typed, "revision": 0, "priority": 2})

    answer = Answer.objects.get()
    assert (answer.value, answer.is_unknown) == (value, unknown)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("many", "Give a number."),
        ("1,000", "Write the number without a sign between the thousands."),
        ("101", "This cannot be above 100."),
    ],
)
def test_a_wrong_number_comes_back_as_it_was_typed(client, assessment, typed, reason):
    said = {"value": typed, "comment": "From the survey", "revision": 0}
    page = client.post(address(assessment, "answer", "A2"), said)

    assert page.status_code == 422
    assert f'value="{typed}"' in words(page)
    assert "From the survey" in words(page)
    assert words(page).count(reason) == 2


def test_two_answers_stand_side_by_side_and_either_can_be_kept(client, assessment):
    other = a_member(assessment.team, name="Ben Osei")
    answered(assessment, by=other, value=4, comment="By decree of May")
    mine = {"value": "2", "comment": "Only a draft", "revision": 0}
    here = address(assessment, "answer")

    page = client.post(here, mine)

    assert page.status_code == 409
    shown = words(page)
    assert "As saved by Ben Osei" in shown
    assert "4: Step 4" in shown
    assert "By decree of May" in shown
    assert "Only a draft" in shown
    assert 'name="revision" value="1"' in shown
    assert client.post(here, {**mine, "then": "theirs"}).status_code == 302
    assert Answer.objects.get().comment == "By decree of May"
    client.post(here, {**mine, "revision": 1})
    assert Answer.objects.get().comment == "Only a draft"
    assert words(client.get(address(assessment, "history"))).count("By decree of May") == 2


def test_an_open_page_is_told_what_others_wrote_and_nothing_else(client, assessment):
    seen = client.get(url("sheet", assessment.pk)).context["stamp"]
    path = f"{url('sheet', assessment.pk)}?seen={seen}"
    assert client.get(path).status_code == 204

    answered(assessment, by=a_member(assessment.team, name="Ben Osei"), value=4)

    assert words(client.get(path)).count("Ben Osei") == 1
    others = address(assessment, "others")
    assert 'data-revision="1"' in words(client.get(others))
    stamp = client.get(others).context["stamp"]
    assert client.get(f"{others}?seen={stamp}").status_code == 204


def test_whoever_only_reads_finds_no_form(client):
    found = an_assessment(status="restricted")
    client.force_login(make.enrolled(found.team.programme))

    page = client.get(address(found, "answer"))

    assert page.status_code == 200
    assert "<textarea" not in words(page)
    assert "2: Step 2" in words(page)
    assert client.post(address(found, "answer"), {"value": "3"}).status_code == 403
    assert client.get(address(found, "history")).status_code == 403


def test_evidence_and_comments_are_added_from_the_page(client, assessment):
    link = {"kind": "link", "title": "The law", "url": "https://example.org/law", "year": 2024}
    client.post(address(assessment, "evidence-add"), link)
    client.post(address(assessment, "remark"), {"text": "Ask them", "client_id": "r1"})
    wrong = client.post(address(assessment, "evidence-add"), {"kind": "file", "title": "Law"})
    blank = client.post(address(assessment, "remark"), {"text": " "})

    assert (wrong.status_code, blank.status_code) == (422, 422)
    page = words(client.get(address(assessment, "answer")))
    assert page.count('href="https://example.org/law"') == 1
    assert page.count("Ask them") == 1
    assert (Evidence.objects.count(), Remark.objects.count()) == (1, 1)
    client.post(url("evidence-remove", assessment.pk, Evidence.objects.get().pk))
    assert "https://example.org/law" not in words(client.get(address(assessment, "answer")))


def test_a_file_larger_than_anything_is_refused_and_the_words_stay(client, assessment, settings):
    settings.UPLOAD_MAX_BYTES = 100
    form = {"kind": "file", "title": "The law", "file": SimpleUploadedFile("a", b"x" * 99_000)}
    page = client.post(address(assessment, "evidence-add"), form)

    assert page.status_code == 413
    assert 'value="The law"' in words(page)


def test_from_submitting_to_publishing_by_the_pages(client, assessment):
    answered(assessment, by=assessment.member)
    programme = assessment.team.programme
    coordinator, expert = make.a_role(programme, "coordinator"), make.a_role(programme, "expert")
    for _ in "12":
        assert client.post(url("submit", assessment.pk)).status_code == 302

    client.force_login(coordinator)
    assert client.post(url("ask", assessment.pk), {}).status_code == 422
    client.post(url("ask", assessment.pk), {"reviewer": expert.pk})

    client.force_login(expert)
    review = url("review", assessment.pk)
    assert client.get(review).status_code == 200
    assert client.post(review, {"then": "return"}).status_code == 422
    reason = {f"reason-{indicator_of(assessment).pk}": "Which law?", "then": "return"}
    assert client.post(review, reason).status_code == 302

    client.force_login(assessment.member)
    assert "Which law?" in words(client.get(url("detail", assessment.pk)))
    assert "Which law?" in words(client.get(address(assessment, "answer")))
    client.post(url("submit", assessment.pk))
    verdicts.ask_review(by=coordinator, assessment=assessment, reviewer=expert)
    client.force_login(expert)
    remark = {f"reason-{indicator_of(assessment).pk}": "Say which groups, next year."}
    client.post(review, remark | {"then": "agree", "note": "Clear."})

    client.force_login(assessment.member)
    page = words(client.get(url("detail", assessment.pk)))
    assert all(text in page for text in ("What the reviewer says", "Clear.", "which groups"))
    assert "which groups" in words(client.get(address(assessment, "answer")))
    assert client.post(url("visibility", assessment.pk), {}).status_code == 422
    client.post(url("visibility", assessment.pk), {"visibility": "published"})
    client.logout()
    for page in (url("detail", assessment.pk), address(assessment, "answer")):
        assert "which groups" not in words(client.get(page))


def test_the_export_tells_the_three_kinds_of_answer_apart(client, assessment):
    by = assessment.member
    answer = answered(assessment, by=by, code="A3", value=0, said_by="=1+1")
    answered(assessment, by=by, code="A2", value=None, is_unknown=True)
    evidence.add(by=by, answer=answer, kind="citation", title="Law 5", year=2020)

    record = json.loads(client.get(url("download", assessment.pk, "json")).content)
    assert [(each["code"], each["state"], each["value"]) for each in record["answers"]] == [
        ("A1", "not-answered", None),
        ("A2", "unknown", None),
        ("A3", "answered", 0),
    ]
    assert record["answers"][2]["evidence"] == [
        {"kind": "citation", "title": "Law 5", "year": 2020, "url": ""}
    ]
    text = client.get(url("download", assessment.pk, "csv")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["state"], line["value"]) for line in lines] == [
        ("not-answered", ""),
        ("unknown", ""),
        ("answered", "0"),
    ]
    assert (lines[2]["said_by"], lines[2]["evidence"]) == ("'=1+1", "Law 5 (2020)")
    assert client.get(url("download", assessment.pk, "xml")).status_code == 404


@pytest.mark.parametrize("name", ["gaps", "peers"])
def test_nothing_is_worked_out_from_what_was_withdrawn(client, name):
    found = an_assessment(status="withdrawn")
    client.force_login(found.member)

    assert "Figures were wrong." in words(client.get(url("detail", found.pk)))
    assert client.get(url(name, found.pk)).status_code == 404


def test_withdrawing_asks_for_a_reason(client, assessment):
    assert client.post(url("withdraw", assessment.pk), {"reason": ""}).status_code == 422
    client.post(url("withdraw", assessment.pk), {"reason": "Begun twice"})
    assert "Begun twice" in words(client.get(url("detail", assessment.pk)))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("detail", 17), ("sheet", 15), ("gaps", 13), ("peers", 5)]
)
def test_pages_ask_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count, name, queries
):
    found = an_assessment(version=a_version(kinds=("levels",) * count))
    for number in range(1, count + 1):
        answered(found, by=found.member, code=f"A{number}", value=1)
    client.force_login(found.member)
    client.get(url(name, found.pk))

    with django_assert_num_queries(queries):
        client.get(url(name, found.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_asks_as_many_queries_for_three_pieces_as_for_one(
    client, assessment, django_assert_num_queries, count
):
    answer = answered(assessment, by=assessment.member)
    for number in range(count):
        evidence.add(by=assessment.member, answer=answer, kind="citation", title=f"Law {number}")
    client.get(address(assessment, "answer"))

    with django_assert_num_queries(18):
        client.get(address(assessment, "answer"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    team = make.a_team(make.a_programme())
    version, by = a_version(), a_member(team)
    for year in range(2020, 2020 + count):
        found = an_assessment(team, version=version, by=by, year=year)
        brought_to(found, "published", by=by)

    with django_assert_num_queries(4):
        page = client.get(url("list", team.programme.slug))

    assert words(page).count(f"/assessments/{found.pk}/") == 1
