"""The pages of calls, reports and times added by hand, as hosts use them without scripts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talanoa.live.models import Attendance, AttendanceReport, Call, Stay
from talanoa.live.services import attendance, calls
from talanoa.live.tests.test_ledger import CLOSED, OPENED, current, was_there
from talanoa.live.tests.test_report_services import (
    ANA_AND_BEN,
    a_file,
    counted,
    now,
    session,
    take_in,
)
from tests.make import a_person, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db

__all__ = ["now", "session"]


def url(name, session, *rest):
    return reverse(f"live:{name}", args=[session.pk, *rest])


def sent(client, session, data=ANA_AND_BEN, **fields):
    file = SimpleUploadedFile("zoom.csv", data)
    return client.post(
        url("bring_report", session), {"file": file, "zone": "UTC", **fields}, follow=True
    )


def words(answer):
    return answer.content.decode()


def people_of(session):
    return {
        "coordinator": session.host,
        "facilitator": a_role(session.cohort.programme, "facilitator"),
        "reader": session.ana,
        "stranger": a_person(),
    }


@pytest.mark.parametrize(
    ("who", "page", "object_page"),
    [
        ("coordinator", 200, 200),
        ("facilitator", 200, 200),
        ("reader", 403, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_opens_the_pages(client, session, who, page, object_page):
    report, stay = take_in(session), attendance.add_time(
        by=session.host, session=session, person=session.ana,
        began_at=OPENED, ended_at=CLOSED, reason="By telephone",
    )  # fmt: skip
    client.force_login(people_of(session)[who])

    seen = {
        name: client.get(url(name, session, *rest)).status_code
        for name, rest in {
            "call": (),
            "attendance": (),
            "bring_report": (),
            "add_time": (),
            "match_report": (report.pk,),
            "count_report": (report.pk,),
            "withdraw_report": (report.pk,),
            "withdraw_time": (stay.pk,),
        }.items()
    }

    assert seen == {
        "call": page,
        "attendance": page,
        "bring_report": page,
        "add_time": page,
        "match_report": object_page,
        "count_report": object_page,
        "withdraw_report": object_page,
        "withdraw_time": object_page,
    }


def test_other_sessions_reports_are_not_found_here(client, session):
    report = take_in(session)
    other = a_session(session.cohort)
    client.force_login(session.host)

    names = ("match_report", "count_report", "withdraw_report")
    seen = [client.get(url(name, other, report.pk)).status_code for name in names]

    assert seen == [404, 404, 404]


@pytest.mark.parametrize("name", ["make_final", "note_held"])
def test_what_only_changes_is_not_read(client, session, name):
    client.force_login(session.host)

    assert client.get(url(name, session)).status_code == 405


def test_a_report_goes_from_the_file_to_attendance(client, session):
    client.force_login(session.host)
    desk_before = words(client.get(reverse("home:desk")))

    asked = sent(client, session)
    (line,) = AttendanceReport.objects.get().lines.filter(is_by_address=False)
    chosen = {f"line-{line.pk}": [str(session.ben.pk), ""]}
    shown = client.post(asked.request["PATH_INFO"], chosen, follow=True)
    done = client.post(shown.request["PATH_INFO"], {"reason": "Held in Zoom"}, follow=True)

    assert "Attendance not imported yet" in desk_before
    assert "Proposed by name. Is it right?" in words(asked)
    assert "1 person is known by their address" in words(asked)
    assert "40 minutes" in words(shown)
    assert "The report counts. People in it: 2." in words(done)
    assert current(session) == {session.ana.pk: (40, True), session.ben.pk: (60, True)}
    assert "Attendance not imported yet" not in words(client.get(reverse("home:desk")))


def test_whoever_is_known_by_address_is_not_asked_about(client, session):
    client.force_login(session.host)

    shown = sent(client, session, a_file(("Ana", "ana@example.org", 0, 40)))

    assert shown.request["PATH_INFO"].endswith("/count/")


def test_the_same_file_again_says_so(client, session):
    counted(session)
    client.force_login(session.host)

    answer = sent(client, session)

    assert "Nothing changes" in words(answer)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "save it as “CSV UTF-8”"),
        (b"\x00\x01", "not a text file"),
        (b"", "This file is empty."),
        (b"Name,Join Time,Leave Time\nBen,soon,later\n", "Line 2: A date or time cannot be read"),
        (a_file(("Ben", "", 600, 610)), "on other clocks?"),
    ],
)
def test_what_cannot_be_read_is_explained_and_nothing_stored(client, session, data, said):
    client.force_login(session.host)

    answer = sent(client, session, data)

    assert (answer.status_code, said in words(answer)) == (422, True)
    assert AttendanceReport.objects.count() == 0


def test_a_file_that_is_too_large_is_not_read(client, session, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    client.force_login(session.host)

    answer = sent(client, session, b"x" * 80_000)

    assert (answer.status_code, "larger than 10 MB" in words(answer)) == (413, True)


def test_a_formula_is_a_name_and_harmless_in_the_table(client, session):
    client.force_login(session.host)
    counted(session, a_file(("Ana", "ana@example.org", 0, 40)), reason="=HYPERLINK(1)")

    table = words(client.get(url("attendance_csv", session)))
    asked = sent(client, session, a_file(('=cmd|"x"', "", 0, 40)))

    assert ",'=HYPERLINK(1)" in table
    assert "=cmd|" in words(asked)


def test_numbers_that_are_none_choose_nobody(client, session):
    report = take_in(session)
    (line,) = report.lines.filter(is_by_address=False)
    client.force_login(session.host)
    wrong = ["x", "-1", "9" * 5000, "²", "1e3"]

    answer = client.post(url("match_report", session, report.pk), {f"line-{line.pk}": wrong})

    assert (answer.status_code, list(line.people.all())) == (302, [])


def test_counted_reports_are_withdrawn_with_a_reason_and_waiting_ones_without(client, session):
    report = counted(session)
    waiting = take_in(session, a_file(("Ana", "", 0, 1)))
    client.force_login(session.host)

    silent = client.post(url("withdraw_report", session, report.pk), {"reason": ""})
    client.post(url("withdraw_report", session, report.pk), {"reason": "Wrong meeting"})
    client.post(url("withdraw_report", session, waiting.pk))

    assert silent.status_code == 422
    assert current(session) == {session.ana.pk: (0, True), session.ben.pk: (0, True)}
    assert list(AttendanceReport.objects.all()) == [report]
    assert "Withdrawn" in words(client.get(url("attendance", session)))


def test_time_is_added_by_hand_on_the_clocks_of_the_session(client, session):
    client.force_login(session.host)
    typed = {"person": session.ana.pk, "began": "15:10", "ended": "16:00", "reason": "Telephone"}

    wrong = client.post(url("add_time", session), {**typed, "ended": "15:00"})
    client.post(url("add_time", session), typed)
    (stay,) = Stay.objects.all()
    client.post(url("withdraw_time", session, stay.pk), {"reason": "A mistake"})

    assert wrong.status_code == 422
    assert (stay.began_at, stay.ended_at) == (OPENED + timedelta(minutes=10), CLOSED)
    assert current(session) == {}


def test_a_host_makes_it_final(client, session):
    was_there(session, session.ana, 0, 10)
    client.force_login(session.host)

    answer = client.post(url("make_final", session), follow=True)

    assert "Attendance is final" in words(answer)
    assert current(session) == {session.ana.pk: (10, True)}


def test_a_session_held_elsewhere_alone_is_noted_and_then_asked_for(client):
    session = a_session(starts_at=OPENED)
    Call.objects.create(session=session, tool="zoom", url="https://zoom.us/j/1")
    client.force_login(a_role(session.cohort.programme, "coordinator"))

    desk = words(client.get(reverse("home:desk")))
    before = words(client.get(url("attendance", session)))
    after = words(client.post(url("note_held", session), follow=True))

    assert "Attendance not imported yet" in desk
    assert ("It was held as planned" in before, "The report of Zoom is missing" in after) == (
        True,
        True,
    )


# --- Where the sound is ----------------------------------------------------------------------


@pytest.fixture
def to_come():
    session = an_open_session()
    session.host = a_role(session.cohort.programme, "facilitator")
    session.ana = enrolled(session.cohort)
    return session


def test_a_call_is_set_and_shown_to_those_who_may_enter_alone(client, to_come, settings):
    client.force_login(to_come.host)
    fields = {"url": "https://us02web.zoom.us/j/812?pwd=secret", "note": "812, 4321"}

    wrong = client.post(url("call", to_come), {"url": "http://zoom.us/j/1"})
    client.post(url("call", to_come), fields)
    client.force_login(to_come.ana)
    room = words(client.get(url("room", to_come)))
    check = words(client.get(url("check", to_come)))
    feed = words(client.get(reverse("schedule:calendar", args=[to_come.pk])))
    own = words(client.get(reverse("schedule:session", args=[to_come.pk])))
    client.logout()
    public = words(client.get(reverse("schedule:session", args=[to_come.pk])))

    assert wrong.status_code == 422
    assert '<a class="button" href="https://us02web.zoom.us/j/812?pwd=secret"' in room
    assert 'target="_blank" rel="noopener noreferrer"' in room
    assert ("812, 4321" in room, 'id="sound"' in room) == (True, False)
    assert "The sound of this session is in Zoom" in check
    assert [page for page in (feed, own, public, check) if "zoom.us" in page] == []


def test_with_sound_of_our_own_its_controls_are_there_until_then(client, to_come, settings):
    client.force_login(to_come.ana)
    before = words(client.get(url("room", to_come)))

    calls.set_call(by=to_come.host, session=to_come, url="https://meet.jit.si/Example")

    after = words(client.get(url("room", to_come)))
    assert ("The sound is in" in before, "The sound is in Jitsi Meet" in after) == (False, True)


def test_the_call_is_removed_by_a_button(client, now):
    now(-24 * 60)
    session = a_session(starts_at=OPENED)
    host = a_role(session.cohort.programme, "facilitator")
    calls.set_call(by=host, session=session, url="https://zoom.us/j/1")
    client.force_login(host)

    client.post(url("call", session), {"remove": "1"})

    assert Call.objects.count() == 0


# --- Queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_many_queries_for_three_as_for_one(
    client, session, django_assert_num_queries, count
):
    others = [enrolled(session.cohort, a_person(f"Person {n}")) for n in range(count)]
    report = take_in(session, a_file(*((one.name, "", 0, 60) for one in others)))
    for n in range(count):
        counted(session, a_file(("Ana", "ana@example.org", n, n + 1)))
        attendance.add_time(
            by=session.host, session=session, person=others[n],
            began_at=OPENED, ended_at=CLOSED, reason="By telephone",
        )  # fmt: skip
    client.force_login(session.host)
    client.get(url("attendance", session))

    with django_assert_num_queries(23):
        page = words(client.get(url("attendance", session)))
    with django_assert_num_queries(14):
        match = words(client.get(url("match_report", session, report.pk)))
    with django_assert_num_queries(19):
        look = words(client.get(url("count_report", session, report.pk)))

    assert page.count(">Withdraw<") == 2 * count
    assert match.count("<fieldset>") == count
    assert look.count('<th scope="row">') == count
    assert Attendance.objects.filter(is_current=True).count() == count + 1
