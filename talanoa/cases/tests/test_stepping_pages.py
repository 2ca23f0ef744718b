"""The steps of a case by plain forms: moved, refused with nothing lost, taken out of turn."""

import pytest
from django.urls import reverse

from talanoa.cases import acts, scene
from talanoa.live.services import floor
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db

TOO_EARLY = (
    "The case is at the step “Clarifying questions”. This belongs to the step "
    "“Recommendations of participants”, which comes next."
)


def words(page):
    return " ".join(page.content.decode().split())


def url(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


@pytest.fixture
def case():
    """The case of a session that runs."""
    case = make.a_case(status="scheduled")
    schedule.open_session(by=None, session=case.session)
    case.session.refresh_from_db()
    return case


def history(case):
    return list(case.steps.values_list("step", flat=True))


@pytest.mark.parametrize(
    ("sent", "stands_at"),
    [({"step": "questions"}, "questions"), ({"step": ""}, "presentation"), ({}, "presentation")],
)
def test_a_facilitator_moves_the_case_and_is_back_in_the_room(client, case, sent, stands_at):
    client.force_login(make.a_role(case.programme, "facilitator"))

    page = client.post(url("step", case) + "?in=room", sent | {"client_id": "s1"})

    assert page.headers["Location"] == f"/sessions/{case.session_id}/room/#panel-case"
    assert history(case) == [stands_at]


def test_a_form_sent_twice_moves_the_case_once(client, case):
    client.force_login(make.a_role(case.programme, "facilitator"))

    for _ in range(2):
        client.post(url("step", case), {"client_id": "s1"})

    assert history(case) == ["presentation"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("coordinator", 302),
        ("scribe", 403),
        ("enrolled", 403),
        ("other", 404),
    ],
)
def test_who_may_move_it_by_the_page(client, case, who, status):
    person = {
        "facilitator": lambda: make.a_role(case.programme, "facilitator"),
        "coordinator": lambda: make.a_role(case.programme, "coordinator"),
        "scribe": lambda: make.a_part(case.session, "scribe"),
        "enrolled": lambda: make.enrolled(case.programme),
        "other": make.a_person,
    }[who]()
    client.force_login(person)

    page = client.post(url("step", case), {"step": "questions", "client_id": "s1"})

    assert (page.status_code, history(case)) == (status, ["questions"] if status == 302 else [])


def test_whoever_is_not_signed_in_is_asked_to(client, case):
    page = client.post(url("step", case), {"step": "questions"})

    assert page.headers["Location"].startswith(reverse("account_login"))


def test_looking_moves_nothing(client, case):
    client.force_login(make.a_role(case.programme, "facilitator"))

    assert client.get(url("step", case)).status_code == 405


@pytest.mark.parametrize("sent", [{"step": "invented"}, {"client_id": "\x00"}])
def test_a_damaged_form_moves_nothing(client, case, sent):
    client.force_login(make.a_role(case.programme, "facilitator"))

    page = client.post(url("step", case), {"client_id": "s1"} | sent, follow=True)

    assert history(case) == []
    assert "There is no such step." in words(page)


def test_what_comes_too_early_is_refused_and_stays_on_the_page(client, case):
    make.at_step(case, "questions")
    client.force_login(make.a_part(case.session, "scribe"))

    page = client.post(url("recommend", case), {"text": "Train nurses.", "client_id": "r1"})

    assert (page.status_code, case.recommendations.count()) == (422, 0)
    assert TOO_EARLY in words(page)
    assert "Train nurses.</textarea>" in words(page)


def test_a_host_takes_it_out_of_turn_on_the_page(client, case):
    make.at_step(case, "questions")
    host = make.a_role(case.programme, "facilitator", make.a_person("Josefa Vunipola"))
    client.force_login(host)

    client.post(
        url("recommend", case), {"text": "Train nurses.", "client_id": "r1", "out_of_turn": "on"}
    )

    assert case.recommendations.get().allowed_by == host
    assert "Out of turn, allowed by Josefa Vunipola" in words(client.get(url("detail", case)))


def test_a_scribe_who_adds_the_box_to_the_form_is_refused(client, case):
    make.at_step(case, "questions")
    client.force_login(make.a_part(case.session, "scribe"))

    page = client.post(
        url("recommend", case), {"text": "Train nurses.", "client_id": "r1", "out_of_turn": "on"}
    )

    assert (page.status_code, case.recommendations.count()) == (422, 0)
    assert TOO_EARLY in words(page)


@pytest.mark.parametrize(
    ("who", "box", "buttons"),
    [("facilitator", True, True), ("scribe", False, True), ("enrolled", False, True)],
)
def test_only_hosts_find_the_box_and_the_form_of_the_steps(client, case, who, box, buttons):
    person = {
        "facilitator": lambda: make.a_role(case.programme, "facilitator"),
        "scribe": lambda: make.a_part(case.session, "scribe"),
        "enrolled": lambda: make.enrolled(case.programme),
    }[who]()
    client.force_login(person)

    page = words(client.get(reverse("live:room", args=[case.session_id])))

    # The buttons come to everyone with the fragment; style shows them to hosts only.
    assert ('name="out_of_turn"' in page, 'form="act-case-step"' in page) == (box, buttons)
    assert ('id="act-case-step"' in page) is box


def test_the_page_of_the_case_says_where_it_stands_while_the_session_runs(client, case):
    make.at_step(case, "questions")
    client.force_login(make.enrolled(case.programme))
    sentence = "Now: Clarifying questions. Clarifying questions only. Recommendations come next."

    during = words(client.get(url("detail", case)))
    make.closed(case.session)
    after = words(client.get(url("detail", case)))

    assert (sentence in during, sentence in after) == (True, False)


def test_the_steps_are_said_in_french(client, case):
    person = make.enrolled(case.programme)
    Person.objects.update(language="fr")
    client.cookies["talanoa_language"] = "fr"
    client.force_login(person)
    make.at_step(case, "questions")

    page = words(client.get(reverse("live:room", args=[case.session_id])))

    assert "Uniquement des questions d’éclaircissement." in page
    assert "Reformulation par l’animation" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_as_many_queries_for_three_steps_as_for_one(
    case, django_assert_num_queries, count
):
    for step in ("restating", "questions", "participants")[:count]:
        make.at_step(case, step)

    with django_assert_num_queries(6):
        shown = scene.in_hand(case.session)

    assert [row["state"] for row in shown["steps"]].count("current") == 1


def test_the_record_says_how_the_case_was_held(client, case):
    host = make.a_role(case.programme, "facilitator", make.a_person("Josefa Vunipola"))
    for step in ("restating", "questions"):
        make.at_step(case, step, by=host)
    client.force_login(host)
    client.post(
        url("recommend", case), {"text": "Train nurses.", "client_id": "r1", "out_of_turn": "on"}
    )
    floor.close_session(by=host, session=case.session)
    case.session.refresh_from_db()

    page = words(client.get(reverse("live:record", args=[case.session_id])))
    (shown,) = acts.in_record(case.session, host)["cases"]

    assert [step.step for step in shown["ran"]] == ["restating", "questions"]
    assert "How the case was held" in page
    assert "Out of turn, allowed by Josefa Vunipola" in page
    assert acts.in_record(case.session, None) is None


def test_the_record_of_a_case_without_steps_has_no_table_of_them(client, case):
    make.closed(case.session)
    client.force_login(case.presenter)

    page = words(client.get(reverse("live:record", args=[case.session_id])))

    assert (f"Case: {case}" in page.replace("&#x27;", "'"), "How the case was held" in page) == (
        True,
        False,
    )
