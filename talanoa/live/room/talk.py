"""Who speaks, written down in batches, and told to hosts now and then.

A killed process loses what was said since the last writing, three seconds at most.
"""

from typing import TYPE_CHECKING

from django.db import DatabaseError

from talanoa.kernel import clock
from talanoa.live import talk_shown
from talanoa.live.room import protocol
from talanoa.live.room.speech import Speaking
from talanoa.live.services import speech
from talanoa.schedule.terms import Status

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.registry import Channel
    from talanoa.live.room.server import Server

WRITE_EVERY = 3.0
TELL_EVERY = 20.0
"""Seconds between tellings: each is some 2 kB, to hosts alone and only if it says something new."""


class Talk:
    """The talk of every session that this process carries."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._speaking = Speaking()
        self._told: dict[tuple[int, str], str] = {}
        """What was told last, by session and language."""

    def heard(self, session_id: int, person_id: int, speaking: bool, *, language: str = "") -> None:
        """Somebody began to speak, or stopped: on the floor, or into a language.

        What is said in the lobby is nobody's business.
        """
        now, mix = clock.now(), (session_id, language)
        if not speaking:
            self._speaking.end(mix, person_id, now)
        elif self._is_open(session_id):
            self._speaking.begin(mix, person_id, now)

    async def write(self) -> None:
        turns = self._speaking.take(clock.now())
        if not turns:
            return
        try:
            await self._server.database.write(speech.write, turns)
        except DatabaseError:
            self._speaking.put_back(turns)
            raise

    async def tell(self) -> None:
        """Tell the hosts of each session that runs how the talk is shared."""
        for session_id, channel in list(self._server.channels.items()):
            languages = sorted({each.language for each in _hosts(channel)})
            if not languages or not self._is_open(session_id):
                continue
            drawn = await self._server.database.read(talk_shown.draw, channel.session, languages)
            for language, html in drawn.items():
                if self._told.get((session_id, language)) == html:
                    continue
                self._told[session_id, language] = html
                patch = {"target": "talk", "action": "replace", "html": html}
                frame = protocol.encode("talk", patches=[patch])
                for connection in _hosts(channel):
                    if connection.language == language:
                        connection.outbox.put(frame)

    def forget(self, session_id: int) -> None:
        """Nobody of the session is here any more."""
        self._told = {key: html for key, html in self._told.items() if key[0] != session_id}

    def _is_open(self, session_id: int) -> bool:
        channel = self._server.channels.get(session_id)
        return channel is not None and channel.session.status == Status.OPEN


def _hosts(channel: "Channel") -> "list[Connection]":
    return [each for each in channel.connections if each.live and each.person_id in channel.hosts]
