"""Asking, reserve, embargo, how a case is shown, and what a team agrees to."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from talanoa.cases import access, queries, services
from talanoa.cases.forms import ShowingForm
from talanoa.cases.models import Case, ReviewQuestion
from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.people.queries import today_in
from talanoa.schedule.models import LiveSession
from tests import make

pytestmark = pytest.mark.django_db


def coordinator_of(case):
    return make.a_role(case.programme, "coordinator")


def subjects(person):
    return list(
        Message.objects.filter(person=person).order_by("pk").values_list("subject", flat=True)
    )


def test_a_question_does_not_return_the_case_and_is_mailed_both_ways():
    case = make.a_case(status="submitted")
    by = coordinator_of(case)

    for _again in range(2):
        question = services.ask_team(by=by, case=case, text=" Since when? ", client_id="q1")
    services.answer_for_team(by=case.presenter, question=question, text="Since 2024.")

    case.refresh_from_db()
    kept = ReviewQuestion.objects.get()
    assert (case.status, kept.text, kept.answer) == ("submitted", "Since when?", "Since 2024.")
    assert subjects(case.presenter)[1:] == [f"A question on your case: {case.title}"]
    assert f"The team has answered: {case.title}" in subjects(by)


@pytest.mark.parametrize("status", ["draft", "returned", "discussed", "withdrawn"])
def test_only_a_case_under_review_is_asked_about(status):
    case = make.a_case(status=status)

    with pytest.raises(Refused):
        services.ask_team(by=coordinator_of(case), case=case, text="Since when?")


def test_a_team_answers_on_the_page_and_nothing_typed_is_lost(client):
    case = make.a_case(status="submitted")
    question = services.ask_team(by=coordinator_of(case), case=case, text="Since when?")
    address = reverse("cases:answer-team", args=[case.pk, question.pk])
    client.force_login(case.presenter)

    long = client.post(address, {"text": "a" * 4001})
    sent = client.post(address, {"text": "Since 2024."})
    client.force_login(make.a_role(case.programme, "scribe"))

    assert (long.status_code, sent.status_code) == (422, 302)
    assert "a" * 4001 in long.content.decode()
    assert client.post(address, {"text": "Mine"}).status_code == 404


def test_reserve_cases_stand_in_order_and_one_that_gets_a_session_leaves_it():
    programme = make.a_programme()
    first, second, third = (make.a_case(programme, status="accepted") for _ in range(3))
    by = coordinator_of(first)
    for case in (first, second, third, first):
        services.reserve(by=by, case=case)

    services.move_up(by=by, case=third)
    services.schedule(by=by, case=first, item=make.a_place(programme))
    services.unreserve(by=by, case=second)

    assert list(queries.in_reserve(programme)) == [third]
    with pytest.raises(Refused):
        services.reserve(by=by, case=make.a_case(programme, status="submitted"))


def test_a_case_without_a_place_leaves_none_free():
    case = make.a_case(status="accepted")
    by = coordinator_of(case)

    services.take_back(by=case.presenter, case=case, to="present")

    assert [subject for subject in subjects(by) if subject.startswith("A case fell out")] == []


@pytest.mark.parametrize("way", ["withdrawn", "consent"])
def test_when_a_scheduled_case_falls_out_coordinators_learn_who_steps_in(way):
    programme = make.a_programme()
    case = make.a_case(programme, status="scheduled")
    by = coordinator_of(case)
    spare = make.a_case(programme, status="accepted", title="The spare one")
    services.reserve(by=by, case=spare)

    if way == "withdrawn":
        services.withdraw(by=case.presenter, case=case, reason="We solved it.")
    else:
        services.take_back(by=case.presenter, case=case, to="present")

    (mail,) = Message.objects.filter(
        person=by, subject=f"A case fell out of its session: {programme.name}"
    )
    assert "The spare one" in mail.text


def test_an_embargo_moves_with_the_session_and_ends_when_it_opens():
    programme = make.a_programme()
    item = make.a_place(programme, starts_in=timedelta(hours=30))
    case = make.a_case(programme, status="scheduled", item=item)
    case = Case.objects.select_related("session").get(pk=case.pk)
    reader = make.enrolled(case.session.cohort)
    services.set_embargo(by=coordinator_of(case), case=case, hours=6)

    def seen():
        return case in access.cases_visible_to(reader)

    assert seen() is False
    with clock.standing_at(case.session.starts_at - timedelta(hours=5)):
        assert seen() is True
    with clock.standing_at(case.session.starts_at - timedelta(hours=7)):
        assert seen() is False
        LiveSession.objects.update(opened_at=clock.now())
        assert seen() is True
    with pytest.raises(ValidationError):
        services.set_embargo(by=coordinator_of(case), case=case, hours=5)


def test_a_day_that_is_past_is_no_last_day():
    case = make.a_case()
    shown = {"by": case.presenter, "case": case, "mode": "open", "shows_country": True}
    today = today_in(case.programme.hub.time_zone)

    with pytest.raises(ValidationError):
        services.show_as(**shown, expires_on=today - timedelta(days=1))
    with pytest.raises(ValidationError):
        services.show_as(**shown, expires_on=date(9999, 12, 31))
    services.show_as(**shown, expires_on=today)

    assert Case.objects.get().has_expired is False


def test_the_country_stands_where_the_team_wants_it_to():
    case = make.a_case(status="scheduled")
    reader = make.enrolled(case.programme)
    services.show_as(
        by=case.presenter, case=case, mode="name-withheld", shows_country=True, expires_on=None
    )

    read = access.get_case(reader, case.pk)

    assert (read.hides_names, read.shown_country) == (True, case.country)
    assert list(access.with_country(reader)) == [case]
    assert list(access.cases_named_to(reader)) == []


@pytest.mark.parametrize(
    ("mode", "is_ticked"), [("open", False), ("name-withheld", True), ("chatham-house", False)]
)
def test_who_withholds_the_name_is_asked_before_the_country_is_told(mode, is_ticked):
    case = make.a_case()
    services.show_as(by=case.presenter, case=case, mode=mode, shows_country=True, expires_on=None)

    assert ShowingForm(case=Case.objects.get()).initial["shows_country"] is is_ticked


def test_consent_is_a_record_that_grows_and_says_what_it_changes():
    case = make.a_case(status="scheduled")
    by, presenter = coordinator_of(case), case.presenter
    place = make.a_place(case.programme, starts_in=timedelta(days=3))

    assert queries.agreed_to(case) == {"present", "record"}
    services.take_back(by=presenter, case=case, to="present")
    case.refresh_from_db()
    assert (case.status, case.session) == ("accepted", None)
    with pytest.raises(Refused, match="taken back its consent"):
        services.schedule(by=by, case=case, item=place)
    services.agree(by=presenter, case=case, to="present")
    services.agree(by=presenter, case=case, to="present")
    services.schedule(by=by, case=case, item=place)

    rows = [(row.to, row.withdrawn_at is None) for row in queries.consents_of(case)]
    assert rows == [("present", False), ("record", True), ("present", True)]
    with pytest.raises(Refused):
        services.agree(by=by, case=case, to="library")


def test_without_consent_to_the_record_a_case_leaves_it_and_joins_no_library():
    case = make.a_case(status="discussed")
    reader = make.enrolled(case.programme)

    assert list(access.cases_in_record(reader)) == [case]
    assert list(access.cases_in_library(reader)) == []
    services.take_back(by=case.presenter, case=case, to="record")
    services.agree(by=case.presenter, case=case, to="library")

    assert list(access.cases_in_record(reader)) == []
    assert list(access.cases_open_to_all(case.session)) == []
    assert list(access.cases_in_library(reader)) == [case]


def test_the_small_forms_of_the_review_do_what_they_say(client):
    case = make.a_case(status="accepted")
    client.force_login(coordinator_of(case))

    client.post(reverse("cases:ask-team", args=[case.pk]), {"text": "Since when?"})
    client.post(reverse("cases:embargo", args=[case.pk]), {"embargo": "24"})
    client.post(reverse("cases:reserve", args=[case.pk]), {"then": "in"})
    client.post(
        reverse("cases:showing", args=[case.pk]), {"mode": "chatham-house", "expires_on": ""}
    )
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()

    case.refresh_from_db()
    assert (case.embargo, case.reserve_rank, case.mode) == (24, 1, "chatham-house")
    assert ("Since when?" in page, "Not answered yet" in page) == (True, True)
    client.force_login(case.presenter)
    client.post(reverse("cases:agree", args=[case.pk]), {"to": "library"})
    client.post(reverse("cases:agree", args=[case.pk]), {"to": "record", "back": ""})
    assert queries.agreed_to(case) == {"present", "library"}


def test_owners_and_speakers_are_named_only_to_who_may_know(client):
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    coordinator = coordinator_of(case)
    owner = make.enrolled(case.programme, make.a_person("Owen Owner"))
    services.assign(by=coordinator, recommendation=given, owner=owner, due_on=None)
    services.show_as(
        by=case.presenter, case=case, mode="chatham-house", shows_country=True, expires_on=None
    )

    named = {}
    readers = {"coordinator": coordinator, "reader": make.enrolled(case.programme)}
    for role, person in readers.items():
        client.force_login(person)
        pages = [
            client.get(reverse("cases:recommendations", args=[case.programme.slug])),
            client.get(reverse("cases:recommendation", args=[given.pk])),
        ]
        named[role] = ["Owen Owner" in page.content.decode() for page in pages]
    assert named == {"coordinator": [True, True], "reader": [False, False]}
