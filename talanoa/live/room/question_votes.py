"""Votes for questions, told together: how many each that waits has, where that has changed.

Votes are in no log. The page puts the questions in their order by itself, so that a room in
which everybody votes costs a few bytes a second and no list is sent again.
"""

from typing import TYPE_CHECKING

from talanoa.live import questions
from talanoa.live.room import protocol

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.server import Server

TOLD_EVERY = 2.0
"""Seconds between two looks."""


class QuestionVotes:
    """What each room was last told."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._told: dict[int, dict[int, int]] = {}

    async def tell(self) -> None:
        """Tell each room which questions have more votes, or fewer. One query for all rooms."""
        channels = self._server.channels
        if not channels:
            return
        found = await self._server.database.read(questions.votes, list(channels))
        for session_id, channel in list(channels.items()):
            votes = found.get(session_id, {})
            told = self._told.get(session_id, {})
            self._told[session_id] = votes
            changed = {pk: number for pk, number in votes.items() if told.get(pk, 0) != number}
            if changed:
                channel.send(_frame(changed))

    def greet(self, connection: "Connection") -> None:
        """Tell whoever has come in, or back, of all: what was told meanwhile they have missed."""
        if votes := self._told.get(connection.channel.session_id):
            connection.outbox.put(_frame(votes))

    def forget(self, session_id: int) -> None:
        self._told.pop(session_id, None)


def _frame(votes: dict[int, int]) -> str:
    return protocol.encode("questions", votes={str(pk): number for pk, number in votes.items()})
