"""The ledger of attendance: provisional at the end, final five minutes later, then corrected
only by a new revision with a reason."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, queries
from talanoa.live.attendance import Attended, Interval, Span, measure
from talanoa.live.durations import FINAL_AFTER
from talanoa.live.models import Attendance, Room
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@transaction.atomic
def compute(*, session: LiveSession) -> bool:
    """Compute everyone's attendance of a session that has ended.

    Until five minutes after the end it is provisional, and what was computed before is
    computed anew; from then on it is final. ``False`` when it was final already, or when the
    session has not ended. Safe to run twice, and at once.
    """
    room = log.lock(session)
    session.refresh_from_db(fields=["opened_at", "closed_at"])
    if session.opened_at is None or session.closed_at is None or room.attendance_final_at:
        return False
    now = clock.now()
    is_final = now >= session.closed_at + FINAL_AFTER
    Attendance.objects.filter(session=session).delete()
    Attendance.objects.bulk_create(
        _row(session, person_id, attended, final_at=now if is_final else None)
        for person_id, attended in _measured(
            session, opened=session.opened_at, closed=session.closed_at
        ).items()
    )
    if is_final:
        _settle(room, session, now)
    return True


@transaction.atomic
def correct(
    *,
    by: Person,
    session: LiveSession,
    person: Person,
    intervals: Sequence[Interval],
    reason: str,
) -> Attendance:
    """Put a new revision in place of someone's attendance: they came by telephone, say.

    Raises:
        Refused: ``by`` does not lead the session, or attendance is not final yet.
        ValidationError: no reason is given, or an interval runs backwards or lies outside
            the session.
    """
    demand(access.hosting_refused(by, session))
    room = log.lock(session)
    session.refresh_from_db(fields=["opened_at", "closed_at"])
    if room.attendance_final_at is None or session.opened_at is None or session.closed_at is None:
        raise Refused(_("Attendance can be corrected once it is final."))
    _demand_within(intervals, session.opened_at, session.closed_at)
    given = [Span(began, ended, ended) for began, ended in intervals]
    attended = measure(given, opened=session.opened_at, closed=session.closed_at)
    earlier = Attendance.objects.filter(session=session, person=person)
    revision = (earlier.aggregate(newest=Max("revision"))["newest"] or 0) + 1
    earlier.filter(is_current=True).update(is_current=False)
    row = _row(session, person.pk, attended, final_at=clock.now())
    row.revision, row.reason, row.by = revision, reason.strip(), by
    if not row.reason:
        raise ValidationError({"reason": _("Say why, for whoever reads this later.")})
    row.full_clean()
    row.save()
    events.record("live.attendance_corrected", by=by, subject=row)
    return row


def settle_due() -> int:
    """Make final what is due, should a job have been lost. Gives the number of sessions."""
    due = LiveSession.objects.filter(
        closed_at__lte=clock.now() - FINAL_AFTER, room__attendance_final_at=None
    )
    return sum(compute(session=session) for session in due)


def _measured(session: LiveSession, *, opened: datetime, closed: datetime) -> dict[int, Attended]:
    """Everyone who was in the room between opening and end, with how long. Two queries."""
    outages = queries.outages(since=opened, until=closed)
    measured = {
        person_id: measure(spans, opened=opened, closed=closed, outages=outages)
        for person_id, spans in queries.spans(session).items()
    }
    return {person_id: attended for person_id, attended in measured.items() if attended.total}


def _settle(room: Room, session: LiveSession, now: datetime) -> None:
    room.attendance_final_at = now
    room.save(update_fields=["attendance_final_at"])
    events.record("live.attendance_final", by=None, subject=session)


def _row(
    session: LiveSession, person_id: int, attended: Attended, *, final_at: datetime | None
) -> Attendance:
    return Attendance(
        session=session,
        person_id=person_id,
        intervals=[[began.isoformat(), ended.isoformat()] for began, ended in attended.intervals],
        attended=attended.total,
        final_at=final_at,
    )


def _demand_within(intervals: Sequence[Interval], opened: datetime, closed: datetime) -> None:
    for began, ended in intervals:
        if not opened <= began <= ended <= closed:
            raise ValidationError(
                _("Each interval must lie within the session and end after it began."),
                code="interval",
            )
