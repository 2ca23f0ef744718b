"""Reports of who attended: taken in, matched, counted, withdrawn; times added by hand; finality."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from talanoa.credentials import services as credentials
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, queries, tasks
from talanoa.live.models import Attendance, AttendanceReport, Call, ReportLine, Room, Stay
from talanoa.live.reports import Code, Order, ReportError
from talanoa.live.services import attendance, calls, reports
from talanoa.live.tests.test_ledger import CLOSED, OPENED, current, held_session, was_there
from talanoa.people import services as people
from tests.make import a_person, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Moves the clock: ``now(minutes after the end)``; six minutes unless moved."""

    def move(minutes):
        moment = CLOSED + timedelta(minutes=minutes)
        monkeypatch.setattr("talanoa.kernel.clock.now", lambda: moment)

    move(6)
    return move


@pytest.fixture
def session():
    """A session held in Zoom, with its host, Ana and Ben."""
    session = held_session()
    Call.objects.create(session=session, tool="zoom", url="https://zoom.us/j/1")
    session.host = a_role(session.cohort.programme, "coordinator", a_person("Cora"))
    session.ana = enrolled(session.cohort, a_person("Ana Faleolo", email="ana@example.org"))
    session.ben = enrolled(session.cohort, a_person("Ben Osei"))
    return session


def a_file(*lines):
    """A report in UTC: (name, address, minutes after the opening, until)."""

    def at(minutes):
        return f"{OPENED + timedelta(minutes=minutes):%d/%m/%Y %H:%M:%S}"

    rows = (f"{name},{mail},{at(began)},{at(ended)},1,No\n" for name, mail, began, ended in lines)
    return (HEAD + "".join(rows)).encode()


ANA_AND_BEN = a_file(("Ana", "ana@example.org", 0, 40), ("Ben Osei", "", -5, 70))


def take_in(session, data=ANA_AND_BEN, **options):
    usual = {"by": session.host, "file_name": "zoom.csv", "zone": ZoneInfo("UTC")}
    return reports.take_in(session=session, data=data, **(usual | options))


def counted(session, data=ANA_AND_BEN, reason="Held in Zoom"):
    report = take_in(session, data)
    reports.count(by=session.host, report=report, reason=reason)
    report.refresh_from_db()
    return report


def revisions(session, person):
    rows = Attendance.objects.filter(session=session, person=person).order_by("revision")
    return [(row.attended.total_seconds() / 60, row.reason, row.is_current) for row in rows]


def test_a_report_waits_until_somebody_lets_it_count(session):
    report = take_in(session)

    lines = [
        (line.name, line.address, line.is_by_address, list(line.people.all()))
        for line in report.lines.all()
    ]
    assert lines == [
        ("Ana", "ana@example.org", True, [session.ana]),
        ("Ben Osei", "", False, [session.ben]),
    ]
    assert (current(session), Stay.objects.count()) == ({}, 0)


def test_counted_it_makes_attendance_final_and_its_names_go(session):
    report = counted(session)

    assert current(session) == {session.ana.pk: (40, True), session.ben.pk: (60, True)}
    assert (report.lines.count(), report.counted_at is not None) == (0, True)
    assert revisions(session, session.ana) == [(40, "Held in Zoom", True)]
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))[-3:]
    assert kinds == ["live.report_taken_in", "live.report_counted", "live.attendance_final"]


def test_the_same_people_at_the_same_times_get_the_same_wherever_they_were(session):
    stays = [(0.0847, 30), (40.1671, 60), (41, 55), (29.5, 30.75)]
    here = held_session()
    enrolled(here.cohort, session.ana)
    for began, ended in stays:
        was_there(here, session.ana, began, ended)
    attendance.compute(session=here)
    file = a_file(*(("Ana", "ana@example.org", began, ended) for began, ended in stays))
    # Reports know no fractions of a second.
    for presence in here.presences.all():
        here.presences.filter(pk=presence.pk).update(
            began_at=presence.began_at.replace(microsecond=0),
            last_sign_at=presence.last_sign_at.replace(microsecond=0),
            ended_at=presence.ended_at.replace(microsecond=0),
        )
    Room.objects.filter(session=here).update(attendance_final_at=None)
    attendance.compute(session=here)

    counted(session, file)

    in_room, imported = (
        Attendance.objects.get(session=one, person=session.ana) for one in (here, session)
    )
    assert (in_room.attended, in_room.intervals) == (imported.attended, imported.intervals)
    assert in_room.attended > timedelta(minutes=50)


