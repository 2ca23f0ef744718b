"""A case from the first draft to the day it was discussed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from talanoa.cases import queries, services, tasks
from talanoa.cases.models import Case
from talanoa.cases.refusals import Outdated
from talanoa.cases.terms import CaseStatus
from talanoa.kernel.refusals import Refused
from talanoa.notices.models import Message
from talanoa.schedule import services as schedule
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db

COMPLETE = {
    "title": "A title",
    "situation": "Here.",
    "tried": "That.",
    "obstacle": "This.",
    "question": "How?",
}


def text(case, **changes):
    stands = {name: getattr(case, name) for name in [*COMPLETE, "team", "country"]}
    return services.CaseText(**(stands | changes))


def mailed():
    return set(Message.objects.values_list("person_id", "subject"))


def test_a_draft_needs_a_title_and_a_country_and_nothing_else():
    programme = make.a_programme()
    writer = make.enrolled(programme)

    with pytest.raises(ValidationError) as found:
        services.begin(by=writer, programme=programme, text=services.CaseText(title="  "))
    case = services.begin(
        by=writer,
        programme=programme,
        text=services.CaseText(title=" Outer islands ", country=make.a_country()),
    )

    assert set(found.value.message_dict) == {"title", "country"}
    assert (case.title, case.status, case.kind) == ("Outer islands", CaseStatus.DRAFT, "country")


@pytest.mark.parametrize("kind", ["project", "clinical"])
def test_a_project_or_clinical_case_needs_no_country(kind):
    programme = make.a_programme(case_kind=kind)
    writer = make.enrolled(programme)

    case = services.begin(by=writer, programme=programme, text=services.CaseText(title="Pain"))

    assert (case.kind, case.country) == (kind, None)


def test_the_same_form_sent_twice_begins_one_case():
    programme = make.a_programme()
    writer = make.enrolled(programme)
    asked = services.CaseText(title="Pain", country=make.a_country())

    first = services.begin(by=writer, programme=programme, text=asked, client_id="a1")
    second = services.begin(by=writer, programme=programme, text=asked, client_id="a1")

    assert (first, Case.objects.count()) == (second, 1)


def test_a_team_gives_its_country_and_must_be_ones_own():
    programme = make.a_programme()
    team = make.a_team(programme, country=make.a_country("FJ", name="Fiji"))
    case = make.a_case(programme, team=team)
    stranger = make.enrolled(programme)

    with pytest.raises(ValidationError) as found:
        services.begin(
            by=stranger, programme=programme, text=services.CaseText(title="Pain", team=team)
        )

    assert case.country.iso2 == "FJ"
    assert found.value.message_dict == {"team": ["Choose a team you belong to."]}


def test_two_members_who_save_at_the_same_time_lose_nothing():
    programme = make.a_programme()
    team = make.a_team(programme)
    colleague = make.a_person(name="Sione Vea")
    make.programmes.add_to_team(by=None, team=team, person=colleague)
    case = make.a_case(programme, team=team)

    services.save(by=colleague, case=case, revision=1, text=text(case, tried="Theirs."))
    with pytest.raises(Outdated) as found:
        services.save(by=case.presenter, case=case, revision=1, text=text(case, tried="Mine."))

    assert found.value.case.tried == "Theirs."
    assert str(found.value).startswith("Sione Vea saved this case while you were writing.")
    again = services.save(
        by=case.presenter, case=case, revision=found.value.case.revision, text=text(case)
    )
    assert again.revision == 3


@pytest.mark.parametrize("missing", ["situation", "tried", "obstacle", "question"])
def test_a_case_is_submitted_whole(missing):
    case = make.a_case(**{missing: ""})

    with pytest.raises(ValidationError) as found:
        services.submit(by=case.presenter, case=case)

    assert list(found.value.message_dict) == [missing]
    assert Case.objects.get().submitted_at is None


def test_a_submitted_case_stays_whole_when_it_is_changed():
    case = make.a_case(status="submitted")

    with pytest.raises(ValidationError):
        services.save(by=case.presenter, case=case, revision=1, text=text(case, question=" "))

    assert Case.objects.get().question == case.question


def test_coordinators_are_mailed_once_when_a_case_is_submitted():
    programme = make.a_programme()
    first, second = (make.a_role(programme, "coordinator") for _ in range(2))
    case = make.a_case(programme)
    Message.objects.all().delete()

    services.submit(by=case.presenter, case=case)

    subject = f"A case waits for your review: {case.title}"
    assert mailed() == {(first.pk, subject), (second.pk, subject)}


def test_without_a_coordinator_the_hubs_administrators_are_mailed():
    administrator = make.a_person()
    programme = make.a_programme(hub=make.a_hub(administrator=administrator))
    case = make.a_case(programme)
    Message.objects.all().delete()

    services.submit(by=case.presenter, case=case)

    assert {person for person, _subject in mailed()} == {administrator.pk}


def test_a_returned_case_comes_back_with_its_reason_and_can_be_submitted_again():
    programme = make.a_programme()
    team, colleague = make.a_team(programme), make.a_person()
    make.programmes.add_to_team(by=None, team=team, person=colleague)
    case = make.a_case(programme, status="submitted", team=team)
    Message.objects.all().delete()

    coordinator = make.a_role(programme, "coordinator")
    case = services.return_to_team(by=coordinator, case=case, reason=" Give figures. ")

    assert (case.status, case.return_reason) == (CaseStatus.RETURNED, "Give figures.")
    assert {person for person, _subject in mailed()} == {case.presenter_id, colleague.pk}
    assert "Give figures." in Message.objects.first().text
    assert services.submit(by=colleague, case=case).status == CaseStatus.SUBMITTED


def test_a_case_changed_since_it_was_read_is_not_accepted_unread():
    case = make.a_case(status="submitted")
    coordinator = make.a_role(case.programme, "coordinator")
    services.save(by=case.presenter, case=case, revision=1, text=text(case, tried="More."))

    with pytest.raises(Refused, match="The team has changed the case"):
        services.accept(by=coordinator, case=case, revision=1)

    assert services.accept(by=coordinator, case=case, revision=2).status == CaseStatus.ACCEPTED


def test_a_case_takes_a_free_place_in_a_session_to_come():
    case = make.a_case(status="accepted")
    coordinator = make.a_role(case.programme, "coordinator")
    place = make.a_place(case.programme)
    Message.objects.all().delete()
    assert list(queries.open_slots(case.programme)) == [place]

    case = services.schedule(by=coordinator, case=case, item=place)
    services.schedule(by=coordinator, case=case, item=place)

    assert (case.status, case.session_id) == (CaseStatus.SCHEDULED, place.session_id)
    assert list(queries.open_slots(case.programme)) == []
    assert [person for person, _subject in mailed()] == [case.presenter_id]


def a_place_of_another_programme(_programme):
    return make.a_place(make.a_programme())


def a_place_that_is_taken(programme):
    return make.a_case(programme, status="scheduled").agenda_item


def a_talk(programme):
    session = make.a_session(programme)
    line = schedule.ItemOfAgenda(kind="didactic", title="A talk", minutes=20)
    return schedule.set_agenda(by=None, session=session, items=[line])[0]


def a_place_in_a_cancelled_session(programme):
    place = make.a_place(programme)
    schedule.cancel_session(by=None, session=place.session, reason="Storm.")
    return place


def a_place_in_a_session_under_way(programme):
    place = make.a_place(programme, starts_in=timedelta(minutes=5))
    schedule.open_session(by=None, session=place.session)
    return place


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (a_place_of_another_programme, "That session belongs to another programme."),
        (a_place_that_is_taken, "Another case has that place already."),
        (a_talk, "That part of the agenda is not for a case."),
        (a_place_in_a_cancelled_session, "That session is cancelled."),
        (a_place_in_a_session_under_way, "That session has begun already."),
    ],
)
def test_a_place_that_cannot_be_had(place, reason):
    case = make.a_case(status="accepted")
    coordinator = make.a_role(case.programme, "coordinator")

    with pytest.raises(Refused) as refused:
        services.schedule(by=coordinator, case=case, item=place(case.programme))

    assert str(refused.value) == reason


def test_a_case_waits_again_when_its_session_is_cancelled():
    case = make.a_case(status="scheduled")
    schedule.cancel_session(by=None, session=case.session, reason="Storm.")

    freed = [tasks.free_cases_of.call(case.session_id) for _ in range(2)]

    case.refresh_from_db()
    assert (freed, case.status, case.agenda_item) == ([1, 0], CaseStatus.ACCEPTED, None)


@pytest.mark.parametrize("called_off", ["ended", "shortened"])
def test_a_case_waits_again_when_its_series_calls_its_session_off(called_off):
    series = make.a_series(count=3)
    *_earlier, last = series.live_sessions.order_by("starts_at")
    place = make.a_place(last)
    case = make.a_case(series.cohort.programme, status="scheduled", item=place)

    if called_off == "ended":
        schedule.end_series(by=None, series=series)
    else:
        rule = ("title", "week", "weekday", "local_time", "time_zone", "minutes")
        kept = {name: getattr(series, name) for name in rule}
        schedule.change_series(by=None, series=series, count=2, **kept)
    run_jobs(of="cases")

    case.refresh_from_db()
    assert (case.status, case.session) == (CaseStatus.ACCEPTED, None)


def test_a_case_waits_again_when_its_place_is_taken_out_of_the_agenda():
    case = make.a_case(status="scheduled")
    schedule.set_agenda(by=None, session=case.session, items=[])

    tasks.free_cases_of.call(case.session_id)

    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED


def test_a_case_counts_as_discussed_when_its_session_closes():
    case = make.a_case(status="scheduled")
    session = make.closed(case.session)

    counted = [tasks.discuss_cases_of.call(session.pk) for _ in range(2)]

    case.refresh_from_db()
    assert (counted, case.discussed_at) == ([1, 0], session.closed_at)


def test_a_case_there_was_no_time_for_waits_again():
    case = make.a_case(status="discussed")
    coordinator = make.a_role(case.programme, "coordinator")

    assert services.put_back(by=coordinator, case=case).status == CaseStatus.ACCEPTED


def test_a_withdrawn_case_leaves_a_stub_without_its_words():
    case = make.a_case(status="scheduled")

    case = services.withdraw(by=case.presenter, case=case, reason="A name was in it.")

    case.refresh_from_db()
    words = [case.title, case.situation, case.tried, case.obstacle, case.question]
    assert words == ["", "", "", "", ""]
    assert (case.status, case.agenda_item) == (CaseStatus.WITHDRAWN, None)
    assert case.withdrawal_reason == "A name was in it."


def test_the_database_keeps_no_country_case_without_a_country():
    case = make.a_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(country=None)


@pytest.mark.parametrize("status", list(CaseStatus))
def test_the_condition_for_each_status_agrees_with_the_property(status):
    case = make.a_case(status=status)

    fits = [each for each in CaseStatus if queries.with_status(Case.objects.all(), each).exists()]

    assert fits == [case.status] == [status]
