"""Whose camera is seen by those who see one, and large by those who see all. Pure."""

SPEAKS_FOR = 2.0
"""Seconds somebody has to speak before the picture changes to them: a cough changes nothing."""


class Spotlight:
    """One session's: whoever has the floor, then whoever spoke last. People are strings."""

    def __init__(self, floor: str = "") -> None:
        self.floor = floor
        self._spoke: list[str] = []
        self._since: dict[str, float] = {}

    def hear(self, person: str, speaking: bool, at: float) -> None:
        """Somebody began to speak at this moment, in seconds, or stopped."""
        if speaking:
            self._since.setdefault(person, at)
        else:
            self._since.pop(person, None)

    def settle(self, at: float) -> bool:
        """Let those who have spoken for long enough come to the front; whether that changed it."""
        before = list(self._spoke)
        for person, since in sorted(self._since.items(), key=lambda each: each[1]):
            if at - since >= SPEAKS_FOR and not self._is_ahead_of_silent(person):
                self._spoke = [person, *(each for each in self._spoke if each != person)]
        return before != self._spoke

    def order(self) -> list[str]:
        """People in the order in which their camera is wanted."""
        rest = [each for each in self._spoke if each != self.floor]
        return [self.floor, *rest] if self.floor else rest

    def _is_ahead_of_silent(self, person: str) -> bool:
        """Whether only people who speak too stand before them: two who talk do not take turns."""
        if person not in self._spoke:
            return False
        ahead = self._spoke[: self._spoke.index(person)]
        return all(each in self._since for each in ahead)
