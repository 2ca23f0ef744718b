"""Attendance of sessions in another tool: where the call is, when it is final, time by hand."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, queries
from talanoa.live.models import Call
from talanoa.live.services import attendance, calls
from talanoa.live.tests.test_ledger import OPENED, current, was_there
from talanoa.live.tests.test_report_services import a_file, counted, now, revisions, session
from talanoa.schedule import access as schedule
from tests.make import a_person, a_role, a_session, an_open_session

pytestmark = pytest.mark.django_db

__all__ = ["now", "session"]


# --- Final or not ----------------------------------------------------------------------------


def test_with_a_call_elsewhere_it_is_not_final_by_itself(session):
    was_there(session, session.ana, 0, 10)

    attendance.compute(session=session)
    settled = attendance.settle_due()

    assert (current(session), settled) == ({session.ana.pk: (10, False)}, 0)
    assert queries.awaits_report(session)


def test_a_host_lets_what_is_there_be_final(session):
    was_there(session, session.ana, 0, 10)

    first = attendance.make_final(by=session.host, session=session)
    again = attendance.make_final(by=session.host, session=session)

    assert (first, again, current(session)) == (True, False, {session.ana.pk: (10, True)})
    event = Event.objects.get(kind="live.attendance_final")
    assert (event.actor, queries.awaits_report(session)) == (session.host, False)


def test_a_report_after_all_corrects_what_was_final_in_the_room(session):
    Call.objects.all().delete()
    was_there(session, session.ana, 0, 10)
    attendance.compute(session=session)

    counted(session)

    assert revisions(session, session.ana) == [(10, "", False), (40, "Held in Zoom", True)]


def test_a_session_nobody_opened_here_is_noted_as_held():
    session = a_session(starts_at=OPENED)
    Call.objects.create(session=session, tool="zoom", url="https://zoom.us/j/1")
    host = a_role(session.cohort.programme, "coordinator")

    first = attendance.note_held(by=host, session=session)
    again = attendance.note_held(by=host, session=session)

    session.refresh_from_db()
    assert (first, again) == (True, False)
    assert (session.opened_at, session.closed_at) == (session.starts_at, session.ends_at)
    assert Event.objects.filter(kind="schedule.session_closed").count() == 1


def test_a_session_to_come_or_one_of_the_room_is_not(session, now):
    Call.objects.all().delete()
    with pytest.raises(Refused, match="here, in the room"):
        attendance.note_held(by=session.host, session=session)
    now(-1)
    assert schedule.noting_held_refused(session.host, session) is not None


# --- By hand ---------------------------------------------------------------------------------


def add(session, began=10, ended=30, **options):
    usual = {"by": session.host, "person": session.ana, "reason": "By telephone"}
    return attendance.add_time(
        session=session,
        began_at=OPENED + timedelta(minutes=began),
        ended_at=OPENED + timedelta(minutes=ended),
        **(usual | options),
    )


def test_time_added_by_hand_is_joined_to_the_rest_and_can_be_withdrawn(session):
    counted(session, a_file(("Ana", "ana@example.org", 0, 15)))

    stay = add(session)
    attendance.withdraw_time(by=session.host, stay=stay, reason="A mistake")

    assert revisions(session, session.ana) == [
        (15, "Held in Zoom", False),
        (30, "By telephone", False),
        (15, "A mistake", True),
    ]


def test_before_it_is_final_it_is_provisional_and_a_report_joins_it(session):
    add(session, 50, 60)
    before = current(session)

    counted(session)

    assert before == {session.ana.pk: (10, False)}
    assert current(session)[session.ana.pk] == (50, True)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"reason": " "}, ValidationError),
        ({"began": 30, "ended": 10}, ValidationError),
        ({"began": 10, "ended": 10}, ValidationError),
        ({"began": -5}, ValidationError),
        ({"ended": 61}, ValidationError),
    ],
    ids=str,
)
def test_what_is_added_makes_sense(session, wrong, error):
    with pytest.raises(error):
        add(session, **wrong)
    assert current(session) == {}


def test_nothing_is_added_for_strangers_or_by_others(session):
    for options in ({"person": a_person()}, {"by": session.ana}):
        with pytest.raises(Refused):
            add(session, **options)
    with pytest.raises(NotVisible):
        access.get_stay(session.ana, session.pk, add(session).pk)


# --- The call ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://zoom.us/j/1", "javascript:alert(1)", "zoom", "", "https://", "ftp://zoom.us/",
        "https://zoom.us@evil.example.org/j/1", "https://user:pass@zoom.us/", "https://[::1/",
        "https://zoom.us/" + "j" * 500, "https://zoom.us/\n<script>", "data:text/html,x",
    ],
)  # fmt: skip
def test_only_an_https_address_is_a_call(url):
    session = an_open_session()
    host = a_role(session.cohort.programme, "facilitator")

    with pytest.raises(ValidationError):
        calls.set_call(by=host, session=session, url=url)


def test_a_call_is_set_changed_and_removed_before_the_doors_open(now):
    now(-24 * 60)
    session = a_session(starts_at=OPENED)
    host = a_role(session.cohort.programme, "facilitator")

    first = calls.set_call(by=host, session=session, url=" https://us02web.zoom.us/j/1 ")
    calls.set_call(by=host, session=session, url="https://us02web.zoom.us/j/1")
    other = calls.set_call(
        by=host, session=session, url="https://talk.example.org/x", note=" 12 34 "
    )
    gone = [calls.remove_call(by=host, session=session) for _ in "12"]

    assert (first.tool, first.tool_name) == ("zoom", "Zoom")
    assert (other.tool, other.tool_name, other.note) == ("other", "talk.example.org", "12 34")
    assert gone == [True, False]
    assert Event.objects.filter(kind="live.call_set").count() == 2


def test_it_is_not_removed_while_people_are_in_it_nor_set_afterwards(session):
    open_one = an_open_session()
    host = a_role(open_one.cohort.programme, "facilitator")
    calls.set_call(by=host, session=open_one, url="https://zoom.us/j/1")

    with pytest.raises(Refused, match="hear each other there"):
        calls.remove_call(by=host, session=open_one)
    with pytest.raises(Refused, match="has ended"):
        calls.set_call(by=session.host, session=session, url="https://zoom.us/j/2")
