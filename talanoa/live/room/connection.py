"""One socket: it receives, asks, answers, and decides nothing."""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import override

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.access import Held, Removed
from talanoa.live.models import Entry
from talanoa.live.room import acts, bus, door, items, protocol
from talanoa.live.room.ballot_box import VOTE
from talanoa.live.room.items import Item
from talanoa.live.room.outbox import Outbox, Send
from talanoa.live.room.pace import Pace
from talanoa.live.room.protocol import Close, Code, Frame, ProtocolError
from talanoa.live.room.registry import Channel, Made

if TYPE_CHECKING:
    from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_ORDER = frozenset({1000, 1001})
"""Codes by which a page says that it is left. A cut connection says nothing."""
CLOSE_WITHIN = 2.0
MOST_ASKED_ABOUT = 200

BEHIND = protocol.encode("behind")


class Connection:
    """Someone's socket in one session, after the door."""

    __slots__ = (
        "__weakref__",
        "_close",
        "_send",
        "_server",
        "_task",
        "by_phone",
        "channel",
        "id",
        "language",
        "last_sign",
        "live",
        "outbox",
        "pace",
        "person",
        "person_id",
        "pledge",
        "seq",
    )

    def __init__(
        self, server: "Server", visit: door.Visit, channel: Channel, *, pace: Pace, send: Send
    ) -> None:
        self.id = uuid.uuid4()
        self.person = visit.person
        self.person_id = visit.person.pk
        self.pledge = visit.pledge
        self.language = visit.language
        self.by_phone = visit.by_phone
        self.channel = channel
        self.pace = pace
        self.outbox = Outbox(send, behind=BEHIND)
        self.seq = 0
        """Up to this number everything has been put into the outbox."""
        self.live = False
        """Entries are sent as they come; not while the client catches up."""
        self.last_sign = monotonic()
        self._send = send
        self._server = server
        self._task: asyncio.Task[None] | None = None
        self._close: Close | None = None

    async def run(self, receive: Receive, *, after: int | None) -> None:
        """Serve the socket until either side ends it."""
        self._task = asyncio.current_task()
        writing = asyncio.create_task(self.outbox.write())
        code = 0
        try:
            self._server.welcome(self)
            await self.channel.bring_level(self, self.channel.seq if after is None else after)
            self._server.question_votes.greet(self)
            code = await self._serve(receive)
        except DatabaseError as error:
            log.warning("Somebody could not be brought up to date: %s", error)
            self._close = Close.TRY_AGAIN_LATER
        except asyncio.CancelledError:
            if self._close is None:
                raise
            if self._task is not None:
                self._task.uncancel()
        finally:
            self._task = None
            self._server.leave(self, in_order=code in IN_ORDER)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        if self._close is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_WITHIN):
                    await self._send({"type": "websocket.close", "code": int(self._close)})

    def close(self, code: Close) -> None:
        """End the connection now, whatever it is doing."""
        if self._close is None and self._task is not None:
            self._close = code
            self._task.cancel()

    def frame_for(self, item: Item) -> str:
        return item.frame_for(
            person=self.person_id,
            hosting=self.person_id in self.channel.hosts,
            language=self.language,
        )

    async def _serve(self, receive: Receive) -> int:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return int(message.get("code") or 0)
            self.sign()
            await self._read(message)

    def sign(self) -> None:
        self.last_sign = monotonic()
        self._server.spans.sign(self.id, clock.now())

    async def _read(self, message: dict[str, Any]) -> None:
        try:
            frame = protocol.decode(message.get("text"), max_bytes=settings.ROOM_FRAME_MAX_BYTES)
            if not self.pace.take(monotonic()):
                raise ProtocolError(Code.TOO_FAST, client_id=frame.client_id)
        except ProtocolError as error:
            await self._complain(error)
        else:
            await self._ask(frame)

    async def _ask(self, frame: Frame) -> None:
        try:
            await self._carry_out(frame)
        except ProtocolError as error:
            await self._complain(error)
        except Refused as refusal:
            self.outbox.put(protocol.refused(frame.client_id, reason=str(refusal)))
        except door.SignedOut:
            self.close(Close.SIGNED_OUT)
        except Removed:
            self.close(Close.REMOVED)
        except Held:
            self.close(Close.HELD)
        except NotVisible:
            self.close(Close.NOT_VISIBLE)
        except DatabaseError as error:
            log.warning("%s could not be carried out now: %s", frame.type, error)
            self._fail(frame, Code.BUSY)
        except Exception:
            # A fault of ours in one act must not end the connection; the client may try again.
            log.exception("%s failed.", frame.type)
            self._fail(frame, Code.FAILED)

    async def _carry_out(self, frame: Frame) -> None:
        if frame.type == "alive":
            self.outbox.put(protocol.encode("alive", seq=self.channel.seq))
        elif frame.type == "catch-up":
            await self.channel.bring_level(self, _whole(frame, "after"))
            self._server.question_votes.greet(self)
        elif frame.type == "people":
            await self._server.show_people(self, _numbers(frame, "people"))
        elif frame.type == "react":
            self._server.reactions.take(self, frame)
        elif frame.type.startswith("sound."):
            await self._server.sound.receive(self, frame)
        elif frame.type.startswith("video."):
            await self._server.sound.pictures.receive(self, frame)
        elif frame.type.startswith("captions."):
            await self._server.captions.receive(self, frame)
        else:
            if frame.type == VOTE:
                seq = await self._server.ballots.put(self, frame)
                self.outbox.put(protocol.acknowledged(frame.client_id, seq=seq))
                return
            languages = self.channel.languages()
            made = await self._server.database.write(self._act, frame, languages)
            self.outbox.put(protocol.acknowledged(frame.client_id, seq=made.seq))
            self.channel.take(made)

    def _act(self, frame: Frame, languages: list[str]) -> Made:
        """Called in a thread of the database."""
        person, session = door.asked_again(self.pledge, self.channel.session_id)
        with override(self.language), bus.carrying(self._server.name) as carried:
            done = acts.carry_out(frame, by=person, session=session)
        is_ready = carried.newest == done.seq and acts.leaves_session(frame.type)
        item = items.made(done, languages) if is_ready and isinstance(done, Entry) else None
        return Made(done.seq, carried.newest, item)

    async def _complain(self, error: ProtocolError) -> None:
        """Say what is wrong with a frame, and read the next one later."""
        self.outbox.put(protocol.error(error))
        delay = self.pace.strike(monotonic())
        if self.pace.is_abuse(monotonic()):
            self.close(Close.ABUSE)
        await asyncio.sleep(delay)

    def _fail(self, frame: Frame, code: Code) -> None:
        self.outbox.put(protocol.error(ProtocolError(code, client_id=frame.client_id)))


def _whole(frame: Frame, name: str) -> int:
    value = frame.data.get(name)
    if type(value) is not int or not 0 <= value < 2**63:
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field=name)
    return value


def _numbers(frame: Frame, name: str) -> list[int]:
    value = frame.data.get(name)
    if not isinstance(value, list) or len(value) > MOST_ASKED_ABOUT:
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field=name)
    if any(type(each) is not int or not 0 <= each < 2**63 for each in value):
        raise ProtocolError(Code.BAD_DATA, client_id=frame.client_id, field=name)
    return value
