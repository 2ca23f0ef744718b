"""Series: sessions that a rule gives, one a month."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.freshness import demand_fresh
from talanoa.programmes.models import Cohort
from talanoa.schedule import planning, recurrence
from talanoa.schedule.models import LiveSession, Series
from talanoa.schedule.planning import Planned, Step, What
from talanoa.schedule.recurrence import Rule
from talanoa.schedule.timing import demand_ahead, demand_free, hold_times


@transaction.atomic
def start_series(
    *,
    by: Person | None,
    cohort: Cohort,
    title: str,
    week: int,
    weekday: int,
    local_time: time,
    first_on: date,
    time_zone: str = "",
    minutes: int = 60,
    count: int = 12,
    skip: Iterable[date] = (),
) -> Series:
    """Plan a session a month. Everyone enrolled gets one mail with all of them.

    The system (``by`` is ``None``) may write down sessions of the past.

    Args:
        first_on: no session before this day; the first may fall in the month after it.
        time_zone: whose clocks ``local_time`` goes by; the hub's when empty.
        skip: the first days of months to leave out.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: a value out of its range, a first session that has passed, no
            session left, or a time at which the cohort meets already.
    """
    cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("programme__hub")
        .get(pk=cohort.pk)
    )
    if by is not None:
        demand(programmes.coordinates_refused(by, cohort.programme))
    series = Series(
        cohort=cohort,
        title=title.strip(),
        week=week,
        weekday=weekday,
        local_time=local_time,
        time_zone=time_zone or cohort.programme.hub.time_zone,
        minutes=minutes,
        first_on=first_on,
        count=count,
    )
    series.full_clean()
    steps = planning.fresh(
        rule_of(series), first_on=first_on, count=count, length=length_of(series), skip=skip
    )
    _demand_possible(steps, by, cohort)
    # Kept as a month, so that a later rule gives the same months.
    series.first_on = recurrence.first_month(rule_of(series), first_on)
    series.save()
    for step in steps:
        _make(series, step)
    events.record("schedule.series_started", by=by, subject=series)
    return series


@transaction.atomic
def change_series(
    *,
    by: Person | None,
    series: Series,
    title: str,
    week: int,
    weekday: int,
    local_time: time,
    time_zone: str,
    minutes: int,
    count: int,
    sequence: int | None = None,
) -> list[LiveSession]:
    """Change the rule: sessions to come follow it, but not those moved by hand.

    Everyone is told in one mail, whatever the number of sessions. Nothing changed tells
    nobody.

    Args:
        sequence: that of the series ``by`` was looking at; ``None`` skips the question.

    Returns:
        The sessions that were made, moved, renamed or cancelled, in order of time.

    Raises:
        Refused: ``by`` does not coordinate the programme, or the series has ended.
        ValidationError: as ``start_series``; ``stale`` when somebody else changed the
            series since ``sequence``.
    """
    hold_times(series.cohort_id)
    series = _locked(series)
    if by is not None:
        demand(programmes.coordinates_refused(by, series.cohort.programme))
    if series.ended_at:
        demand(_("This series has ended."))
    demand_fresh(sequence, series.sequence)
    old_title, old_count = series.title, series.count
    series.title, series.week, series.weekday = title.strip(), week, weekday
    series.local_time, series.time_zone = local_time, time_zone
    series.minutes, series.count = minutes, count
    series.full_clean()
    changed, was = _follow(series, old_title, old_count)
    series.sequence += 1
    series.save()
    if changed:
        events.record(
            "schedule.series_changed",
            by=by,
            subject=series,
            sequence=series.sequence,
            sessions=[session.pk for session in changed],
            was=was,
        )
    return changed


@transaction.atomic
def end_series(*, by: Person | None, series: Series, reason: str = "") -> list[LiveSession]:
    """Call off every session to come. Everyone is told in one mail.

    Returns:
        The sessions cancelled; empty when the series had ended before.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: the reason is too long.
    """
    series = _locked(series)
    if by is not None:
        demand(programmes.coordinates_refused(by, series.cohort.programme))
    if series.ended_at:
        return []
    now = clock.now()
    to_come = list(
        series.live_sessions.select_for_update()
        .filter(starts_at__gt=now, opened_at=None, cancelled_at=None)
        .order_by("starts_at")
    )
    for session in to_come:
        _cancel(session, reason)
    series.ended_at = now
    series.sequence += 1
    series.save(update_fields=["ended_at", "sequence"])
    events.record(
        "schedule.series_ended",
        by=by,
        subject=series,
        sequence=series.sequence,
        sessions=[session.pk for session in to_come],
    )
    return to_come


def plan_of_change(series: Series, *, old_count: int) -> list[Step]:
    """What the rule that ``series`` now holds would do to its sessions. One query."""
    return planning.changed(
        rule_of(series),
        [_as_planned(session) for session in series.live_sessions.all()],
        first_month=series.first_on,
        old_count=old_count,
        count=series.count,
        length=length_of(series),
        now=clock.now(),
    )


def _as_planned(session: LiveSession) -> Planned:
    return Planned(
        key=session.pk,
        month=session.rule_month or session.starts_at.date().replace(day=1),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_by_hand=session.moved_at is not None,
        is_history=session.cancelled_at is not None or session.opened_at is not None,
    )


def rule_of(series: Series) -> Rule:
    """A series' rule. Raises ZoneInfoNotFoundError when there is no such zone."""
    return Rule(
        week=series.week,
        weekday=series.weekday,
        at=series.local_time,
        zone=ZoneInfo(series.time_zone),
    )


