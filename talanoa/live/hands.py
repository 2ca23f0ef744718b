"""In which order raised hands are listed. Pure.

As they were raised; or, where the facilitator wishes it, those not yet heard first. Then no
hand waits for ever: once three raised after it have been called before it, it goes first.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MOST_PASSED = 3
"""Hands raised later that may be called before one."""

Reason = Literal["", "waited", "country", "person"]
"""Why a hand goes first: it has let others go, nobody of its country was heard yet, or its
owner was not; empty where nothing speaks for it but its time."""

_RANKS: tuple[Reason, ...] = ("waited", "country", "person", "")


@dataclass(frozen=True, kw_only=True)
class Raised:
    """A hand that is up: whose, since when, and for which country its owner speaks."""

    hand: int
    person: int
    raised_at: datetime
    country: int | None = None
    passed: int = 0
    """How many raised after it were called while it was up."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A hand in its place, and why it goes first."""

    raised: Raised
    reason: Reason


def as_raised(hands: Iterable[Raised]) -> list[Placed]:
    """The hands by their time; of two raised at the same moment, the one stored first."""
    return [Placed(raised=hand, reason="") for hand in sorted(hands, key=_time)]


def unheard_first(
    hands: Iterable[Raised], *, people_heard: Collection[int], countries_heard: Collection[int]
) -> list[Placed]:
    """Those who have let three go, then one of each country not heard, then people not heard.

    Of several hands of one country that was not heard yet the first alone goes first for it:
    once it has spoken the country is heard. Within each, by their time.
    """
    countries = set(countries_heard)
    placed: list[Placed] = []
    for hand in sorted(hands, key=_time):
        reason: Reason = ""
        if hand.passed >= MOST_PASSED:
            reason = "waited"
        elif hand.person not in people_heard:
            is_first = hand.country is not None and hand.country not in countries
            reason = "country" if is_first else "person"
        if reason and hand.country is not None:
            countries.add(hand.country)
        placed.append(Placed(raised=hand, reason=reason))
    return sorted(placed, key=lambda each: _RANKS.index(each.reason))


def passed(raised_at: datetime, called: Iterable[datetime]) -> int:
    """How many of the hands ``called`` (when each was raised) were raised after ``raised_at``."""
    return sum(1 for other in called if other > raised_at)


def _time(hand: Raised) -> tuple[datetime, int]:
    return hand.raised_at, hand.hand
