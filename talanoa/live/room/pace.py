"""Slow whoever sends too much or too badly; only repeated abuse ends a connection. Pure.

One pace serves a person, however many tabs they have.
"""

BURST = 40.0
"""Frames a person may send at once."""
RATE = 8.0
"""Frames a second a person may send for long."""
STRIKES = 20
"""Bad frames, forgiven ones aside, after which a connection is closed."""
FORGIVEN_AFTER = 5.0
"""Seconds in which one bad frame is forgiven."""
FIRST_DELAY, LONGEST_DELAY = 0.05, 2.0
"""Seconds before a sender of bad frames is read again: doubled each time, up to the longest."""


class Pace:
    """How fast one person sends, and how badly. Moments are seconds of a clock that only grows."""

    __slots__ = ("_left", "_strikes", "_struck", "_taken", "connections")

    def __init__(self, now: float) -> None:
        self._left = BURST
        self._taken = now
        self._strikes = 0.0
        self._struck = now
        self.connections = 0

    def take(self, now: float) -> bool:
        """Whether one more frame may be carried out now."""
        self._left = min(BURST, self._left + (now - self._taken) * RATE)
        self._taken = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def strike(self, now: float) -> float:
        """Note a bad frame; answer with the seconds for which not to read the next."""
        self._strikes = self._unforgiven(now) + 1
        self._struck = now
        return min(FIRST_DELAY * 2 ** (self._strikes - 1), LONGEST_DELAY)

    def is_abuse(self, now: float) -> bool:
        return self._unforgiven(now) > STRIKES

    def _unforgiven(self, now: float) -> float:
        return max(0.0, self._strikes - (now - self._struck) / FORGIVEN_AFTER)
