"""The ledger of attendance: provisional at the end, final five minutes later, then corrected
only by a new revision with a reason.

What the room saw and the stays it did not see are measured together. Where people heard each
other in another tool, the room saw little: attendance stays provisional until a report of
that tool is counted or a host makes it final.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, queries
from talanoa.live.attendance import Attended, Interval, Span, measure
from talanoa.live.durations import FINAL_AFTER
from talanoa.live.models import Attendance, Call, Room, Stay
from talanoa.live.sharing import with_those_beside
from talanoa.live.terms import StayKind
from talanoa.people.models import Person
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession


@transaction.atomic
def compute(*, session: LiveSession) -> bool:
    """Compute everyone's attendance of a session that has ended.

    Until five minutes after the end it is provisional, and what was computed before is
    computed anew; from then on it is final, unless the session has a call in another tool.
    ``False`` when it was final already, or when the session has not ended. Safe to run twice,
    and at once.
    """
    room = log.lock(session)
    session.refresh_from_db(fields=["opened_at", "closed_at"])
    if session.closed_at is None or room.attendance_final_at:
        return False
    is_due = clock.now() >= session.closed_at + FINAL_AFTER
    is_final = is_due and not Call.objects.filter(session=session).exists()
    return _compute(room, session, is_final=is_final, by=None)


@transaction.atomic
def make_final(*, by: Person, session: LiveSession) -> bool:
    """Let what is counted so far stand, though no report came; ``False`` when it stood already.

    Raises:
        Refused: for the reasons in ``access.counting_refused``.
    """
    demand(access.counting_refused(by, session))
    room = log.lock(session)
    return room.attendance_final_at is None and _compute(room, session, is_final=True, by=by)


@transaction.atomic
def note_held(*, by: Person, session: LiveSession) -> bool:
    """Note that a session with a call was held as planned though nobody opened the room.

    Raises:
        Refused: for the reasons in ``access.holding_refused``, and of ``schedule``.
    """
    demand(access.holding_refused(by, session))
    return schedule.note_held(by=by, session=session)


@transaction.atomic
def add_time(
    *,
    by: Person,
    session: LiveSession,
    person: Person,
    began_at: datetime,
    ended_at: datetime,
    reason: str,
) -> Stay:
    """Add a time in which someone was there and nothing saw it: they listened by telephone, say.

    Raises:
        Refused: for the reasons in ``access.counting_refused``, or ``person`` does not belong
            in the session.
        ValidationError: no reason is given, or the time runs backwards or lies outside the
            session.
    """
    demand(access.counting_refused(by, session))
    room = log.lock(session)
    if session.opened_at is None or session.closed_at is None:
        raise Refused(_("Who attended can be added once the session has ended."))
    if not access.people_of(session).filter(pk=person.pk).exists():
        raise Refused(_("This person is not in the session."))
    if began_at == ended_at:
        raise ValidationError({"ended_at": _("This must be later than the beginning.")})
    _demand_within([(began_at, ended_at)], session.opened_at, session.closed_at)
    stay = Stay(
        session=session,
        person=person,
        kind=StayKind.HAND,
        began_at=began_at,
        ended_at=ended_at,
        reason=_demand_reason(reason),
        by=by,
    )
    stay.full_clean()
    stay.save()
    events.record("live.time_added", by=by, subject=stay)
    _count(room, session, by=by, people=[person.pk], reason=stay.reason)
    return stay


@transaction.atomic
def withdraw_time(*, by: Person, stay: Stay, reason: str) -> bool:
    """Let a time that was added by hand count no more; ``False`` when it did not.

    Raises:
        Refused: for the reasons in ``access.counting_refused``.
        ValidationError: no reason is given.
    """
    session = stay.session
    demand(access.counting_refused(by, session))
    room = log.lock(session)
    reason = _demand_reason(reason)
    counting = Stay.objects.filter(pk=stay.pk, withdrawn_at=None)
    if not counting.update(withdrawn_at=clock.now()):
        return False
    events.record("live.time_withdrawn", by=by, subject=stay)
    _count(room, session, by=by, people=[stay.person_id], reason=reason)
    return True


def count(
    *, by: Person, session: LiveSession, people: Collection[int], reason: str, is_final: bool
) -> None:
    """Count the stays that have come or gone, for these people (ids) and for those who sat at
    their devices, in the caller's transaction.

    Before attendance is final it is computed for everyone, and becomes final if ``is_final``.
    Afterwards each whose intervals change gets a revision with the reason; what a host has put
    there by hand stays.

    Raises:
        RuntimeError: outside a transaction.
    """
    room = log.lock(session)
    if is_final and room.attendance_final_at is None:
        _compute(room, session, is_final=True, by=by)
    else:
        _count(room, session, by=by, people=people, reason=reason)


def recount(*, by: Person, session: LiveSession, people: Collection[int], reason: str) -> None:
    """Count anew for these people (ids) where it was counted already, as ``count`` does.

    Raises:
        RuntimeError: outside a transaction.
    """
    if session.closed_at is None:
        return
    room = log.lock(session)
    if room.attendance_final_at or session.attendances.exists():
        _count(room, session, by=by, people=people, reason=reason)


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
    row.revision, row.reason, row.by = revision, _demand_reason(reason), by
    row.is_put_by_hand = True
    row.full_clean()
    row.save()
    events.record("live.attendance_corrected", by=by, subject=row)
    return row


def settle_due() -> int:
    """Make final what is due, should a job have been lost. Gives the number of sessions."""
    due = LiveSession.objects.filter(
        closed_at__lte=clock.now() - FINAL_AFTER, room__attendance_final_at=None, call=None
    )
    return sum(compute(session=session) for session in due)


def measured(
    session: LiveSession, *, besides: Mapping[int, Sequence[Span]] | None = None
) -> dict[int, Attended]:
    """Everyone who was there between opening and end, with how long; none before the end.

    Args:
        besides: spans by person that are not stored yet, for a look at what they would change.

    Queries: four.
    """
    opened, closed = session.opened_at, session.closed_at
    if opened is None or closed is None:
        return {}
    outages = queries.outages(since=opened, until=closed)
    seen, told = queries.spans(session), queries.told_spans(session)
    own = {
        person_id: [
            *seen.get(person_id, ()),
            *told.get(person_id, ()),
            *(besides or {}).get(person_id, ()),
        ]
        for person_id in {*seen, *told, *(besides or {})}
    }
    found = {
        person_id: measure(spans, opened=opened, closed=closed, outages=outages)
        for person_id, spans in with_those_beside(own, queries.beside(session)).items()
    }
    return {person_id: attended for person_id, attended in found.items() if attended.total}


def _compute(room: Room, session: LiveSession, *, is_final: bool, by: Person | None) -> bool:
    now = clock.now()
    told = {stay.person_id: stay for stay in queries.stays(session) if stay.reason}
    Attendance.objects.filter(session=session).delete()
    rows = []
    for person_id, attended in measured(session).items():
        row = _row(session, person_id, attended, final_at=now if is_final else None)
        if stay := told.get(person_id):
            row.reason, row.by_id = stay.reason, stay.by_id
        rows.append(row)
    Attendance.objects.bulk_create(rows)
    if is_final:
        room.attendance_final_at = now
        room.save(update_fields=["attendance_final_at"])
        events.record("live.attendance_final", by=by, subject=session)
    return True


def _count(
    room: Room, session: LiveSession, *, by: Person, people: Collection[int], reason: str
) -> None:
    if room.attendance_final_at is None:
        _compute(room, session, is_final=False, by=by)
        return
    now, counted = clock.now(), measured(session)
    # Whoever sat at the device of one of them has that one's time.
    beside = queries.beside(session)
    changed = set(people) | {who for who, owners in beside.items() if owners & set(people)}
    rows = Attendance.objects.filter(session=session, is_current=True, person__in=changed)
    current = {row.person_id: row for row in rows}
    for person_id in sorted(changed):
        before = current.get(person_id)
        attended = counted.get(person_id, Attended((), timedelta(0)))
        after = _row(session, person_id, attended, final_at=now)
        if (before.intervals if before else []) == after.intervals:
            continue
        if before:
            if before.is_put_by_hand:
                continue
            after.revision = before.revision + 1
            Attendance.objects.filter(pk=before.pk).update(is_current=False)
        after.reason, after.by = reason, by
        after.save()
        events.record("live.attendance_corrected", by=by, subject=after)


def _demand_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, for whoever reads this later.")})
    return reason


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
