"""How long someone attended, from the spans in which they gave signs of life. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from talanoa.live.durations import LONGEST_GAP, RETURN_WITHIN

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Span:
    """One connection's signs of life, from the first to the last."""

    began_at: datetime
    last_sign_at: datetime
    ended_at: datetime | None = None
    """When it was ended in good order; ``None`` when it fell silent at its last sign."""

    @property
    def interval(self) -> Interval:
        """From its beginning to its end, never backwards, whatever the clock did."""
        return self.began_at, max(self.began_at, self.ended_at or self.last_sign_at)


@dataclass(frozen=True, slots=True)
class Attended:
    """The intervals of one person's attendance, in order, none touching another; their sum."""

    intervals: tuple[Interval, ...]
    total: timedelta


def measure(
    spans: Iterable[Span],
    *,
    opened: datetime,
    closed: datetime,
    outages: Iterable[Interval] = (),
) -> Attended:
    """Measure the time between ``opened`` and ``closed`` in which someone was there.

    Overlaps count once, so two tabs are one attendance; the lobby earns nothing; a gap of at
    most 60 s is closed; a connection that fell silent ends at its last sign. Whoever was
    there when an outage of ours began, and comes back within five minutes of its end, was
    there all the while.

    Args:
        spans: one person's, in any order; the same one twice changes nothing.
        opened: Start of the session, timezone-aware.
        closed: Its end, not before ``opened``.
        outages: (from, to) of each time in which our own process was away, in any order.

    Returns:
        To the microsecond; the total is between ``timedelta(0)`` and ``closed - opened``.

    Raises:
        ValueError: ``closed`` is before ``opened``.
        TypeError: some moments are timezone-aware and others are not.
    """
    if closed < opened:
        raise ValueError(f"Session closed at {closed}, before it opened at {opened}.")
    kept = list(spans)
    there = [span.interval for span in kept] + _bridges(kept, _joined(outages))
    within = ((max(began, opened), min(ended, closed)) for began, ended in _joined(there))
    intervals = tuple((began, ended) for began, ended in within if began < ended)
    return Attended(intervals, sum((ended - began for began, ended in intervals), timedelta(0)))


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The union, in order, with gaps of at most 60 s closed."""
    union: list[Interval] = []
    for began, ended in sorted(intervals):
        if union and began - union[-1][1] <= LONGEST_GAP:
            union[-1] = (union[-1][0], max(union[-1][1], ended))
        else:
            union.append((began, ended))
    return union


def _bridges(spans: Sequence[Span], outages: Iterable[Interval]) -> list[Interval]:
    """From where an outage cut someone off to where they came back after it.

    A process that is killed has not written its last signs of life: whoever fell silent up
    to 60 s before counts as cut off by the outage. Whoever left in good order was not.
    """
    bridges = []
    for began, ended in outages:
        cut_off = [
            span.interval[1]
            for span in spans
            if span.ended_at is None and began - LONGEST_GAP <= span.interval[1] <= ended
        ]
        if not cut_off:
            continue
        since = max(cut_off)
        back = [span.began_at for span in spans if since < span.began_at <= ended + RETURN_WITHIN]
        if back:
            bridges.append((since, min(back)))
    return bridges
