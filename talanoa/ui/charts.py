"""Charts are tables whose numbers are also drawn: nothing is lost without the picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal
_WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    label: str
    value: Number
    length: int
    """Of 1000 units; at least 4 for anything above zero, so that little is not nothing."""


@dataclass(frozen=True)
class Part:
    """A part of a whole: the class of its style, its words, how many it is."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True)
class Stack:
    """A whole that is drawn as one bar of its parts, for instance a year."""

    label: str
    parts: Sequence[Part]

    @property
    def lengths(self) -> list[tuple[str, int, int]]:
        """Kind, start and length of each part that is there, of 1000 units in all."""
        whole = sum(part.count for part in self.parts)
        drawn, before = [], 0
        for part in self.parts:
            start, before = before, before + part.count
            if part.count:
                begin, end = (round(_WIDTH * at / whole) for at in (start, before))
                drawn.append((part.kind, begin, end - begin))
        return drawn


def bars(rows: Iterable[Sequence[object]], *, most: Number | None = None) -> list[Bar]:
    """Scale ``(label, value)`` rows from zero to the longest, or to ``most``.

    Raises:
        ValueError: a value is negative, or above ``most``.
    """
    read: list[tuple[str, Number]] = [(str(row[0]), _number(row[1])) for row in rows]
    longest = most if most is not None else max((value for _, value in read), default=0)
    return [Bar(label, value, _length(value, longest)) for label, value in read]


def _length(value: Number, longest: Number) -> int:
    if value < 0 or value > longest:
        raise ValueError(f"{value} does not lie between 0 and {longest}.")
    if value == 0:
        return 0
    return max(4, round(_WIDTH * float(value) / float(longest)))


def _number(value: object) -> Number:
    if isinstance(value, int | float | Decimal):
        return value
    raise ValueError(f"A bar shows a number, not {value!r}.")
