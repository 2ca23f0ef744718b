"""What a change of a series' rule would do to each of its sessions. Imports no Django.

The page that shows a change before it is made and the service that makes it read the same
plan, so that what was shown is what happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from talanoa.schedule import recurrence
from talanoa.schedule.recurrence import Occurrence, Rule


class What(Enum):
    """What becomes of one month's session."""

    ADDED = "added"
    MOVED = "moved"
    SAME = "same"
    ENDED = "ended"
    """Beyond the new number of sessions: cancelled."""
    KEPT_BY_HAND = "by hand"
    """Moved by hand before; it stays where it was put."""
    KEPT_PASSED = "passed"
    """The new rule's moment in that month has gone by; it stays where it is."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A session as a plan sees it; ``key`` tells which one it is."""

    key: int
    month: date
    starts_at: datetime
    ends_at: datetime
    is_by_hand: bool
    is_history: bool
    """It has begun or was cancelled."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One month: what happens, to which session, and when it will be. Times are aware."""

    what: What
    month: date
    key: int | None
    """Of the session; ``None`` when it is yet to be made."""
    starts_at: datetime
    ends_at: datetime
    occurrence: Occurrence | None


def fresh(
    rule: Rule, *, first_on: date, count: int, length: timedelta, skip: Iterable[date] = ()
) -> list[Step]:
    """A new series, month by month, without the months in ``skip`` (their first days)."""
    left_out = set(skip)
    return [
        _added(found, length)
        for found in recurrence.occurrences(rule, first_on=first_on, count=count)
        if found.month not in left_out
    ]


def changed(
    rule: Rule,
    sessions: Iterable[Planned],
    *,
    first_month: date,
    old_count: int,
    count: int,
    length: timedelta,
    now: datetime,
) -> list[Step]:
    """What a new rule makes of a series that has begun, in order of months.

    Sessions that have begun, passed or been cancelled are history and do not appear.
    A month skipped earlier stays skipped.

    Args:
        sessions: all sessions of the series, in any order.
        first_month: the first day of the series' first month, under any rule.
        old_count: how many months the series had; later ones are new.
        now: timezone-aware.
    """
    beyond = recurrence.month_after(first_month, count)
    steps: list[Step] = []
    for session in sorted(sessions, key=lambda one: one.starts_at):
        if session.is_history or session.starts_at <= now:
            continue
        steps.append(_step_of(session, rule, length, now, is_beyond=session.month >= beyond))
    for number in range(old_count, count):
        found = recurrence.occurrence(rule, recurrence.month_after(first_month, number))
        if found.starts_at > now:
            steps.append(_added(found, length))
    return sorted(steps, key=lambda step: step.month)


def _step_of(
    session: Planned, rule: Rule, length: timedelta, now: datetime, *, is_beyond: bool
) -> Step:
    def stays(what: What) -> Step:
        return Step(
            what=what,
            month=session.month,
            key=session.key,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            occurrence=None,
        )

    if session.is_by_hand:
        return stays(What.KEPT_BY_HAND)
    if is_beyond:
        return stays(What.ENDED)
    found = recurrence.occurrence(rule, session.month)
    ends_at = found.starts_at + length
    if (found.starts_at, ends_at) == (session.starts_at, session.ends_at):
        return stays(What.SAME)
    if found.starts_at <= now:
        return stays(What.KEPT_PASSED)
    return Step(
        what=What.MOVED,
        month=session.month,
        key=session.key,
        starts_at=found.starts_at,
        ends_at=ends_at,
        occurrence=found,
    )


def _added(found: Occurrence, length: timedelta) -> Step:
    return Step(
        what=What.ADDED,
        month=found.month,
        key=None,
        starts_at=found.starts_at,
        ends_at=found.starts_at + length,
        occurrence=found,
    )
