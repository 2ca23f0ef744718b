"""What each socket is sent of captions: the lines of one language, or nothing at all.

Lines stand in a table with numbers of their own (decision 0017). A client that shows captions
says the last number it saw, receives what it missed, then each line as it comes; one that does
not is sent nothing. The line that is being written is passed on and kept nowhere.
"""

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError

from talanoa.kernel.refusals import demand
from talanoa.live import access, captioning, captions
from talanoa.live.caption_terms import LONGEST_NOW
from talanoa.live.room import bus, door, protocol
from talanoa.live.room.database import Database
from talanoa.live.room.protocol import Code, Frame, ProtocolError

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection

log = logging.getLogger(__name__)

NOW_EVERY = 0.25
"""Seconds between two states of a line being written; what comes faster is dropped."""
ALLOWED_FOR = 15.0
"""Seconds for which it is remembered that somebody may write."""
LONGEST_LANGUAGE = 10


@dataclass(slots=True)
class Reader:
    """What a socket reads, up to which number it has been sent, and whether it waits for more."""

    language: str
    number: int
    live: bool = False


@dataclass(slots=True)
class Writer:
    """In which language somebody may write, until when that is remembered, and their last word."""

    language: str
    until: float
    said_at: float = 0.0


class Captions:
    """The readers of captions in this process, and those who write. On the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readers: dict[int, dict[Connection, Reader]] = {}
        self._writers: dict[Connection, Writer] = {}
        self._sent: dict[int, int] = {}
        """Up to which number every live reader of a session has been sent what is theirs."""
        self._wanted: dict[int, int] = {}
        self._pumping: dict[int, asyncio.Task[None]] = {}

    async def receive(self, connection: "Connection", frame: Frame) -> None:
        """Carry out a frame about captions.

        Raises:
            ProtocolError: no such frame, or fields that are wrong.
            Refused, SignedOut, NotVisible: as with any act; only of somebody who writes.
        """
        if frame.type == "captions.show":
            await self._show(connection, _language(frame), _after(frame))
        elif frame.type == "captions.hide":
            self._hide(connection)
        elif frame.type == "captions.now":
            await self._pass_on(connection, _language(frame), _text(frame))
        else:
            raise ProtocolError(Code.UNKNOWN_TYPE, client_id=frame.client_id)

    def leave(self, connection: "Connection") -> None:
        self._hide(connection)
        self._writers.pop(connection, None)

    def forget(self, session_id: int) -> None:
        """Nobody is in this room any more."""
        for kept in (self._readers, self._sent, self._wanted):
            kept.pop(session_id, None)
        if pumping := self._pumping.pop(session_id, None):
            pumping.cancel()

    def hear(self, session_id: int, said: dict[str, Any]) -> None:
        """What the bus says of captions: up to which number there are, or what is being written."""
        if not self._readers.get(session_id):
            return
        number, now = said.get("captions"), said.get("now")
        if type(number) is int:
            self._want(session_id, number)
        elif isinstance(now, dict):
            frame = protocol.encode("caption-now", **now)
            for connection, reader in self._readers[session_id].items():
                if reader.live and reader.language == now.get("language"):
                    connection.outbox.put(frame)

    async def look(self) -> None:
        """The bus may lose a word; the table does not."""
        read = [session_id for session_id, readers in self._readers.items() if readers]
        if read:
            newest = await self._database.read(captions.newest, read)
            for session_id, number in newest.items():
                self._want(session_id, number)

    async def _show(self, connection: "Connection", language: str, after: int) -> None:
        session_id = connection.channel.session_id
        reader = Reader(language, after)
        self._readers.setdefault(session_id, {})[connection] = reader
        reading = (language, connection.language)
        while True:
            upto, frames = await self._database.read(
                captions.frames_since, session_id, reader.number, [reading]
            )
            if self._readers.get(session_id, {}).get(connection) is not reader:
                return
            if frame := frames.get(reading):
                connection.outbox.put(frame)
            reader.number = upto
            if upto >= self._sent.setdefault(session_id, upto):
                break
        reader.live = True
        # Of what came since it was read nobody has been told, if nobody else reads here.
        self._want(session_id, self._wanted.get(session_id, 0))

    def _hide(self, connection: "Connection") -> None:
        session_id = connection.channel.session_id
        readers = self._readers.get(session_id, {})
        readers.pop(connection, None)
        if not readers:
            # What comes while nobody reads is not waited for: the next reader says what they saw.
            self._sent.pop(session_id, None)
            self._wanted.pop(session_id, None)

    def _want(self, session_id: int, number: int) -> None:
        self._wanted[session_id] = max(self._wanted.get(session_id, 0), number)
        if session_id not in self._pumping:
            self._pumping[session_id] = asyncio.create_task(self._pump(session_id))

    async def _pump(self, session_id: int) -> None:
        try:
            while (readings := self._readings(session_id)) and self._wanted.get(session_id, 0) > (
                since := self._sent.setdefault(session_id, 0)
            ):
                upto, frames = await self._database.read(
                    captions.frames_since, session_id, since, readings
                )
                if not self._readings(session_id) <= readings:
                    continue  # somebody came meanwhile who reads another language
                if upto <= since:
                    return
                self._sent[session_id] = upto
                for connection, reader in self._readers.get(session_id, {}).items():
                    if reader.live:
                        reader.number = upto
                        if frame := frames.get((reader.language, connection.language)):
                            connection.outbox.put(frame)
        except DatabaseError as error:
            log.warning("The captions of %s could not be read: %s", session_id, error)
        finally:
            self._pumping.pop(session_id, None)

    def _readings(self, session_id: int) -> set[captions.Reading]:
        readers = self._readers.get(session_id, {}).items()
        return {(reader.language, each.language) for each, reader in readers if reader.live}

    async def _pass_on(self, connection: "Connection", language: str, text: str) -> None:
        """Tell every room process what somebody is writing, if they may."""
        now = monotonic()
        writer = self._writers.get(connection)
        if writer is None or writer.language != language or writer.until < now:
            await self._database.read(_demand_captioner, connection, language)
            writer = self._writers[connection] = Writer(language, now + ALLOWED_FOR)
        if text and now - writer.said_at < NOW_EVERY:
            return
        writer.said_at = now
        said = {"language": language, "by": connection.person_id, "text": text}
        await asyncio.to_thread(bus.say, connection.channel.session_id, {"now": said})


def _demand_captioner(connection: "Connection", language: str) -> None:
    """For the database's threads."""
    person, session = door.asked_again(connection.pledge, connection.channel.session_id)
    demand(access.captioning_refused(person, session, language))


def _language(frame: Frame) -> str:
    language = frame.data.get("language")
    if not isinstance(language, str) or not 0 < len(language) <= LONGEST_LANGUAGE:
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field="language")
    return language


def _after(frame: Frame) -> int:
    after = frame.data.get("after", 0)
    if type(after) is not int or not 0 <= after < 2**63:
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field="after")
    return after


def _text(frame: Frame) -> str:
    text = frame.data.get("text")
    if not isinstance(text, str):
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field="text")
    return captioning.cleaned(text)[-LONGEST_NOW:]