def length_of(series: Series) -> timedelta:
    return timedelta(minutes=series.minutes)


def _follow(
    series: Series, old_title: str, old_count: int
) -> tuple[list[LiveSession], dict[str, str]]:
    """Make the sessions follow the rule; gives the changed ones and where the moved ones were."""
    changed: list[LiveSession] = []
    was: dict[str, str] = {}
    there = {session.pk: session for session in series.live_sessions.select_for_update()}
    for step in plan_of_change(series, old_count=old_count):
        if step.key is None:
            changed.append(_make(series, step))
            continue
        session = there[step.key]
        is_renamed = session.title == old_title != series.title
        if step.what == What.ENDED:
            _cancel(session, "")
        elif step.what == What.MOVED or is_renamed:
            if step.what == What.MOVED:
                was[str(session.pk)] = session.starts_at.isoformat()
            _update(session, series, step, is_renamed=is_renamed)
        else:
            continue
        changed.append(session)
    for session in changed:
        if session.cancelled_at is None:
            demand_free(series.cohort, session.starts_at, session.ends_at, besides=session)
    return changed, was


def _make(series: Series, step: Step) -> LiveSession:
    session = LiveSession(
        cohort=series.cohort,
        series=series,
        rule_starts_at=step.starts_at,
        rule_month=step.month,
        title=series.title,
        starts_at=step.starts_at,
        ends_at=step.ends_at,
        time_zone=series.time_zone,
        is_demonstration=series.cohort.programme.is_demonstration,
    )
    session.full_clean()
    session.save()
    return session


def _update(session: LiveSession, series: Series, step: Step, *, is_renamed: bool) -> None:
    if is_renamed:
        session.title = series.title
    if step.what == What.MOVED:
        session.starts_at, session.ends_at = step.starts_at, step.ends_at
        session.rule_starts_at = step.starts_at
        session.time_zone = series.time_zone
    session.sequence += 1
    session.version += 1
    session.changed_at = clock.now()
    if step.what == What.MOVED:
        session.timed_at, session.timed_sequence = session.changed_at, session.sequence
    session.full_clean()
    session.save()


def _cancel(session: LiveSession, reason: str) -> None:
    session.cancelled_at = session.changed_at = clock.now()
    session.cancel_reason = reason.strip()
    session.sequence += 1
    session.version += 1
    session.full_clean()
    session.save()


def _demand_possible(steps: list[Step], by: Person | None, cohort: Cohort) -> None:
    if not steps:
        raise ValidationError(_("Every session is left out. Keep at least one."))
    if by is not None:
        demand_ahead(steps[0].starts_at, now=clock.now())
    for step in steps:
        demand_free(cohort, step.starts_at, step.ends_at)


def _locked(series: Series) -> Series:
    return (
        Series.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__hub")
        .get(pk=series.pk)
    )
