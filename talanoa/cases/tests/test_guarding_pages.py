"""The pages that put identifying data to its author, and show reviewers what was decided."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from talanoa.cases import queries, services
from talanoa.cases.models import GuardDecision
from tests import make

pytestmark = pytest.mark.django_db

HELD = "Mary Akello lies at home; her son answers +44 7700 900123."


def words(page):
    return " ".join(page.content.decode().split())


def url(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


@pytest.fixture
def case(client):
    case = make.a_case(situation=HELD)
    client.force_login(case.presenter)
    return case


def keys(case):
    return {each.type: each.key for each in queries.undecided(case)}


def test_submitting_leads_to_what_was_found_with_place_and_reason(client, case):
    sent = client.post(url("submit", case))
    page = client.get(url("guard", case))

    assert sent.headers["Location"] == url("guard", case)
    assert "<mark>Mary Akello</mark> lies at home" in words(page)
    assert "<mark>+44 7700 900123</mark>" in words(page)
    assert "A name tells who it is." in words(page)
    assert "Where things stand" in words(page)


def test_deciding_about_all_submits(client, case):
    key = keys(case)
    typed = {
        "revision": case.revision,
        f"guard-{key['name']}": "remove",
        f"guard-{key['phone']}": "kept",
        f"why-guard-{key['phone']}": "The number of the ward.",
    }

    sent = client.post(url("guard", case), typed)

    case.refresh_from_db()
    assert sent.headers["Location"] == url("detail", case)
    assert (case.status, case.situation[:14]) == ("submitted", "[name removed]")


def test_a_missing_reason_is_asked_for_and_nothing_typed_is_lost(client, case):
    key = keys(case)
    typed = {
        "revision": case.revision,
        f"guard-{key['name']}": "nobody",
        f"guard-{key['phone']}": "kept",
    }

    page = client.post(url("guard", case), typed)

    assert page.status_code == 422
    assert "Say why it stays." in words(page)
    assert words(page).count("checked") == 2
    assert GuardDecision.objects.count() == 0


def test_somebody_who_saved_meanwhile_is_not_overwritten(client, case):
    sent = client.post(url("guard", case), {"revision": 99})

    assert sent.headers["Location"] == url("guard", case)


def test_a_save_that_others_would_read_is_held_with_the_words_kept(client):
    case = make.a_case(status="submitted")
    client.force_login(case.presenter)
    typed = {
        "title": case.title,
        "situation": HELD,
        "tried": "A.",
        "obstacle": "B.",
        "question": "C?",
        "country": case.country_id,
        "revision": case.revision,
    }

    page = client.post(url("edit", case), typed)
    case.refresh_from_db()

    assert (page.status_code, case.situation) == (422, "One pharmacist serves four islands.")
    assert f"{HELD}</textarea>" in words(page)
    assert "<mark>Mary Akello</mark>" in words(page)

    case.situation = HELD
    chosen = {f"guard-{key}": "remove" for key in keys(case).values()}
    sent = client.post(url("edit", case), typed | chosen)
    case.refresh_from_db()

    assert sent.status_code == 302
    assert case.situation == "[name removed] lies at home; her son answers [number removed]."


def test_a_page_with_nothing_to_decide_leads_on(client):
    case = make.a_case()
    client.force_login(case.presenter)

    assert client.get(url("guard", case)).headers["Location"] == url("detail", case)


@pytest.mark.parametrize("name", ["guard", "look"])
def test_a_stranger_finds_nothing_and_a_reader_may_not(client, name):
    case = make.a_case(status="scheduled")
    reader = make.enrolled(case.programme)

    client.force_login(make.a_person())
    assert client.post(url(name, case)).status_code == 404
    client.force_login(reader)
    assert client.post(url(name, case)).status_code == 403
    assert "Identifying data" not in words(client.get(url("detail", case)))


def test_looking_is_not_done_by_looking(client, case):
    assert client.get(url("look", case)).status_code == 405


def test_who_reviews_sees_what_was_kept_and_why(client, case):
    choices = {key: services.Choice("kept", "The ward's own.") for key in keys(case).values()}
    services.settle_guard(by=case.presenter, case=case, revision=1, choices=choices)
    services.submit(by=case.presenter, case=case)
    client.force_login(make.a_role(case.programme, "coordinator"))

    page = client.get(url("detail", case))

    assert "Guard: 2 kept by the author, with reasons." in words(page)
    assert "<mark>Mary Akello</mark>" in words(page)
    assert "The ward&#x27;s own." in words(page)


def test_a_clinical_case_asks_its_reviewer_to_look_first(client):
    programme = make.a_programme(case_kind="clinical")
    case = make.a_case(programme, status="submitted")
    client.force_login(make.a_role(programme, "coordinator"))

    before = words(client.get(url("detail", case)))
    sent = client.post(url("look", case), {"revision": case.revision})
    after = words(client.get(url("detail", case)))

    assert ("Nobody can be recognised" in before, "Accept the case" in before) == (True, False)
    assert sent.headers["Location"] == url("detail", case)
    assert ("Accept the case" in after, "Second look:" in after) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_findings_as_for_one(
    client, django_assert_num_queries, count
):
    names = ["Mary Akello", "Peter Okello", "Ruth Nakato"][:count]
    case = make.a_case(situation=". ".join(f"Seen by {name}" for name in names))
    client.force_login(case.presenter)
    client.get(url("guard", case))

    with django_assert_num_queries(7):
        client.get(url("guard", case))


@pytest.mark.parametrize("count", [1, 3])
def test_the_reviewers_page_asks_as_many_queries_for_three_reasons_as_for_one(
    client, django_assert_num_queries, count
):
    names = ["Mary Akello", "Peter Okello", "Ruth Nakato"][:count]
    case = make.a_case(situation=". ".join(f"Seen by {name}" for name in names))
    choices = {key: services.Choice("kept", "Agreed.") for key in keys_of_all(case)}
    services.settle_guard(by=case.presenter, case=case, revision=1, choices=choices)
    services.submit(by=case.presenter, case=case)
    client.force_login(make.a_role(case.programme, "coordinator"))
    client.get(url("detail", case))

    with django_assert_num_queries(20):
        client.get(url("detail", case))


def keys_of_all(case):
    return [each.key for each in queries.undecided(case)]


def test_what_a_team_answers_to_coordinators_is_looked_at_first(client):
    case = make.a_case(status="submitted")
    by = make.a_role(case.programme, "coordinator")
    question = services.ask_team(by=by, case=case, text="Who gives the doses?")
    address = reverse("cases:answer-team", args=[case.pk, question.pk])
    client.force_login(case.presenter)
    text = "Her daughter, Mary Akello, and the night nurse."

    page = client.post(address, {"text": text})

    question.refresh_from_db()
    assert (page.status_code, question.answer) == (422, "")
    assert text in page.content.decode()
    assert "<mark>Mary Akello</mark>, and the night nurse." in words(page)

    (found,) = queries.found_in_text(
        text, by=case.presenter, part="answer", label="", kind="clinical"
    )
    typed = {f"guard-{found.key}": "kept", f"why-guard-{found.key}": "She agreed to be named."}
    sent = client.post(address, {"text": text} | typed)

    question.refresh_from_db()
    assert (sent.status_code, question.answer) == (302, text)
    client.force_login(by)
    assert "A person’s name: Kept, with a reason" in words(client.get(url("detail", case)))


def test_who_reviews_is_told_of_files_that_no_machine_can_read(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = make.a_case(status="submitted")
    client.force_login(case.presenter)
    held = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(held, "JPEG")

    added = client.post(
        url("files", case),
        {"title": "The ward", "file": ContentFile(held.getvalue(), "a.jpg"), "client_id": "f1"},
        follow=True,
    )
    client.force_login(make.a_role(case.programme, "coordinator"))
    read = client.get(url("detail", case))

    # Said when it is added, and beside the file.
    assert words(added).count("A machine cannot read pictures or scanned pages.") == 2
    assert words(read).count("A machine cannot read pictures or scanned pages.") == 1
