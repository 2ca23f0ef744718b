"""Reactions: applause, thanks and the like, counted together and forgotten.

They are in no log and no table. Each process counts what its sockets bring and tells all
processes the sums every three seconds; each passes them on to its sockets as they come. So a
room costs its quiet participants the same however many clap.
"""

import asyncio
from collections import Counter, deque
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from talanoa.kernel.refusals import demand
from talanoa.live import access
from talanoa.live.room import bus, protocol
from talanoa.live.room.protocol import Code, Frame, ProtocolError
from talanoa.live.terms import Reaction

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.server import Server

TOLD_EVERY = 3.0
"""Seconds of which reactions are told together."""
MOST, WITHIN = 5, 10.0
"""Reactions of one person in so many seconds; more are turned down."""

KINDS = frozenset(Reaction.values)


class Reactions:
    """What this process has not told yet, and who reacted when."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._counts: dict[int, Counter[str]] = {}
        self._recent: dict[int, deque[float]] = {}

    def take(self, connection: "Connection", frame: Frame) -> None:
        """Count one reaction.

        Raises:
            ProtocolError: there is no such reaction, or this person sends too many.
            Refused: the session has ended.
        """
        kind = frame.data.get("kind")
        if frame.data.keys() != {"kind"} or not isinstance(kind, str) or kind not in KINDS:
            raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field="kind")
        with override(connection.language):
            demand(access.taking_part_refused(connection.channel.session))
        now = monotonic()
        recent = self._recent.setdefault(connection.person_id, deque(maxlen=MOST))
        if len(recent) == MOST and now - recent[0] < WITHIN:
            raise ProtocolError(Code.TOO_FAST, client_id=frame.client_id)
        recent.append(now)
        self._counts.setdefault(connection.channel.session_id, Counter())[kind] += 1

    async def tell(self) -> None:
        """Tell all processes what was counted since the last time."""
        counts, self._counts = self._counts, {}
        for session_id, counted in counts.items():
            await asyncio.to_thread(bus.say, session_id, {"reactions": dict(counted)})
        now = monotonic()
        self._recent = {
            who: times for who, times in self._recent.items() if now - times[-1] < WITHIN
        }

    def hear(self, session_id: int, said: dict[str, Any]) -> None:
        """Pass on what a process has counted to the sockets here."""
        channel = self._server.channels.get(session_id)
        counts = said.get("reactions")
        known = {
            kind: number
            for kind, number in (counts.items() if isinstance(counts, dict) else ())
            if kind in KINDS and isinstance(number, int) and number > 0
        }
        if channel is not None and known:
            channel.send(protocol.encode("reactions", counts=known))
