"""When what came of a letter is asked. Pure: imports no Django."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

HOUR = time(9)
"""The hour, by the hub's clock, at which mail about a letter leaves on its day."""
REMIND_AFTER = timedelta(days=7)
"""How long after the asking whoever has not answered is reminded, once."""
REMIND_UNTIL = timedelta(days=21)
"""After which it is left to the next asking: a machine that was down reminds of nothing old."""


class Round(Protocol):
    weeks: int
    due_at: datetime


AnyRound = TypeVar("AnyRound", bound=Round)


def due_at(sent_at: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """Nine in the morning by the hub's clock, so many weeks after the day of sending.

    Summer time may begin or end in between: the hour on the wall stays, the moment moves.
    """
    day = sent_at.astimezone(zone).date() + timedelta(weeks=weeks)
    return datetime.combine(day, HOUR, tzinfo=zone)


def to_ask(waiting: Iterable[AnyRound], now: datetime) -> tuple[AnyRound | None, list[AnyRound]]:
    """Which of a letter's rounds is asked now, and which are passed over.

    After a long silence of the machine two may be due: only the last is asked.
    """
    due = sorted((one for one in waiting if one.due_at <= now), key=lambda one: one.weeks)
    return (due[-1], due[:-1]) if due else (None, [])


def remind_before(begun_at: datetime, due_at: datetime) -> datetime:
    """When whoever is to sign is reminded: a third of the time before it is over."""
    return due_at - (due_at - begun_at) / 3
