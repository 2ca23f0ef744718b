"""Single sessions: added, moved, called off, described."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import Cohort
from talanoa.schedule import access
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.terms import MOST_AGENDA_ITEMS
from talanoa.schedule.timing import demand_ahead, demand_free, demand_length, hold_times


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
    hold_times(session.cohort_id)
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
    session.moved_at = session.changed_at = session.timed_at = now
    session.sequence += 1
    session.timed_sequence = session.sequence
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


def _locked(session: LiveSession) -> LiveSession:
    return (
        LiveSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__programme__hub")
        .get(pk=session.pk)
    )
