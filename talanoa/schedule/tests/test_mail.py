"""What is mailed about sessions: to everyone concerned, once."""

from datetime import time, timedelta

import pytest
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from talanoa.kernel import clock
from talanoa.notices.models import Message
from talanoa.programmes import services as programmes
from talanoa.schedule import announcing, services, tasks
from talanoa.schedule.terms import Lead
from talanoa.schedule.tests.conftest import NOW
from talanoa.schedule.tests.jobs import run_jobs
from talanoa.schedule.tests.test_series import SAME
from tests.make import (
    a_cohort,
    a_part,
    a_person,
    a_programme,
    a_role,
    a_series,
    a_session,
    enrolled,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_mailed_before(db):
    Message.objects.all().delete()


def fresh():
    """Forget mail and jobs that making things has left."""
    run_jobs(of="schedule")
    Message.objects.all().delete()


def sent():
    """Who was mailed, in order of keys."""
    return sorted(Message.objects.values_list("person_id", flat=True))


def entries(message):
    return Calendar.from_ical(message.calendar).walk("VEVENT")


def move(session, by=DAY):
    services.move_session(
        by=None, session=session, starts_at=session.starts_at + by, ends_at=session.ends_at + by
    )


def test_who_enrols_gets_one_mail_with_all_sessions_to_come():
    series = a_series(count=3)
    fresh()

    person = enrolled(series.cohort, a_person(time_zone="Africa/Nairobi"))

    (message,) = Message.objects.all()
    assert message.person == person
    assert message.calendar_method == "PUBLISH"
    assert len(entries(message)) == 3
    assert "Tuesday 5 January 2027, 16:00 Nairobi time (EAT)" in message.text
    assert "14:00 Geneva time (CET)" in message.text


@pytest.mark.parametrize(("count", "method"), [(0, ""), (1, "REQUEST"), (2, "PUBLISH")])
def test_the_first_mail_fits_the_number_of_sessions(count, method):
    cohort = a_series(count=count).cohort if count else a_cohort()
    fresh()

    enrolled(cohort)

    assert Message.objects.get().calendar_method == method


def test_who_leaves_gets_the_sessions_taken_out_of_the_calendar():
    series = a_series(count=2)
    person = enrolled(series.cohort)
    fresh()

    programmes.leave(by=person, cohort=series.cohort, person=person)

    (message,) = Message.objects.all()
    assert [event["status"] for event in entries(message)] == ["CANCELLED", "CANCELLED"]


def test_a_moved_session_mails_everyone_concerned_once():
    session = a_session()
    people = [
        enrolled(session.cohort),
        a_role(session.cohort.programme, "expert"),
        a_part(session, "presenter"),
    ]
    everything = enrolled(session.cohort)
    a_role(session.cohort.programme, "facilitator", everything)
    a_part(session, "scribe", everything)
    enrolled(a_cohort(session.cohort.programme))
    fresh()

    move(session)
    run_jobs(of="schedule")

    assert sent() == sorted(person.pk for person in [*people, everything])
    message = Message.objects.filter(person=people[0]).get()
    (event,) = entries(message)
    session.refresh_from_db()
    assert message.calendar_method == "REQUEST"
    assert (event["sequence"], event["dtstart"].dt) == (1, session.starts_at)
    assert "Until now: Tuesday 8 December 2026" in message.text


def test_running_a_job_twice_mails_nobody_twice():
    session = a_session()
    enrolled(session.cohort)
    fresh()
    move(session)
    job = DBTaskResult.objects.filter(task_path="talanoa.schedule.tasks.tell").get()
    args = job.args_kwargs["args"]

    for _again in range(3):
        tasks.tell.call(*args)

    assert len(sent()) == 1


def test_two_changes_are_two_mails():
    session = a_session()
    enrolled(session.cohort)
    fresh()

    move(session)
    session.refresh_from_db()
    move(session)
    run_jobs(of="schedule")

    assert len(sent()) == 2


def test_a_change_of_a_series_is_one_mail_a_person_with_every_entry():
    series = a_series(count=12)
    people = [enrolled(series.cohort) for _number in range(3)]
    fresh()

    services.change_series(by=None, series=series, **(SAME | {"local_time": time(9)}))
    run_jobs(of="schedule")

    assert sent() == [person.pk for person in people]
    message = Message.objects.first()
    assert message.calendar_method == "PUBLISH"
    assert {event["sequence"] for event in entries(message)} == {1}
    assert len(entries(message)) == 12
    assert message.text.count("Until now:") == 12


def test_the_end_of_a_series_is_one_mail_a_person():
    series = a_series(count=3)
    enrolled(series.cohort)
    fresh()

    services.end_series(by=None, series=series, reason="No money.")
    run_jobs(of="schedule")

    (message,) = Message.objects.all()
    assert [event["status"] for event in entries(message)] == ["CANCELLED"] * 3
    assert message.text.count("No money.") == 3


def test_a_cancelled_session_is_taken_out_of_calendars():
    session = a_session()
    enrolled(session.cohort)
    fresh()

    services.cancel_session(by=None, session=session, reason="Storm.")
    run_jobs(of="schedule")

    (message,) = Message.objects.all()
    assert message.calendar_method == "CANCEL"
    assert message.subject == "Cancelled: Morphine for all who need it"
    assert "Storm." in message.text


@pytest.mark.parametrize(("tells", "mails"), [(True, 1), (False, 0)])
def test_a_new_title_is_mailed_when_the_coordinator_wants(tells, mails):
    session = a_session()
    enrolled(session.cohort)
    fresh()

    services.change_session(by=None, session=session, title="New", summary="", tells=tells)
    run_jobs(of="schedule")

    assert len(sent()) == mails


def test_changes_in_a_draft_programme_are_mailed_to_nobody():
    session = a_session(a_programme(is_published=False))
    a_role(session.cohort.programme, "expert")
    fresh()

    move(session)
    run_jobs(of="schedule")

    assert sent() == []


def test_a_large_cohort_is_mailed_in_batches_each_person_once(monkeypatch):
    monkeypatch.setattr(announcing, "MAIL_BATCH", 3)
    session = a_session()
    people = [enrolled(session.cohort) for _number in range(7)]
    fresh()

    move(session)
    ran = run_jobs(of="schedule")

    assert ran == ["tell", "tell", "tell"]
    assert sent() == [person.pk for person in people]


def test_titles_cannot_add_headers_or_lines_to_a_calendar():
    session = a_session(title="A\tB; C, D <script>alert(1)</script>")
    enrolled(session.cohort)
    fresh()

    move(session)
    run_jobs(of="schedule")

    (message,) = Message.objects.all()
    assert message.subject == "New time: A B; C, D <script>alert(1)</script>"
    assert entries(message)[0]["summary"] == session.title


# --- Reminders ---------------------------------------------------------------------------------


def remind_at(moment):
    with clock.standing_at(moment):
        begun = tasks.remind.call()
        run_jobs(of="schedule")
    return begun


@pytest.mark.parametrize(
    ("before", "begun"),
    [
        (DAY + timedelta(minutes=1), 0),
        (DAY, 1),
        (timedelta(hours=3), 1),
        (timedelta(hours=2), 0),
        (timedelta(minutes=61), 0),
        (HOUR, 1),
        (timedelta(minutes=1), 1),
        (timedelta(0), 0),
    ],
)
def test_when_a_reminder_goes_out(before, begun):
    session = a_session()
    enrolled(session.cohort)
    fresh()

    assert remind_at(session.starts_at - before) == begun
    assert len(sent()) == begun


def test_each_reminder_goes_out_once_however_often_the_timetable_comes_round():
    session = a_session()
    person = enrolled(session.cohort)
    fresh()

    for minutes in (0, 2, 4, 60):
        remind_at(session.starts_at - DAY + timedelta(minutes=minutes))
    for minutes in (0, 2, 59):
        remind_at(session.starts_at - HOUR + timedelta(minutes=minutes))

    assert sent() == [person.pk, person.pk]
    assert sorted(Message.objects.values_list("key", flat=True)) == [
        f"schedule.reminder:{session.pk}:0:1440:{person.pk}",
        f"schedule.reminder:{session.pk}:0:60:{person.pk}",
    ]


def test_a_moved_session_reminds_of_its_new_time():
    session = a_session()
    enrolled(session.cohort)
    remind_at(session.starts_at - DAY)
    with clock.standing_at(session.starts_at - timedelta(hours=20)):
        move(session, by=timedelta(days=5))
    fresh()
    session.refresh_from_db()

    assert remind_at(session.starts_at - DAY) == 1
    assert "Sunday 13 December 2026" in Message.objects.get().text


def test_a_new_title_reminds_nobody_twice():
    session = a_session()
    enrolled(session.cohort)
    remind_at(session.starts_at - DAY)
    fresh()

    with clock.standing_at(session.starts_at - timedelta(hours=20)):
        services.change_session(by=None, session=session, title="New", summary="", tells=False)

    assert remind_at(session.starts_at - timedelta(hours=19)) == 0


def test_who_enrols_after_the_moment_was_told_already():
    session = a_session()
    early = enrolled(session.cohort)
    with clock.standing_at(session.starts_at - timedelta(hours=23)):
        enrolled(session.cohort)
    fresh()

    remind_at(session.starts_at - timedelta(hours=22))

    assert sent() == [early.pk]


@pytest.mark.parametrize("what", ["cancelled", "closed", "draft"])
def test_nobody_is_reminded_of_what_does_not_take_place(what):
    session = a_session(a_programme(is_published=what != "draft"))
    enrolled_person = a_role(session.cohort.programme, "expert")
    fresh()
    if what == "cancelled":
        services.cancel_session(by=None, session=session, reason="Storm.")
        fresh()
    if what == "closed":
        type(session).objects.filter(pk=session.pk).update(opened_at=NOW, closed_at=NOW)

    assert remind_at(session.starts_at - HOUR) == 0
    assert enrolled_person.pk not in sent()


def test_a_reminder_whose_session_moved_before_its_job_ran_is_dropped():
    session = a_session()
    enrolled(session.cohort)
    fresh()
    with clock.standing_at(session.starts_at - DAY):
        tasks.remind.call()
        move(session, by=timedelta(days=2))
        tasks.remind_batch.call(session.pk, 0, Lead.DAY)

    assert Message.objects.filter(key__startswith="schedule.reminder").count() == 0


# --- Parts -------------------------------------------------------------------------------------


def test_who_is_asked_to_take_part_can_answer_from_the_mail_without_signing_in(client):
    session = a_session()
    coordinator = a_role(session.cohort.programme, "coordinator")
    fresh()

    part = services.ask_to_take_part(
        by=coordinator, session=session, address="Ama@Example.org", name="Dr Ama", role="presenter"
    )

    (message,) = Message.objects.all()
    assert (message.address, message.holds_secret) == ("ama@example.org", True)
    link = next(word for word in message.text.split() if "/parts/" in word)
    path = link.removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200
    part.refresh_from_db()
    assert part.confirmed_at is None

    client.post(path, {"answer": "yes"})
    part.refresh_from_db()
    assert part.confirmed_at == NOW


def test_coordinators_hear_of_a_refusal_once():
    session = a_session()
    coordinator = a_role(session.cohort.programme, "coordinator")
    a_part(session, "presenter")
    fresh()
    part = session.roles.get()

    assert services.decline_session_role(part=part) is True
    assert services.decline_session_role(part=part) is False

    assert sent() == [coordinator.pk]
