"""What keys do: a PIN is typed, later a star and a digit ask for something. Pure."""

from dataclasses import dataclass
from enum import StrEnum

DIGITS = 9
"""Of a PIN."""
TRIES = 3
"""Wrong PINs in one call."""


@dataclass(slots=True)
class Typing:
    """A PIN being typed. The star begins anew; the hash ends it early."""

    _typed: str = ""

    def press(self, key: str) -> str:
        """What was typed, once it is whole; empty until then."""
        if key == "*":
            self._typed = ""
        elif key.isdigit():
            self._typed += key
        if len(self._typed) == DIGITS or (key == "#" and self._typed):
            typed, self._typed = self._typed, ""
            return typed
        return ""


class Command(StrEnum):
    """What may be asked for in the room, by the digit after a star."""

    HELP = "0"
    AGREE = "1"
    HAND = "5"
    VOICE = "6"


@dataclass(slots=True)
class Asking:
    """Keys pressed in the room."""

    _has_star: bool = False

    def press(self, key: str) -> Command | None:
        had_star, self._has_star = self._has_star, key == "*"
        return Command(key) if had_star and key in set(Command) else None
