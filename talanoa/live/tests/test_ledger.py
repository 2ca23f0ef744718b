"""Attendance of a session: provisional at its end, final five minutes later, then corrected."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live import tasks
from talanoa.live.models import Attendance, Outage, Presence, Room
from talanoa.live.services import attendance
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession
from tests.make import a_person, a_role, a_session, enrolled

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 3, 5, 14, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=1)


@pytest.fixture
def now(monkeypatch):
    """Moves the clock: ``now(minutes after the end)``."""

    def move(minutes: float) -> None:
        moment = CLOSED + timedelta(minutes=minutes)
        monkeypatch.setattr("talanoa.kernel.clock.now", lambda: moment)

    return move


def held_session() -> LiveSession:
    session = a_session(starts_at=OPENED)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=OPENED, closed_at=CLOSED)
    session.refresh_from_db()
    return session


def was_there(session, person, began: float, ended: float, *, in_order: bool = True) -> None:
    last = OPENED + timedelta(minutes=ended)
    Presence.objects.create(
        session=session,
        person=person,
        connection=uuid.uuid4(),
        began_at=OPENED + timedelta(minutes=began),
        last_sign_at=last,
        ended_at=last if in_order else None,
    )


def current(session) -> dict[int, tuple[float, bool]]:
    rows = Attendance.objects.filter(session=session, is_current=True)
    return {
        row.person_id: (row.attended.total_seconds() / 60, row.final_at is not None) for row in rows
    }


def test_provisional_at_the_end_and_final_five_minutes_later(now):
    session = held_session()
    person = enrolled(session.cohort)
    was_there(session, person, 0, 40)

    now(0.1)
    attendance.compute(session=session)
    provisional = current(session)
    was_there(session, person, 50, 60)  # written late
    now(5)
    attendance.compute(session=session)

    assert provisional == {person.pk: (40, False)}
    assert current(session) == {person.pk: (50, True)}
    assert Event.objects.filter(kind="live.attendance_final").count() == 1


def test_the_intervals_are_kept(now):
    session = held_session()
    person = enrolled(session.cohort)
    was_there(session, person, 30, 40)
    was_there(session, person, -10, 10)

    now(5)
    attendance.compute(session=session)

    assert Attendance.objects.get(session=session).intervals == [
        ["2026-03-05T14:00:00+00:00", "2026-03-05T14:10:00+00:00"],
        ["2026-03-05T14:30:00+00:00", "2026-03-05T14:40:00+00:00"],
    ]


def test_once_final_it_is_not_computed_again(now):
    session = held_session()
    now(5)

    assert attendance.compute(session=session)
    was_there(session, enrolled(session.cohort), 0, 60)
    now(6)

    assert not attendance.compute(session=session)
    assert current(session) == {}
    assert Event.objects.filter(kind="live.attendance_final").count() == 1


def test_a_session_that_goes_on_has_none():
    session = a_session(starts_at=OPENED)

    assert not attendance.compute(session=session)


def test_whoever_only_sat_in_the_lobby_did_not_attend(now):
    session = held_session()
    was_there(session, enrolled(session.cohort), -20, -5)

    now(5)
    attendance.compute(session=session)

    assert current(session) == {}


def test_our_restart_costs_nothing_and_a_night_away_is_no_restart(now):
    short, long = held_session(), held_session()
    person = enrolled(short.cohort)
    enrolled(long.cohort, person)
    for session in (short, long):
        was_there(session, person, 0, 20, in_order=False)
    was_there(short, person, 24, 60)
    was_there(long, person, 44, 60)
    at = OPENED + timedelta(minutes=20)

    now(5)
    Outage.objects.create(began_at=at, ended_at=at + timedelta(minutes=1))
    attendance.compute(session=short)
    Outage.objects.all().delete()
    Outage.objects.create(began_at=at, ended_at=at + timedelta(minutes=20))
    attendance.compute(session=long)

    assert (current(short), current(long)) == ({person.pk: (60, True)}, {person.pk: (36, True)})


def test_what_is_due_is_settled_should_a_job_be_lost(now):
    first, second = held_session(), held_session()

    now(4.9)
    early = attendance.settle_due()
    now(5)
    due = attendance.settle_due()
    again = attendance.settle_due()

    assert (early, due, again) == (0, 2, 0)
    assert Room.objects.filter(attendance_final_at__isnull=False).count() == 2
    assert {first.pk, second.pk} == set(Room.objects.values_list("pk", flat=True))


def test_closing_a_session_asks_for_both(now, django_capture_on_commit_callbacks):
    session = a_session(starts_in=timedelta(minutes=5))
    schedule.open_session(by=None, session=session)

    with django_capture_on_commit_callbacks(execute=True):
        schedule.close_session(by=None, session=session)

    from django_tasks_db.models import DBTaskResult

    jobs = DBTaskResult.objects.filter(task_path=tasks.compute_attendance.module_path)
    first, second = jobs.order_by("run_after").values_list("run_after", flat=True)
    assert second - first == pytest.approx(timedelta(seconds=298), abs=timedelta(seconds=2))


def test_a_job_for_a_session_that_is_gone_does_nothing():
    assert tasks.compute_attendance.func(10**9) is False


# --- Corrections -------------------------------------------------------------------------------


@pytest.fixture
def settled(now):
    session = held_session()
    session.someone = enrolled(session.cohort)
    session.host = a_role(session.cohort.programme, "facilitator")
    was_there(session, session.someone, 0, 20)
    now(5)
    attendance.compute(session=session)
    return session


def correct(session, *, by=None, intervals=((10, 60),), reason="Came by telephone", person=None):
    return attendance.correct(
        by=by or session.host,
        session=session,
        person=person or session.someone,
        intervals=[
            (OPENED + timedelta(minutes=began), OPENED + timedelta(minutes=ended))
            for began, ended in intervals
        ],
        reason=reason,
    )


def test_a_correction_is_a_revision_with_a_reason(settled):
    correct(settled)

    rows = Attendance.objects.filter(session=settled).order_by("revision")
    assert [
        (row.revision, row.is_current, row.attended, row.reason, row.by_id) for row in rows
    ] == [
        (1, False, timedelta(minutes=20), "", None),
        (2, True, timedelta(minutes=50), "Came by telephone", settled.host.pk),
    ]
    assert Event.objects.filter(kind="live.attendance_corrected").count() == 1


def test_someone_the_room_never_saw_can_be_added(settled):
    person = enrolled(settled.cohort)

    correct(settled, person=person)

    assert current(settled)[person.pk] == (50, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"intervals": [(20, 10)]},
        {"intervals": [(-5, 10)]},
        {"intervals": [(50, 61)]},
    ],
    ids=str,
)
def test_a_correction_makes_sense(settled, wrong):
    with pytest.raises(ValidationError):
        correct(settled, **wrong)
    assert current(settled) == {settled.someone.pk: (20, True)}


def test_only_hosts_correct(settled):
    with pytest.raises(Refused):
        correct(settled, by=a_person())


def test_what_is_not_final_is_not_corrected_yet(now):
    session = held_session()
    session.someone = enrolled(session.cohort)
    session.host = a_role(session.cohort.programme, "facilitator")
    now(1)
    attendance.compute(session=session)

    with pytest.raises(Refused, match="once it is final"):
        correct(session)
