"""One person's place in a session's sound, and whether they are heard to speak."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from talanoa.live.media.janus_client import Handle

PAUSE = 0.8
"""Seconds of silence between words before someone counts as having stopped speaking."""


class Way(StrEnum):
    """How the mix reaches a person."""

    BRIDGE = "bridge"
    """Both ways: they can speak."""
    PHONE = "phone"
    """Both ways, as plain packets: by telephone."""
    STREAM = "stream"
    """One way, as one of a large audience."""


@dataclass(slots=True, eq=False)
class Seat:
    """A person's place. Everyone sits down muted, whatever they were before."""

    session_id: str
    person: str
    way: Way
    handle: Handle = field(repr=False)
    tell_speaking: Callable[["Seat"], None] = field(repr=False)
    tab: str = ""
    """Which of the person's windows sits here."""
    language: str = ""
    """Whose channel they hear; empty: the floor."""
    muted: bool = True
    speaking: bool = False
    _heard: bool = False
    """What Janus said last; it keeps saying so of someone who was muted in mid-word."""
    _pause: asyncio.TimerHandle | None = field(default=None, repr=False)

    def hear(self, heard: bool) -> None:
        """Janus says that the person began (or ceased) to make sound."""
        self._heard = heard
        if heard and not self.muted:
            self._end_pause()
            self._say(True)
        elif not heard and self.speaking and self._pause is None:
            loop = asyncio.get_running_loop()
            self._pause = loop.call_later(PAUSE, self.fall_silent)

    def set_muted(self, muted: bool) -> None:
        self.muted = muted
        if muted:
            self.fall_silent()
        elif self._heard:
            # Janus tells changes only, and for it this person never stopped.
            self._say(True)

    def fall_silent(self) -> None:
        self._end_pause()
        self._say(False)

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def _say(self, speaking: bool) -> None:
        if speaking != self.speaking:
            self.speaking = speaking
            self.tell_speaking(self)
