"""What is done to single sessions; series, parts and feeds stand in files beside this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import Cohort
from talanoa.schedule import access
from talanoa.schedule.feeds import feed_of, renew_feed
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.parts import (
    confirm_session_role,
    decline_session_role,
    give_session_role,
    take_session_role,
)
from talanoa.schedule.series import change_series, end_series, start_series
from talanoa.schedule.terms import CLOSES_AFTER, MOST_AGENDA_ITEMS
from talanoa.schedule.timing import demand_ahead, demand_free, demand_length

__all__ = [
    "ItemOfAgenda",
    "add_session",
    "cancel_session",
    "change_series",
    "change_session",
    "close_forgotten",
    "close_session",
    "confirm_session_role",
    "decline_session_role",
    "end_series",
    "feed_of",
    "give_session_role",
    "move_session",
    "open_session",
    "renew_feed",
    "set_agenda",
    "start_series",
    "take_session_role",
]


@dataclass(frozen=True, kw_only=True)
class ItemOfAgenda:
    """One line of an agenda to be. ``pk`` keeps a line that is there already."""

    kind: str
    title: str
    minutes: int
    speaker: Person | None = None
    pk: int | None = None


@transaction.atomic
def add_session(
    *,
    by: Person | None,
    cohort: Cohort,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    summary: str = "",
    time_zone: str = "",
    is_demonstration: bool | None = None,
) -> LiveSession:
    """Add a session of its own, outside any series. Everyone enrolled is told by mail.

    The system (``by`` is ``None``) may write down sessions of the past.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: it has passed, ends before it starts, is too short or too long, has
            no title, or the cohort meets at that time already.
    """
    cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=cohort.pk)
    )
    programme = cohort.programme
    if by is not None:
        demand(programmes.coordinates_refused(by, programme))
        demand_ahead(starts_at, now=clock.now())
    demand_length(starts_at, ends_at)
    demand_free(cohort, starts_at, ends_at)
    session = LiveSession(
        cohort=cohort,
        title=title.strip(),
        summary=summary.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=time_zone or programme.hub.time_zone,
        is_demonstration=(
            programme.is_demonstration if is_demonstration is None else is_demonstration
        ),
    )
    session.full_clean()
    session.save()
    events.record("schedule.session_made", by=by, subject=session)
    return session


@transaction.atomic
def move_session(
    *,
    by: Person | None,
    session: LiveSession,
    starts_at: datetime,
    ends_at: datetime,
    version: int | None = None,
) -> LiveSession:
    """Move one session; its series leaves it alone from now on. Everyone is told by mail.

    Moving it to where it is changes nothing and tells nobody.

    Raises:
        Refused: for the reasons in ``access.moving_refused``.
        ValidationError: as ``add_session``; ``stale`` when somebody else changed it since
            ``version``.
    """
    session = _locked(session)
    if by is not None:
        demand(access.moving_refused(by, session))
    demand_fresh(version, session.version)
    if (session.starts_at, session.ends_at) == (starts_at, ends_at):
        return session
    demand_ahead(starts_at, now=clock.now())
    demand_length(starts_at, ends_at)
    demand_free(session.cohort, starts_at, ends_at, besides=session)
    was = session.starts_at
    now = clock.now()
    session.starts_at, session.ends_at = starts_at, ends_at
    session.moved_at = session.changed_at = now
    session.sequence += 1
    session.version += 1
    session.full_clean()
    session.save()
    events.record(
        "schedule.session_moved",
        by=by,
        subject=session,
        sequence=session.sequence,
        was=was.isoformat(),
    )
    return session


@transaction.atomic
def cancel_session(
    *, by: Person | None, session: LiveSession, reason: str = "", version: int | None = None
) -> bool:
    """Call one session off; ``False`` when it was already. Everyone is told by mail.

    Raises:
        Refused: for the reasons in ``access.cancelling_refused``.
        ValidationError: the reason is too long; ``stale`` as ``move_session``.
    """
    session = _locked(session)
    if by is not None:
        demand(access.cancelling_refused(by, session))
    if session.cancelled_at:
        return False
    demand_fresh(version, session.version)
    session.cancelled_at = session.changed_at = clock.now()
    session.cancel_reason = reason.strip()
    session.sequence += 1
    session.version += 1
    session.full_clean()
    session.save()
    events.record("schedule.session_cancelled", by=by, subject=session, sequence=session.sequence)
    return True


@transaction.atomic
def change_session(
    *,
    by: Person | None,
    session: LiveSession,
    title: str,
    summary: str,
    tells: bool = True,
    version: int | None = None,
) -> LiveSession:
    """Say what a session is about. A new title is mailed to everyone when it ``tells``.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: no title, or something too long; ``stale`` as ``move_session``.
    """
    session = _locked(session)
    if by is not None:
        demand(access.planning_refused(by, session))
    demand_fresh(version, session.version)
    old_title, old_summary = session.title, session.summary
    session.title, session.summary = title.strip(), summary.strip()
    if (old_title, old_summary) == (session.title, session.summary):
        return session
    is_retitled = old_title != session.title
    session.sequence += is_retitled
    session.version += 1
    session.changed_at = clock.now()
    session.full_clean()
    session.save()
    events.record(
        "schedule.session_changed",
        by=by,
        subject=session,
        sequence=session.sequence,
        tells=tells and is_retitled,
    )
    return session


@transaction.atomic
def set_agenda(
    *,
    by: Person | None,
    session: LiveSession,
    items: Sequence[ItemOfAgenda],
    version: int | None = None,
) -> list[AgendaItem]:
    """Write the whole agenda, in the order given. Lines with a ``pk`` stay the same lines.

    Raises:
        Refused: for the reasons in ``access.agenda_refused``.
        ValidationError: a line without title or minutes, or too many lines; ``stale`` as
            ``move_session``.
    """
    session = _locked(session)
    if by is not None:
        demand(access.agenda_refused(by, session))
    demand_fresh(version, session.version)
    if len(items) > MOST_AGENDA_ITEMS:
        raise ValidationError(
            _("An agenda has at most %(most)d items."), params={"most": MOST_AGENDA_ITEMS}
        )
    there = {item.pk: item for item in session.agenda.select_for_update()}
    kept = {item.pk for item in items if item.pk in there}
    session.agenda.exclude(pk__in=kept).delete()
    # Out of the way first: two lines cannot hold one position even for a moment.
    session.agenda.update(position=F("position") + 1000)
    written = []
    for position, line in enumerate(items):
        item = there.get(line.pk or 0) or AgendaItem(session=session)
        item.position, item.kind, item.title = position, line.kind, line.title.strip()
        item.minutes, item.speaker = line.minutes, line.speaker
        item.full_clean()
        item.save()
        written.append(item)
    session.version += 1
    session.save(update_fields=["version"])
    events.record("schedule.agenda_set", by=by, subject=session)
    return written


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


def close_forgotten(*, now: datetime) -> int:
    """Close what its facilitators left open 30 minutes past its end. Gives the number closed."""
    overdue = LiveSession.objects.filter(
        opened_at__isnull=False, closed_at=None, ends_at__lte=now - CLOSES_AFTER
    )
    return sum(close_session(by=None, session=session) for session in overdue)


def _locked(session: LiveSession) -> LiveSession:
    return (
        LiveSession.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__hub")
        .get(pk=session.pk)
    )
