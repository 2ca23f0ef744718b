"""What the guard finds: a passage, what it may tell of somebody, and where it stands."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a passage may tell of somebody. Stored; never renamed."""

    NAME = "name"
    DATE = "date"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    RECORD = "record"
    AGE = "age"
    PLACE = "place"
    RARE = "rare"


@dataclass(frozen=True, order=True)
class Finding:
    """Characters ``start`` to ``end`` of a text, the end not counted."""

    start: int
    end: int
    type: Type


_FIRST = (
    Type.EMAIL,
    Type.RARE,
    Type.PLACE,
    Type.RECORD,
    Type.DATE,
    Type.ADDRESS,
    Type.PHONE,
    Type.AGE,
    Type.NAME,
)
"""Who has a passage that several claim: what is told by its shape before what is told by habit."""


def apart(found: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the text, none over another.

    Of two of one type the longer stays. A name within a small place or an address is part of it.
    """
    kept: list[Finding] = []
    ordered = sorted(found, key=lambda each: (_FIRST.index(each.type), each.start - each.end))
    for each in ordered:
        at = bisect(kept, each)
        is_after = at == 0 or kept[at - 1].end <= each.start
        if is_after and (at == len(kept) or each.end <= kept[at].start):
            kept.insert(at, each)
    return kept