def test_the_room_and_a_report_count_once_where_they_overlap(session):
    was_there(session, session.ana, 20, 60)

    counted(session)

    assert current(session)[session.ana.pk] == (60, True)


def test_the_same_file_twice_changes_nothing(session):
    first = counted(session)
    before = list(Attendance.objects.values())

    again = take_in(session)

    assert (again.pk, again.counted_at) == (first.pk, first.counted_at)
    assert list(Attendance.objects.values()) == before
    with pytest.raises(Refused, match="has been counted"):
        reports.count(by=session.host, report=again, reason="Again")


def test_another_file_that_says_the_same_makes_no_revision(session):
    counted(session)
    counted(session, ANA_AND_BEN + b"\n", reason="Saved again")

    assert revisions(session, session.ana) == [(40, "Held in Zoom", True)]


def test_a_later_report_is_a_revision_and_withdrawn_another(session):
    counted(session)
    later = counted(session, a_file(("Ana", "ana@example.org", 40, 60)), reason="Second part")

    assert reports.withdraw(by=session.host, report=later, reason="Of another meeting")
    assert not reports.withdraw(by=session.host, report=later, reason="Again")

    assert revisions(session, session.ana) == [
        (40, "Held in Zoom", False),
        (60, "Second part", False),
        (40, "Of another meeting", True),
    ]
    assert Event.objects.filter(kind="live.attendance_corrected").count() == 2


def test_withdrawn_it_can_be_brought_again(session):
    first = counted(session)
    reports.withdraw(by=session.host, report=first, reason="Wrong people")
    gone = current(session)

    counted(session)

    assert gone == {session.ana.pk: (0, True), session.ben.pk: (0, True)}
    assert list(queries.attended(session).values_list("person__name", flat=True)) == [
        "Ana Faleolo", "Ben Osei",
    ]  # fmt: skip


def test_certificates_follow(session):
    programme = session.cohort.programme
    credentials.set_rule(
        by=session.host, programme=programme, minimum_percent=75, needs_feedback=False
    )
    was_there(session, session.ana, 0, 10)
    report = counted(session)
    issued = credentials.issue_due(session=session)

    reports.withdraw(by=session.host, report=report, reason="Wrong people")
    credentials.issue_due(session=session)

    assert [one.person_id for one in issued] == [session.ben.pk]
    assert session.certificates.get().revoked_at is not None


def test_what_a_host_put_there_by_hand_stays(session):
    attendance.make_final(by=session.host, session=session)
    attendance.correct(
        by=session.host,
        session=session,
        person=session.ana,
        intervals=[(OPENED, CLOSED)],
        reason="Known to have been there",
    )

    counted(session)

    assert current(session) == {session.ana.pk: (60, True), session.ben.pk: (60, True)}


# --- Who is who ----------------------------------------------------------------------------------


def test_several_people_at_one_device_and_somebody_left_out(session):
    data = a_file(("Hospice Vaiola", "", 0, 60), ("Ben Osei", "", 0, 30), ("Spy", "", 0, 60))
    report = take_in(session, data)
    device, ben, spy = report.lines.all()
    chosen = {device.pk: [session.ana.pk, session.ben.pk], ben.pk: [], spy.pk: []}

    reports.match(by=session.host, report=report, people=chosen)
    reports.count(by=session.host, report=report, reason="Held in Zoom")

    assert current(session) == {session.ana.pk: (60, True), session.ben.pk: (60, True)}


def test_two_lines_of_one_person_are_joined(session):
    data = a_file(("Ana", "ana@example.org", 0, 20), ("iPad", "", 10, 30))
    report = take_in(session, data)
    tablet = report.lines.get(name="iPad")

    reports.match(by=session.host, report=report, people={tablet.pk: [session.ana.pk]})
    reports.count(by=session.host, report=report, reason="Held in Zoom")

    assert current(session) == {session.ana.pk: (30, True)}


def test_strangers_and_other_reports_lines_cannot_be_chosen(session):
    other = take_in(session, a_file(("Else", "", 0, 60)))
    report = take_in(session)
    (line,) = report.lines.filter(is_by_address=False)
    foreign = other.lines.get()

    reports.match(
        by=session.host,
        report=report,
        people={line.pk: [a_person().pk, 10**9], foreign.pk: [session.ana.pk]},
    )

    assert (list(line.people.all()), list(foreign.people.all())) == ([], [])


