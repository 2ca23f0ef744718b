"""Reports of who attended, from other tools: taken in, matched with people, counted, withdrawn.

A report counts for nothing until a host has said who is who. Then its lines, with the names
and addresses in them, are deleted, and only the times of people we know remain.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, matching
from talanoa.live import reports as files
from talanoa.live.attendance import Interval, Span
from talanoa.live.models import AttendanceReport, ReportLine, Stay
from talanoa.live.reports import Attendee, Order, Report
from talanoa.live.services import attendance
from talanoa.live.terms import LINES_KEPT, StayKind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


class OtherTime(Refused):
    """Nobody in the report was there while the session was: it is another meeting's, or its
    clocks are others."""


@transaction.atomic
def take_in(
    *,
    by: Person,
    session: LiveSession,
    data: bytes,
    file_name: str,
    zone: ZoneInfo,
    order: Order | None = None,
) -> AttendanceReport:
    """Read a report and match whom we can. Nothing counts yet.

    The same file brought again is the same report, as far as that has come.

    Args:
        zone: on whose clocks the report was written.
        order: how it writes dates, where the session's day should not settle that.

    Raises:
        Refused: for the reasons in ``access.reporting_refused``; ``OtherTime``.
        ReportError: the file cannot be read.
    """
    demand(access.reporting_refused(by, session))
    opened, closed = session.opened_at, session.closed_at
    if opened is None or closed is None:
        raise Refused(_("Who attended can be added once the session has ended."))
    file_hash = hashlib.sha256(data).hexdigest()
    # Two presses at once must not bring it twice.
    LiveSession.objects.select_for_update().get(pk=session.pk)
    earlier = session.reports.filter(file_hash=file_hash, withdrawn_at=None).first()
    if earlier:
        return earlier
    read = files.read(data, day=opened.astimezone(zone).date(), order=order)
    intervals = [
        _placed(one, read, zone=zone, opened=opened, closed=closed) for one in read.attendees
    ]
    if not any(began < closed and ended > opened for one in intervals for began, ended in one):
        raise OtherTime(
            _(
                "Nobody in this report was there while the session was open. Is it the report of "
                "another meeting, or are its times on other clocks?"
            )
        )
    report = AttendanceReport(
        session=session,
        file_name=PurePath(file_name).name[-120:] or "report",
        file_hash=file_hash,
        has_times=read.has_times,
        by=by,
    )
    report.full_clean()
    report.save()
    _write_lines(report, zip(read.attendees, intervals, strict=True))
    events.record("live.report_taken_in", by=by, subject=report)
    return report


@transaction.atomic
def match(*, by: Person, report: AttendanceReport, people: Mapping[int, Iterable[int]]) -> None:
    """Say for whom lines (ids) of a report stand: several people (ids) at one device, or nobody.

    Lines that are not named stay as they are; people who do not belong in the session are
    left out.

    Raises:
        Refused: for the reasons in ``access.reporting_refused``, or the report is counted.
    """
    demand(access.reporting_refused(by, report.session))
    _demand_waiting(report)
    known = set(access.people_of(report.session).values_list("pk", flat=True))
    for line in report.lines.filter(pk__in=people.keys()):
        line.people.set(known & set(people[line.pk]))


@transaction.atomic
def count(*, by: Person, report: AttendanceReport, reason: str) -> int:
    """Let a report count: its people get their times, and attendance becomes final.

    Its lines are deleted. Gives the number of people in it.

    Raises:
        Refused: for the reasons in ``access.counting_refused``; it is counted already, or
            stands for nobody.
        ValidationError: no reason is given, or it is too long.
    """
    session = report.session
    demand(access.counting_refused(by, session))
    report = AttendanceReport.objects.select_for_update().get(pk=report.pk)
    report.session = session
    _demand_waiting(report)
    stays = [
        Stay(
            session=session,
            person_id=person_id,
            kind=StayKind.REPORT,
            began_at=span.interval[0],
            ended_at=span.interval[1],
            report=report,
            reason=reason.strip(),
            by=by,
        )
        for person_id, spans in spans_of(report).items()
        for span in spans
    ]
    if not stays:
        raise Refused(_("Say for at least one line who it is."))
    report.counted_at, report.reason = clock.now(), reason.strip()
    if not report.reason:
        raise ValidationError({"reason": _("Say why, for whoever reads this later.")})
    report.full_clean()
    report.save(update_fields=["counted_at", "reason"])
    Stay.objects.bulk_create(stays)
    report.lines.all().delete()
    people = {stay.person_id for stay in stays}
    events.record("live.report_counted", by=by, subject=report, people=len(people))
    attendance.count(by=by, session=session, people=people, reason=report.reason, is_final=True)
    return len(people)


@transaction.atomic
def withdraw(*, by: Person, report: AttendanceReport, reason: str = "") -> bool:
    """Let a report count no more; ``False`` when it was withdrawn. One that waits is deleted.

    Raises:
        Refused: for the reasons in ``access.reporting_refused``.
        ValidationError: it counts, and no reason is given.
    """
    session = report.session
    demand(access.reporting_refused(by, session))
    report = AttendanceReport.objects.select_for_update().get(pk=report.pk)
    if report.counted_at is None:
        report.delete()
        return True
    if report.withdrawn_at is not None:
        return False
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for whoever reads this later.")})
    report.withdrawn_at = clock.now()
    report.save(update_fields=["withdrawn_at"])
    counting = Stay.objects.filter(report=report, withdrawn_at=None)
    people = set(counting.values_list("person", flat=True))
    counting.update(withdrawn_at=report.withdrawn_at)
    events.record("live.report_withdrawn", by=by, subject=report)
    attendance.count(
        by=by, session=session, people=people, reason=reason.strip()[:300], is_final=False
    )
    return True


def spans_of(report: AttendanceReport) -> dict[int, list[Span]]:
    """The times of the people for whom a waiting report's lines stand. Two queries."""
    found: dict[int, list[Span]] = {}
    for line in report.lines.prefetch_related("people"):
        spans = [
            Span(
                datetime.fromisoformat(began),
                datetime.fromisoformat(ended),
                datetime.fromisoformat(ended),
            )
            for began, ended in line.intervals
        ]
        for person in line.people.all():
            found.setdefault(person.pk, []).extend(spans)
    return found


