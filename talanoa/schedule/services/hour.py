"""The hour itself: the reminder before, the doors open, the doors shut."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.schedule import access
from talanoa.schedule.models import LiveSession, Reminder
from talanoa.schedule.terms import CLOSES_AFTER, Lead


@transaction.atomic
def begin_reminding(*, session: LiveSession, lead: Lead) -> bool:
    """Note that reminding everyone begins now; ``False`` when it has begun before."""
    reminder, is_new = Reminder.objects.get_or_create(
        session=session, sequence=session.timed_sequence, minutes_before=lead
    )
    if is_new:
        events.record(
            "schedule.reminding",
            by=None,
            subject=session,
            sequence=reminder.sequence,
            minutes=reminder.minutes_before,
        )
    return is_new


@transaction.atomic
def open_session(*, by: Person | None, session: LiveSession) -> bool:
    """Open the doors; ``False`` when they were open already. Safe to call twice at once.

    Raises:
        Refused: for the reasons in ``access.opening_refused``.
    """
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session.pk)
    demand(access.opening_refused(by, session))
    shut = LiveSession.objects.filter(pk=session.pk, opened_at=None, cancelled_at=None)
    if not shut.update(opened_at=clock.now()):
        return False
    session.refresh_from_db(fields=["opened_at"])
    events.record("schedule.session_opened", by=by, subject=session)
    return True


@transaction.atomic
def close_session(*, by: Person | None, session: LiveSession) -> bool:
    """End a session; ``False`` when it had ended. Safe to call twice at once.

    Raises:
        Refused: for the reasons in ``access.closing_refused``.
    """
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session.pk)
    demand(access.closing_refused(by, session))
    still_open = LiveSession.objects.filter(pk=session.pk, opened_at__isnull=False, closed_at=None)
    # A clock set back during the hour must not close a session before it opened.
    if not still_open.update(closed_at=Greatest(Value(clock.now()), F("opened_at"))):
        return False
    session.refresh_from_db(fields=["closed_at"])
    events.record("schedule.session_closed", by=by, subject=session)
    return True


@transaction.atomic
def note_held(*, by: Person, session: LiveSession) -> bool:
    """Note that a session was held as planned though nobody opened its doors here.

    It counts as opened and closed at its planned times. ``False`` when it was opened.

    Raises:
        Refused: for the reasons in ``access.noting_held_refused``.
    """
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session.pk)
    demand(access.noting_held_refused(by, session))
    shut = LiveSession.objects.filter(pk=session.pk, opened_at=None, cancelled_at=None)
    if not shut.update(opened_at=F("starts_at"), closed_at=F("ends_at")):
        return False
    session.refresh_from_db(fields=["opened_at", "closed_at"])
    events.record("schedule.session_opened", by=by, subject=session)
    events.record("schedule.session_closed", by=by, subject=session)
    return True


def close_forgotten(*, now: datetime) -> int:
    """Close what its facilitators left open 30 minutes past its end. Gives the number closed."""
    overdue = LiveSession.objects.filter(
        opened_at__isnull=False, closed_at=None, ends_at__lte=now - CLOSES_AFTER
    )
    return sum(close_session(by=None, session=session) for session in overdue)