def test_nobody_chosen_counts_nothing(session):
    report = take_in(session, a_file(("Else", "", 0, 60)))

    with pytest.raises(Refused, match="at least one"):
        reports.count(by=session.host, report=report, reason="Held in Zoom")


def test_somebody_who_has_left_the_cohort_since_is_known(session):
    session.cohort.enrolments.filter(person=session.ana).update(left_at=CLOSED)

    report = take_in(session)

    assert list(report.lines.first().people.all()) == [session.ana]


# --- What is refused -----------------------------------------------------------------------------


def test_a_report_of_another_time_or_on_other_clocks_is_refused(session):
    with pytest.raises(ReportError) as error:
        take_in(session, a_file(("Ana", "", 60 * 24 * 40, 60 * 24 * 40 + 1)))
    with pytest.raises(reports.OtherTime):
        take_in(session, zone=ZoneInfo("Pacific/Fiji"))
    with pytest.raises(reports.OtherTime):
        take_in(session, order=Order.MONTH_FIRST)

    assert error.value.code == Code.OTHER_DAY
    assert AttendanceReport.objects.count() == 0


def test_times_are_read_on_the_clocks_chosen(session):
    fiji = ZoneInfo("Pacific/Fiji")
    text = f"Name,Join Time,Leave Time\nBen Osei,{OPENED.astimezone(fiji):%F %T},"
    text += f"{CLOSED.astimezone(fiji):%F %T}\n"

    report = take_in(session, text.encode(), zone=fiji)

    (line,) = report.lines.all()
    moments = [datetime.fromisoformat(one).astimezone(UTC) for one in line.intervals[0]]
    assert moments == [OPENED, CLOSED]


def test_a_length_alone_counts_from_the_opening_at_most_to_the_end(session):
    report = counted(session, b"Name,Total Duration (Minutes)\nAna Faleolo,25\nBen Osei,90\n")

    assert not report.has_times
    assert current(session) == {session.ana.pk: (25, True), session.ben.pk: (60, True)}


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_only_hosts_bring_and_count(session, who):
    person = session.ana if who == "member" else a_person()
    report = take_in(session)

    for act in (
        lambda: take_in(session, by=person),
        lambda: reports.match(by=person, report=report, people={}),
        lambda: reports.count(by=person, report=report, reason="x"),
        lambda: reports.withdraw(by=person, report=report),
        lambda: attendance.make_final(by=person, session=session),
        lambda: attendance.note_held(by=person, session=session),
        lambda: calls.set_call(by=person, session=session, url="https://zoom.us/j/2"),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotVisible):
        access.get_report(person, session.pk, report.pk)


def test_not_before_the_end_and_counted_five_minutes_later(session, now):
    going_on = an_open_session()
    going_on.host = a_role(going_on.cohort.programme, "facilitator")
    report = take_in(session)
    now(4)

    with pytest.raises(Refused, match="has ended"):
        take_in(going_on)
    with pytest.raises(Refused, match="five minutes"):
        reports.count(by=session.host, report=report, reason="Held in Zoom")


def test_a_reason_is_asked(session):
    report = take_in(session)
    with pytest.raises(ValidationError):
        reports.count(by=session.host, report=report, reason=" ")

    reports.count(by=session.host, report=report, reason="Held in Zoom")

    with pytest.raises(ValidationError):
        reports.withdraw(by=session.host, report=report, reason=" ")
    assert current(session) != {}


# --- What is kept of people ----------------------------------------------------------------------


def test_what_nobody_counts_is_forgotten_after_thirty_days(session, now):
    take_in(session)
    counted(session, a_file(("Ana", "ana@example.org", 0, 15)))
    AttendanceReport.objects.update(taken_at=CLOSED)
    now(30 * 24 * 60)
    early = tasks.forget_waiting_reports.func()
    now(30 * 24 * 60 + 1)

    late = tasks.forget_waiting_reports.func()

    assert (early, late) == (0, 1)
    assert (ReportLine.objects.count(), AttendanceReport.objects.count()) == (0, 1)


def test_erasing_somebody_takes_their_name_out_of_a_report_that_waits(session):
    report = take_in(session)
    people.erase(by=session.ana, person=session.ana)

    tasks.forget_person.func(session.ana.pk, words=False)

    assert [(line.name, line.address) for line in report.lines.all()] == [
        ("", ""), ("Ben Osei", ""),
    ]  # fmt: skip
