"""When a monthly rule falls: pure arithmetic on days, clocks and zones. Imports no Django.

A rule says "the first Tuesday, 14:00, Geneva's time". It gives each month exactly one
moment, whatever the clocks do:

* a local time that does not exist, because the clocks go forward over it, is read with the
  offset that held before, as RFC 5545 says: 02:30 becomes 03:30;
* a local time that comes twice, because the clocks go back, is the first of the two.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LAST = -1


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One moment a month.

    ``week`` is 1 to 4, or ``LAST``; there is no fifth, which half the months lack.
    ``weekday`` counts from Monday, 0. ``at`` is naive, on the clocks of ``zone``.
    """

    week: int
    weekday: int
    at: time
    zone: tzinfo


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """The rule in one month, named by that month's first day. ``starts_at`` is in UTC."""

    month: date
    starts_at: datetime
    is_skipped_time: bool
    """The clocks jump over the rule's time on that day; it happens later by the jump."""
    is_doubled_time: bool
    """The rule's time comes twice on that day; it happens at the first."""


def day_in(month: date, *, week: int, weekday: int) -> date:
    """The day of ``month`` that is its first, …, fourth or last such weekday.

    Raises:
        ValueError: ``week`` is neither 1 to 4 nor ``LAST``, or ``weekday`` not 0 to 6.
    """
    if weekday not in range(7):
        raise ValueError(f"No such weekday: {weekday}.")
    if week == LAST:
        last = month.replace(day=monthrange(month.year, month.month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    if week not in range(1, 5):
        raise ValueError(f"No such week of a month: {week}.")
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment, in UTC, when the clocks of ``zone`` show ``at`` on ``day``."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def is_skipped(day: date, at: time, zone: tzinfo) -> bool:
    """Whether the clocks of ``zone`` jump over ``at`` on ``day``."""
    return moment_of(day, at, zone).astimezone(zone).replace(tzinfo=None) != datetime.combine(
        day, at
    )


def is_doubled(day: date, at: time, zone: tzinfo) -> bool:
    """Whether the clocks of ``zone`` show ``at`` twice on ``day``."""
    if is_skipped(day, at, zone):
        return False
    second = datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)
    return second != moment_of(day, at, zone)


def occurrence(rule: Rule, month: date) -> Occurrence:
    """The rule in the month that ``month`` lies in."""
    day = day_in(month, week=rule.week, weekday=rule.weekday)
    return Occurrence(
        month=month.replace(day=1),
        starts_at=moment_of(day, rule.at, rule.zone),
        is_skipped_time=is_skipped(day, rule.at, rule.zone),
        is_doubled_time=is_doubled(day, rule.at, rule.zone),
    )


def first_month(rule: Rule, first_on: date) -> date:
    """The first month, by its first day, in which the rule falls on ``first_on`` or later."""
    month = first_on.replace(day=1)
    if day_in(month, week=rule.week, weekday=rule.weekday) >= first_on:
        return month
    return month_after(month, 1)


def month_after(month: date, count: int) -> date:
    """The first day of the month that comes ``count`` months after ``month``.

    Raises:
        ValueError: it lies beyond the year 9999.
    """
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def occurrences(rule: Rule, *, first_on: date, count: int) -> list[Occurrence]:
    """``count`` occurrences, one a month, from the first on ``first_on`` or later.

    Raises:
        ValueError: as ``day_in`` and ``month_after``.
    """
    start = first_month(rule, first_on)
    return [occurrence(rule, month_after(start, number)) for number in range(count)]


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Meetings in a row that fall at one local time: from which day of that zone to which."""

    local_time: time
    first: date
    last: date
    count: int


def stretches(moments: Iterable[datetime], zone: tzinfo) -> list[Stretch]:
    """How moments in order fall on the clocks of ``zone``.

    One stretch: always at the same local time. More: the clocks there, or those the rule
    goes by, change in between, and everybody in that zone must be told.

    Args:
        moments: timezone-aware, earliest first.
    """
    found: list[Stretch] = []
    for moment in moments:
        local = moment.astimezone(zone)
        clock = local.time().replace(fold=0)
        if found and found[-1].local_time == clock:
            before = found.pop()
            found.append(
                Stretch(
                    local_time=clock, first=before.first, last=local.date(), count=before.count + 1
                )
            )
        else:
            found.append(Stretch(local_time=clock, first=local.date(), last=local.date(), count=1))
    return found
