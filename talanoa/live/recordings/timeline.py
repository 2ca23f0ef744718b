"""What happened in the room, by where it stands in the recording.

A recording is made of parts: each began at a moment and lies at a place, in seconds from the
beginning of the file. Between two parts time has passed that was not recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch recorded without a break: where it lies, when it began, how long it is."""

    offset: float
    began_at: datetime
    seconds: float

    @property
    def ended_at(self) -> datetime:
        return self.began_at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Value]):
    """Something at its place in the recording."""

    offset: float
    value: Value


@dataclass(frozen=True, slots=True)
class Gap:
    """Where time is missing, and how much."""

    offset: float
    missing: timedelta


def length(parts: Sequence[Part]) -> float:
    """Seconds the whole recording lasts."""
    return max((part.offset + part.seconds for part in parts), default=0.0)


def place(parts: Sequence[Part], at: datetime) -> float:
    """Where a moment stands. What was not recorded stands where the recording goes on."""
    for part in parts:
        if at < part.ended_at:
            return part.offset + max((at - part.began_at).total_seconds(), 0.0)
    return length(parts)


def moment(parts: Sequence[Part], offset: float) -> datetime:
    """When what stands there was said; what stands between two parts, at the end of the first.

    Raises:
        ValueError: there is no part.
    """
    if not parts:
        raise ValueError("Nothing was recorded.")
    part = next((each for each in reversed(parts) if each.offset <= offset), parts[0])
    return part.began_at + timedelta(seconds=min(max(offset - part.offset, 0.0), part.seconds))


def states(parts: Sequence[Part], changes: Iterable[tuple[datetime, Value]]) -> list[Placed[Value]]:
    """What held from where on: a slide, an item of the agenda.

    The state at the beginning is the last one set before it. Of several at one place the last
    counts; one that changes nothing is left out, and so is what came after the end.
    """
    whole = length(parts)
    placed: list[Placed[Value]] = []
    for at, value in sorted(changes, key=lambda change: change[0]):
        offset = place(parts, at)
        if offset >= whole:
            break
        if placed and placed[-1].offset == offset:
            placed.pop()
        if not placed or placed[-1].value != value:
            placed.append(Placed(offset, value))
    return placed


def marks(parts: Sequence[Part], made: Iterable[tuple[datetime, Value]]) -> list[Placed[Value]]:
    """What was written down meanwhile, in order; each is somewhere, none is left out."""
    ordered = sorted(made, key=lambda mark: mark[0])
    return [Placed(place(parts, at), value) for at, value in ordered]


def gaps(parts: Sequence[Part], *, shortest: timedelta) -> list[Gap]:
    """Where at least ``shortest`` is missing between two parts."""
    between = pairwise(parts)
    found = (Gap(later.offset, later.began_at - earlier.ended_at) for earlier, later in between)
    return [gap for gap in found if gap.missing >= shortest]


def cuts(
    parts: Sequence[Part], silent: Iterable[tuple[datetime, datetime]]
) -> list[tuple[float, float]]:
    """Where these times lie in the recording: (from, to) in seconds, in order, merged."""
    found: list[tuple[float, float]] = []
    for part in parts:
        for began_at, ended_at in silent:
            begins = max(began_at, part.began_at)
            ends = min(ended_at, part.ended_at)
            if begins < ends:
                shift = part.offset - part.began_at.timestamp()
                found.append((begins.timestamp() + shift, ends.timestamp() + shift))
    merged: list[tuple[float, float]] = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