def forget_waiting() -> int:
    """Delete reports that nobody has counted for 30 days, with the names in them."""
    waiting = AttendanceReport.objects.filter(
        counted_at=None, taken_at__lt=clock.now() - LINES_KEPT
    )
    return waiting.delete()[1].get(AttendanceReport._meta.label, 0)


def forget_person(*, person_id: int) -> int:
    """Take the name and address of somebody who was erased out of reports that wait."""
    own = ReportLine.objects.filter(people=person_id)
    return own.update(name="", address="")


def _demand_waiting(report: AttendanceReport) -> None:
    if report.counted_at is not None:
        raise Refused(_("This report has been counted."))


def _placed(
    attendee: Attendee, read: Report, *, zone: ZoneInfo, opened: datetime, closed: datetime
) -> list[Interval]:
    """An attendee's stays as moments. A length without a time is counted from the opening on."""
    if not read.has_times:
        length = min(attendee.length or closed - closed, closed - opened)
        return [(opened, opened + length)] if length else []
    return [(_moment(began, zone), _moment(ended, zone)) for began, ended in attendee.stays]


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _write_lines(
    report: AttendanceReport, attendees: Iterable[tuple[Attendee, list[Interval]]]
) -> None:
    """One line an attendee, with whom its address belongs to or its name fits."""
    people = list(access.people_of(report.session))
    by_address = {person.email.casefold(): person.pk for person in people if person.email}
    names = {person.pk: person.name for person in people}
    lines, whom = [], []
    for attendee, intervals in attendees:
        own = by_address.get(attendee.address) if attendee.address else None
        lines.append(
            ReportLine(
                report=report,
                number=attendee.line,
                name=", ".join(attendee.names)[:200],
                address=attendee.address[:254],
                intervals=[[began.isoformat(), ended.isoformat()] for began, ended in intervals],
                is_by_address=own is not None,
            )
        )
        whom.append(own or matching.proposed(attendee.names, names))
    ReportLine.objects.bulk_create(lines)
    chosen = ReportLine.people.through
    chosen.objects.bulk_create(
        chosen(reportline_id=line.pk, person_id=person_id)
        for line, person_id in zip(lines, whom, strict=True)
        if person_id is not None
    )
