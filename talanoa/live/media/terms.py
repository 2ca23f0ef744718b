"""What sound is asked, answers and tells: its codes, and who listens to it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from talanoa.live.media.janus_client import (
    JanusAway,
    JanusError,
    JanusRefused,
    JanusSilent,
    Message,
)

BAD_SDP = frozenset({464, 465, 466, 469, 493})
"""Janus's numbers for a description it cannot read."""


class SoundError(Exception):
    """Sound could not do what was asked; ``code`` is stable and meant for the page.

    ``off`` sound is switched off · ``away`` Janus is not there · ``silent`` it does not
    answer · ``refused`` it does not accept our secret · ``bad-offer`` the browser's
    description cannot be used · ``not-seated`` the person has not joined the sound ·
    ``listening`` the person only listens and must join to speak · ``no-channel`` nobody
    interprets into that language here · ``failed`` anything else.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SoundListener(Protocol):
    """Hears what happened, to tell the browsers. Called on the event loop; must not block.

    An interpreter's seat is in the mix of a language; ``session_id`` then is its name
    (``channels.parted``).
    """

    def muted(self, session_id: str, person: str, muted: bool) -> None:
        """A person was muted or unmuted in the mix. Nobody is told that they came in muted."""

    def speaking(self, session_id: str, person: str, speaking: bool) -> None:
        """A person is heard to speak, or has stopped."""

    def candidate(self, session_id: str, person: str, candidate: Message | None) -> None:
        """Janus has one more address for this person's browser; None after the last."""

    def moved(self, session_id: str, person: str, tab: str) -> None:
        """A person's seat now belongs to another of their windows, called ``tab``."""

    def ended(self, session_id: str, person: str, code: str) -> None:
        """A person's sound ended without their doing: ``ended`` (cut off) or ``closed``."""

    def lost(self, code: str) -> None:
        """Janus is gone; nobody has a seat any more."""

    def failed(self) -> None:
        """Janus was asked again in vain, or has fallen silent: it is not the connection alone."""

    def back(self, epoch: str) -> None:
        """Janus is there (again): browsers may join."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What the browser must do next: take our answer, or accept our offer of a stream."""

    kind: Literal["answer", "offer"]
    sdp: str
    epoch: str
    """Changes whenever every seat is lost. A browser that holds another one has no seat."""


@contextlib.contextmanager
def told_as_sound_error() -> Iterator[None]:
    """What Janus refuses or fails at within the block, as a ``SoundError``."""
    try:
        yield
    except JanusAway as error:
        raise SoundError("away") from error
    except JanusSilent as error:
        raise SoundError("silent") from error
    except JanusRefused as error:
        raise SoundError("bad-offer" if error.code in BAD_SDP else "failed") from error
    except JanusError as error:
        raise SoundError("failed") from error
