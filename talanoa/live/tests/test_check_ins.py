"""Check-in by code: who may, what it earns, and what is said to whoever cannot."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.models import Attendance, Stay
from talanoa.live.services import attendance, calls, check_ins, doors, floor
from talanoa.schedule import services as schedule
from tests.make import a_person, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return an_open_session()


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


def after(session, minutes: float):
    return clock.standing_at(session.opened_at + timedelta(minutes=minutes))


def check_in(session, person, minutes: float) -> Stay:
    with after(session, minutes):
        found = check_ins.session_of(check_ins.code_now(session), person=person)
        return check_ins.check_in(by=person, session=found)


def closed_after(session, minutes: float) -> None:
    with after(session, minutes):
        schedule.close_session(by=None, session=session)
    session.refresh_from_db()


def minutes_of(session, person) -> float:
    with clock.standing_at(session.closed_at + timedelta(minutes=6)):
        attendance.compute(session=session)
    row = Attendance.objects.filter(session=session, person=person, is_current=True).first()
    return row.attended.total_seconds() / 60 if row else 0


@pytest.mark.parametrize(
    ("moments", "attended"),
    [([5], 1), ([5, 50], 46), ([50, 5], 46), ([5, 20, 50], 46), ([5, 5, 5], 1), ([0, 59.5], 60)],
)
def test_the_time_from_the_first_code_to_the_last_counts(session, ana, moments, attended):
    for minutes in moments:
        check_in(session, ana, minutes)
    closed_after(session, 60)

    assert minutes_of(session, ana) == attended
    assert Stay.objects.filter(kind="code").count() == 1
    assert Event.objects.filter(kind="live.checked_in").count() == 1


def test_it_works_beside_a_call_elsewhere_and_the_host_makes_it_final(session, ana):
    host = a_role(session.cohort.programme, "facilitator")
    calls.set_call(by=host, session=session, url="https://zoom.us/j/1")
    check_in(session, ana, 1)
    check_in(session, ana, 59)
    closed_after(session, 60)

    assert minutes_of(session, ana) == 59
    with clock.standing_at(session.closed_at + timedelta(minutes=6)):
        attendance.make_final(by=host, session=session)
    assert Attendance.objects.get(person=ana).final_at is not None


def test_a_host_can_let_a_stolen_code_count_no_more(session, ana):
    host = a_role(session.cohort.programme, "facilitator")
    check_in(session, ana, 1)
    stay = check_in(session, ana, 59)
    closed_after(session, 60)
    assert minutes_of(session, ana) == 59

    with clock.standing_at(session.closed_at + timedelta(minutes=7)):
        attendance.withdraw_time(by=host, stay=stay, reason="They were not there.")

    row = Attendance.objects.get(person=ana, is_current=True)
    assert (row.attended, row.reason) == (timedelta(0), "They were not there.")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "six letters and figures"),
        ("12345", "six letters and figures"),
        ("OIL0OI", "six letters and figures"),
        ("A" * 5000, "six letters and figures"),
        ("<b>AB", "six letters and figures"),
        ("222222", "No session of yours"),
    ],
)
def test_what_is_no_code_is_turned_down_with_a_reason(session, ana, typed, why):
    with pytest.raises(check_ins.WrongCode, match=why):
        check_ins.session_of(typed, person=ana)


def test_a_code_runs_out(session, ana):
    with after(session, 1):
        code = check_ins.code_now(session)

    with after(session, 30), pytest.raises(check_ins.WrongCode, match="has run out"):
        check_ins.session_of(code, person=ana)


def test_the_last_code_is_taken_for_a_moment_after_the_end_and_counts_until_the_end(session, ana):
    check_in(session, ana, 0)
    with after(session, 59.9):
        code = check_ins.code_now(session)
    closed_after(session, 60)

    with after(session, 61):
        found = check_ins.session_of(code, person=ana)
        check_ins.check_in(by=ana, session=found)
    with after(session, 70), pytest.raises(check_ins.WrongCode, match="session has ended"):
        check_ins.session_of(code, person=ana)

    assert minutes_of(session, ana) == 60


def test_one_code_typed_after_the_end_earns_its_minute(session, ana):
    with after(session, 59.9):
        code = check_ins.code_now(session)
    closed_after(session, 60)
    with after(session, 61):
        check_ins.check_in(by=ana, session=check_ins.session_of(code, person=ana))

    assert minutes_of(session, ana) == 1


def test_a_code_that_was_seen_in_time_counts_though_its_sign_in_came_after_the_count(session, ana):
    check_in(session, ana, 1)
    closed_after(session, 60)
    assert minutes_of(session, ana) == 1

    with after(session, 75):
        seen = session.opened_at + timedelta(minutes=49)
        check_ins.check_in(by=ana, session=session, at=seen)

    row = Attendance.objects.get(person=ana, is_current=True)
    assert (row.attended, row.by) == (timedelta(minutes=49), ana)
    assert row.reason == "They checked in by the session’s code."


def test_the_code_of_a_session_that_is_not_ones_own_is_no_code(session):
    stranger = enrolled(an_open_session().cohort)

    with pytest.raises(check_ins.WrongCode, match="No session of yours"):
        check_ins.session_of(check_ins.code_now(session), person=stranger)
    with pytest.raises(NotVisible):
        check_ins.check_in(by=stranger, session=session)
    assert not Stay.objects.exists()


def test_whoever_was_sent_out_or_waits_at_the_door_does_not_check_in(session, ana):
    host = a_role(session.cohort.programme, "facilitator")
    floor.remove(by=host, session=session, person=ana.pk)
    with pytest.raises(NotVisible):
        check_ins.check_in(by=ana, session=session)

    ben = enrolled(session.cohort)
    doors.lock(by=host, session=session)
    with pytest.raises(NotVisible):
        check_ins.check_in(by=ben, session=session)


def test_there_is_no_code_before_the_opening_and_none_after_the_end(session):
    coming = a_session(starts_in=timedelta(minutes=5))
    with pytest.raises(Refused, match="Open the session first"):
        check_ins.code_now(coming)

    closed_after(session, 60)
    with pytest.raises(Refused, match="has ended"):
        check_ins.code_now(session)


def test_a_moment_before_the_opening_does_not_count(session, ana):
    with pytest.raises(Refused, match="has not begun"):
        check_ins.check_in(by=ana, session=session, at=session.opened_at - timedelta(minutes=1))


def test_finding_the_session_costs_one_query_however_many_are_open(
    session, ana, django_assert_num_queries
):
    for _ in range(2):
        enrolled(an_open_session().cohort, ana)
    code = check_ins.code_now(session)

    with django_assert_num_queries(1):
        assert check_ins.session_of(code, person=ana) == session
