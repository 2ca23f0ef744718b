"""Moments and lengths as these tools write them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from talanoa.live.reports.faults import Code, ReportError


class Order(StrEnum):
    """In which order a date names day, month and year."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


Reading = dict[Order, datetime]
"""What a moment means in each order in which it can be read."""

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_NUMBERS = re.compile(
    rf"(?P<a>\d{{1,4}})[./-](?P<b>\d{{1,2}})[./-](?P<c>\d{{1,4}})(?:t|,?\s+){_TIME}", re.ASCII
)
_NAMED = re.compile(
    rf"(?P<month>[a-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}),? {_TIME}", re.ASCII
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTH = re.compile(
    r"(\d{1,5})\s*(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b\.?", re.ASCII
)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})", re.ASCII)
NONE = frozenset({"", "-", "--", "n/a"})
"""How a cell says that there is nothing."""


def reading(cell: str, line: int) -> Reading:
    """Every way in which a moment can be read. Without an offset it has no zone.

    Raises:
        ReportError: it is no moment at all.
    """
    words = cell.casefold()
    if match := _NUMBERS.fullmatch(words):
        dates = _dates(match["a"], match["b"], match["c"])
    elif (match := _NAMED.fullmatch(words)) and match["month"][:3] in _MONTHS:
        month = _MONTHS.index(match["month"][:3]) + 1
        named = _date(int(match["year"]), month, int(match["day"]))
        dates = {order: named for order in Order if named}
    else:
        raise ReportError(Code.BAD_MOMENT, line)
    try:
        found = {order: _at(day, match) for order, day in dates.items()}
    except ValueError as error:
        raise ReportError(Code.BAD_MOMENT, line) from error
    if not found:
        raise ReportError(Code.BAD_MOMENT, line)
    return found


def order_of(readings: Iterable[tuple[int, Reading]], *, day: date | None) -> Order:
    """The order in which every moment can be read and lies within a day of ``day``.

    Raises:
        ReportError: there is no such order, or without a ``day`` more than one.
    """
    orders = set(Order)
    kept = list(readings)
    for line, one in kept:
        orders &= one.keys()
        if not orders:
            raise ReportError(Code.MIXED_DATES, line)
    if day is None:
        # 5 May is the same in every order.
        meant = {tuple(one[order] for _, one in kept) for order in orders}
        if len(meant) > 1:
            raise ReportError(Code.UNCLEAR_DATES)
        return min(orders)
    near = [
        order
        for order in sorted(orders)
        if any(abs(one[order].date() - day) <= timedelta(days=1) for _, one in kept)
    ]
    if not near:
        raise ReportError(Code.OTHER_DAY, kept[0][0])
    return near[0]


def length(cell: str, line: int) -> timedelta:
    """ "58" (minutes), "1:02:03", "1h 2m 3s" or "1 hr 2 min".

    Raises:
        ReportError: it is none of these.
    """
    words = cell.casefold()
    if re.fullmatch(r"\d{1,5}", words, re.ASCII):
        return timedelta(minutes=int(words))
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, seconds = map(int, clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    parts = _LENGTH.findall(words)
    if not parts or _LENGTH.sub("", words).strip():
        raise ReportError(Code.BAD_LENGTH, line)
    units = {"h": "hours", "m": "minutes", "s": "seconds"}
    return sum((timedelta(**{units[unit[0]]: int(n)}) for n, unit in parts), timedelta(0))


def _dates(a: str, b: str, c: str) -> dict[Order, date]:
    if len(a) > 2:
        found = {Order.YEAR_FIRST: _date(int(a), int(b), int(c))}
    else:
        year = int(c) + (2000 if len(c) <= 2 else 0)
        found = {
            Order.DAY_FIRST: _date(year, int(b), int(a)),
            Order.MONTH_FIRST: _date(year, int(a), int(b)),
        }
    return {order: day for order, day in found.items() if day}


def _date(year: int, month: int, day: int) -> date | None:
    if not 2000 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, match: re.Match[str]) -> datetime:
    hour, half = int(match["hour"]), match["half"]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    seconds = int(match["second"] or 0)
    return datetime(
        day.year, day.month, day.day, hour, int(match["minute"]), seconds, tzinfo=_zone(match)
    )


def _zone(match: re.Match[str]) -> timezone | None:
    zone = match["zone"]
    if zone is None:
        return None
    if zone in ("z", "utc", "gmt"):
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-offset if zone[0] == "-" else offset)
