"""Who calls by phone: plain packets between the mix and our own phone, on Janus's machine."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from talanoa.live.media.janus_client import Message, Reply
from talanoa.live.media.seats import Way
from talanoa.live.media.terms import SoundError

if TYPE_CHECKING:
    from talanoa.live.media.sound import SoundRooms

PAYLOADS = {"pcmu": 0, "pcma": 8}
"""The codes of telephone sound, and the numbers they always have in packets."""


@dataclass(frozen=True, slots=True)
class Called:
    """Where the mix takes a caller's packets."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a caller's packets come from and go to, and in which code."""

    host: str
    port: int
    codec: str

    @classmethod
    def read(cls, frame: Mapping[str, Any]) -> "Caller":
        """Raises ``SoundError`` (``bad-frame``) unless it is an address of this machine."""
        host, port, codec = (frame.get(name) for name in ("host", "port", "codec"))
        try:
            is_here = isinstance(host, str) and ipaddress.IPv4Address(host).is_loopback
        except ValueError:
            is_here = False
        if not is_here or type(port) is not int or not 1 <= port <= 65_535:
            raise SoundError("bad-frame")
        if not isinstance(codec, str) or codec not in PAYLOADS:
            raise SoundError("bad-frame")
        return cls(str(host), port, codec)

    @property
    def asks(self) -> Message:
        """What a request to join says of them."""
        rtp = {"ip": self.host, "port": self.port, "payload_type": PAYLOADS[self.codec]}
        return {"codec": self.codec, "rtp": rtp}

    @staticmethod
    def called(reply: Reply) -> Called:
        at = reply.data["rtp"]
        return Called(str(at["ip"]), int(at["port"]))


class Callers:
    """What ``SoundRooms`` does for who calls by phone."""

    async def call(self, *, session_id: str, person: str, tab: str, caller: Caller) -> Called:
        """Seat a caller, muted, in place of any seat they had.

        Raises:
            SoundError: ``off``, ``away``, ``silent``, ``refused``, ``failed``.
        """
        rooms = cast("SoundRooms", self)
        async with rooms._one_at_a_time(session_id, person):
            rooms._demand_janus()
            await rooms._make_way(session_id, person, tab)
            keys = await rooms._mixes.room(session_id)
            seat = await rooms._sit(session_id, person, tab, Way.PHONE)
            asked = keys.joining(rooms._name(person)) | caller.asks
            return caller.called(await rooms._ask(seat, asked))

    async def hang_up(self, *, session_id: str, person: str) -> None:
        """End a caller's seat; nothing happens where they sit at another device by now."""
        rooms = cast("SoundRooms", self)
        async with rooms._one_at_a_time(session_id, person):
            seat = rooms._seats.get((session_id, person))
            if seat is not None and seat.way is Way.PHONE:
                await rooms._give_up(session_id, person)
