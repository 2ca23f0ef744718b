"""How often PINs may be guessed: by one caller, and by all who call. Pure.

A PIN has nine digits, so that with a thousand of them in use a guess is right once in a
million. What bounds the guesses is the trunk's limit: whoever forges callers' numbers is
bounded by that one alone.
"""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 15 * 60.0
"""Seconds for which a wrong PIN counts."""
MOST_OF_ONE = 6
MOST_OF_WITHHELD = 30
"""For all together whose number is withheld."""
MOST_OF_ALL = 120


@dataclass(slots=True)
class Guard:
    """Wrong PINs of late. Moments are seconds of a clock that only grows."""

    _wrong: deque[tuple[float, str]] = field(default_factory=deque)

    def note_wrong(self, caller: str, now: float) -> None:
        self._wrong.append((now, caller))

    def refuses(self, caller: str, now: float) -> bool:
        """Whether ``caller`` (empty: withheld) may not try now."""
        while self._wrong and self._wrong[0][0] <= now - WINDOW:
            self._wrong.popleft()
        if len(self._wrong) >= MOST_OF_ALL:
            return True
        theirs = sum(who == caller for _, who in self._wrong)
        return theirs >= (MOST_OF_ONE if caller else MOST_OF_WITHHELD)
