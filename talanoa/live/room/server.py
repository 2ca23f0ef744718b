"""What this process carries: its channels, and what runs beside the sockets."""

import asyncio
import contextlib
import gc
import logging
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from talanoa.kernel import clock
from talanoa.live import polls, queries
from talanoa.live.durations import BEAT_EVERY, KEEP_HEARD, LONGEST_GAP, SIGN_OF_LIFE
from talanoa.live.room import (
    bus,
    door,
    presence,
    protocol,
    question_votes,
    reactions,
    recheck,
    talk,
)
from talanoa.live.room.ballot_box import BallotBox
from talanoa.live.room.captions import Captions
from talanoa.live.room.connection import Connection
from talanoa.live.room.database import Database
from talanoa.live.room.items import Item
from talanoa.live.room.outbox import Send
from talanoa.live.room.pace import Pace
from talanoa.live.room.presence import Here
from talanoa.live.room.protocol import Close
from talanoa.live.room.recorder import Recorder
from talanoa.live.room.registry import Channel, load_channel, with_cohost, without_cohost
from talanoa.live.room.sound import Sound
from talanoa.live.room.spans import Span, Spans
from talanoa.live.room.talk import Talk
from talanoa.live.services import doors, interpretation
from talanoa.live.services import presence as presences
from talanoa.live.terms import LISTED_UP_TO, Kind
from talanoa.schedule.models import LiveSession

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks at the log, in case a nudge was lost."""
TELL_EVERY = 1.0
URGENT_EVERY = 0.25
WRITE_EVERY = 0.1
"""Seconds between writing signs of life: a few at a time, since acts wait for the same thread."""
SWEEP_EVERY = 5.0
RECHECK_EVERY = 15.0
ASK_AFTER = SIGN_OF_LIFE.total_seconds() + 5
"""Seconds of silence after which a page is asked for a sign of life: browsers slow the clocks
of pages in the background, but not what they receive."""
SILENT_AFTER = LONGEST_GAP.total_seconds()
MOST_SOCKETS = 8
"""Sockets one person may have in this process: tabs, devices, and what a phone left behind."""

SENT_OUT = {Kind.REMOVED: Close.REMOVED, Kind.GUEST_WITHDRAWN: Close.NOT_VISIBLE}
"""Entries that send their ``person`` out, and how their sockets end."""

COHOSTS = {Kind.COHOST_MADE: with_cohost, Kind.COHOST_ENDED: without_cohost}
"""Entries by which someone hosts from now on, or no more: what comes next is for hosts."""

ASK_ALIVE = protocol.encode("alive", ask=True)


class Server:
    """The room process. Everything but ``database`` calls happens on its one event loop."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}-{secrets.token_hex(6)}"
        self.database = Database()
        self.spans = Spans()
        self.sound = Sound(self)
        self.recorder = Recorder(self)
        self.ballots = BallotBox(self.database)
        self.talk = Talk(self)
        self.captions = Captions(self.database)
        self.question_votes = question_votes.QuestionVotes(self)
        self.reactions = reactions.Reactions(self)
        self.channels: dict[int, Channel] = {}
        self._here: dict[int, Here] = {}
        self._opening: dict[int, asyncio.Task[Channel]] = {}
        self._paces: dict[int, Pace] = {}
        self._keeping: set[asyncio.Task[None]] = set()
        self._idle_since: dict[int, float] = {}
        self._told: dict[int, tuple[int, int]] = {}
        """The open poll of each session, and how many votes in it were last told."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve while the context lasts; afterwards every span is written."""
        await self.database.write(
            presences.start, name=self.name, now=clock.now(), alone=not settings.REDIS_URL
        )
        if not settings.REDIS_URL:
            await self.database.write(interpretation.drop_all)
        await self.sound.start()
        async with bus.listening(self.name, self._hear, self._hear_said):
            beside = [
                asyncio.create_task(_every(seconds, do))
                for seconds, do in (
                    (BEAT_EVERY.total_seconds(), self._beat),
                    (LOOK_EVERY, self._look),
                    (LOOK_EVERY, self.captions.look),
                    (TELL_EVERY, self._tell),
                    (TELL_EVERY, self._tell_votes),
                    (talk.WRITE_EVERY, self.talk.write),
                    (talk.TELL_EVERY, self.talk.tell),
                    (question_votes.TOLD_EVERY, self.question_votes.tell),
                    (reactions.TOLD_EVERY, self.reactions.tell),
                    (TELL_EVERY, self.recorder.look),
                    (URGENT_EVERY, self._write_urgent),
                    (WRITE_EVERY, self._write_due),
                    (SWEEP_EVERY, self._sweep),
                    (RECHECK_EVERY, partial(recheck.all_connections, self)),
                    (KEEP_HEARD.total_seconds(), partial(self.sound.booths.keep, self.channels)),
                    (TELL_EVERY, self.sound.groups.look),
                )
            ]
            try:
                yield
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
        await self.recorder.stop()
        await self.sound.stop()
        await self.talk.write()
        for channel in self.channels.values():
            channel.close()
        await self._write(self.spans.take_urgent() + self.spans.take_all(clock.now()))
        await self._beat()
        self.database.close()

    # --- Coming and going ----------------------------------------------------------------

    async def admit(self, visit: door.Visit, *, send: Send) -> Connection:
        """A connection for someone whom the door lets in; to be run by the caller."""
        channel = await self._channel(visit.session)
        pace = self._paces.setdefault(visit.person.pk, Pace(monotonic()))
        if pace.connections >= MOST_SOCKETS:
            self._make_way(visit.person.pk)
        pace.connections += 1
        connection = Connection(self, visit, channel, pace=pace, send=send)
        channel.connections.add(connection)
        self._idle_since.pop(channel.session_id, None)
        self._here[channel.session_id].come(connection.person_id, by_phone=connection.by_phone)
        self.spans.begin(
            session_id=channel.session_id,
            person_id=connection.person_id,
            connection=connection.id,
            now=clock.now(),
            by_phone=connection.by_phone,
        )
        return connection

    def _make_way(self, person_id: int) -> None:
        """End the socket from which nothing has been heard for longest: most likely it is dead.

        More than one where several came at once, before those ended had gone.
        """
        theirs = [each for channel in self.channels.values() for each in channel.of(person_id)]
        theirs.sort(key=lambda each: each.last_sign)
        for connection in theirs[: len(theirs) - MOST_SOCKETS + 1]:
            connection.close(Close.TOO_MANY)

    def welcome(self, connection: Connection) -> None:
        """Say where the room stands, to whoever has just come in."""
        channel = connection.channel
        here = self._here[channel.session_id]
        connection.outbox.put(
            protocol.encode(
                "welcome",
                seq=channel.seq,
                me={
                    "person": connection.person_id,
                    "name": str(connection.person),
                    "roles": sorted(channel.roles.get(connection.person_id, ())),
                    "hosting": connection.person_id in channel.hosts,
                },
                alive=SIGN_OF_LIFE.total_seconds(),
                status=channel.session.status,
                count=here.count,
                listed="all" if here.count <= LISTED_UP_TO else "roles",
                here=sorted(here.listed(channel.roles)),
            )
        )
        self.sound.greet(connection)

    def leave(self, connection: Connection, *, in_order: bool) -> None:
        channel = connection.channel
        channel.connections.discard(connection)
        here = self._here[channel.session_id]
        here.go(connection.person_id, monotonic(), by_phone=connection.by_phone)
        self.spans.end(connection.id, clock.now(), in_order=in_order)
        self.sound.leave(connection)
        self.captions.leave(connection)
        connection.pace.connections -= 1
        if not channel.connections:
            self._idle_since[channel.session_id] = monotonic()

    async def show_people(self, connection: Connection, people: list[int]) -> None:
        """Answer with the cards of those asked about who are listed here."""
        channel = connection.channel
        here = self._here[channel.session_id]
        listed = here.listed(channel.roles).intersection(people)
        cards = await self.database.read(
            presence.draw_cards, channel.session, listed, connection.language, here.calling(listed)
        )
        connection.outbox.put(
            presence.frame(
                count=here.count, listed_all=here.count <= LISTED_UP_TO, came=cards, went=()
            )
        )

    async def _channel(self, session: LiveSession) -> Channel:
        if (channel := self.channels.get(session.pk)) is not None:
            return channel
        if session.pk not in self._opening:
            self._opening[session.pk] = asyncio.create_task(self._open(session))
        return await asyncio.shield(self._opening[session.pk])

    async def _open(self, session: LiveSession) -> Channel:
        try:
            seq, roles = await self.database.read(load_channel, session)
            channel = Channel(session, seq=seq, database=self.database, on_item=self._on_item)
            channel.take_roles(roles)
            await self.sound.open(session.pk)
            self.channels[session.pk] = channel
            self._here[session.pk] = Here()
            return channel
        finally:
            del self._opening[session.pk]

    # --- What entries do beyond the page --------------------------------------------------

    def _hear(self, session_id: int, seq: int) -> None:
        if (channel := self.channels.get(session_id)) is not None:
            channel.hear(seq)

    def _hear_said(self, session_id: int, said: dict[str, Any]) -> None:
        self.captions.hear(session_id, said)
        self.reactions.hear(session_id, said)

    def _on_item(self, channel: Channel, item: Item) -> None:
        person = item.data.get("person")
        self.sound.groups.hear(channel, item)
        self.sound.pictures.on_item(channel, item)
        if item.kind == Kind.CLOSED or item.kind.startswith("recording."):
            self.recorder.hurry()
        if item.kind in SENT_OUT and isinstance(person, int):
            for connection in channel.of(person):
                connection.close(SENT_OUT[item.kind])
            self.sound.end(channel.session_id, person)
        elif item.kind == Kind.MUTED and isinstance(person, int):
            self.sound.mute(channel.session_id, person)
        elif item.kind in COHOSTS and isinstance(person, int):
            channel.take_roles(COHOSTS[item.kind](channel.roles, person))
        elif item.kind == Kind.DOOR_CHANGED:
            self._keep_in(channel)
        elif item.kind == Kind.ALL_MUTED:
            self.sound.mute_all(channel.session_id, but=item.by)
        elif item.kind == Kind.OPENED:
            self.sound.tell_who_speaks(channel.session_id)
        elif item.kind == Kind.ON_AIR:
            self.sound.open_booth(channel.session_id, item.data["language"], item.data["person"])
        elif item.kind == Kind.OFF_AIR:
            self.sound.close_booth(channel.session_id, item.data["language"], item.data["person"])
        elif item.kind == Kind.CHANNELS_SET:
            self.sound.set_channels(channel.session_id)
        elif item.kind == Kind.CALL_SET:
            self.sound.close(channel.session_id)
        elif item.kind == Kind.CLOSED:
            self.sound.close(channel.session_id)
            self.spans.put_back(self.spans.take_all(clock.now(), session_id=channel.session_id))

    def _keep_in(self, channel: Channel) -> None:
        """Whoever is connected came in before the door was held."""
        people = {each.person_id for each in channel.connections}
        keeping = self.database.write(doors.keep_in, people, session=channel.session)
        task = asyncio.create_task(keeping)
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    # --- Beside the sockets ---------------------------------------------------------------

    async def _beat(self) -> None:
        await self.database.write(presences.beat, name=self.name, now=clock.now())
        elsewhere = await self.database.read(
            queries.present_elsewhere, list(self.channels), process=self.name, now=clock.now()
        )
        for session_id, here in self._here.items():
            here.hear_of_others(elsewhere.get(session_id, ()))

    async def _look(self) -> None:
        """Nudges may be lost; the log is not."""
        if self.channels:
            newest = await self.database.read(queries.last_seqs, list(self.channels))
            for session_id, seq in newest.items():
                self._hear(session_id, seq)

    async def _tell(self) -> None:
        """Tell each room who came and went."""
        for session_id, channel in list(self.channels.items()):
            here = self._here[session_id]
            changes = here.changes(monotonic(), channel.roles)
            if changes is None:
                continue
            calling = here.calling(changes.came)
            for language in channel.languages():
                cards = await self.database.read(
                    presence.draw_cards, channel.session, changes.came, language, calling
                )
                frame = presence.frame(
                    count=changes.count,
                    listed_all=changes.count <= LISTED_UP_TO,
                    came=cards,
                    went=changes.went,
                )
                channel.send(frame, language=language)

    async def _tell_votes(self) -> None:
        """Tell each room how many have voted. Votes are in no log: what is told, is told as it
        stands, at most once a second, however many there were."""
        if not self.channels:
            return
        votes = await self.database.read(queries.votes, list(self.channels))
        for session_id, (poll, voted) in votes.items():
            told_of, told = self._told.get(session_id, (poll, 0))
            self._told[session_id] = (poll, voted)
            channel = self.channels.get(session_id)
            if channel is None or voted == (told if told_of == poll else 0):
                continue
            languages = sorted({each.language for each in channel.connections})
            drawn = await self.database.read(polls.draw_votes, poll, languages)
            for language, patches in drawn.items():
                channel.send(protocol.encode("votes", patches=patches), language=language)

    async def _write_urgent(self) -> None:
        await self._write(self.spans.take_urgent())

    async def _write_due(self) -> None:
        # All of them in the time between two signs; a few more, so that none is left behind.
        most = int(len(self.spans) * WRITE_EVERY / SIGN_OF_LIFE.total_seconds()) + 3
        await self._write(self.spans.take_due(clock.now(), most=most))

    async def _write(self, spans: list[Span]) -> None:
        if not spans:
            return
        try:
            await self.database.write(presences.write_spans, spans, process=self.name)
        except DatabaseError:
            self.spans.put_back(spans)
            raise

    async def _sweep(self) -> None:
        """Ask the silent for a sign of life, end the dead, forget empty rooms."""
        now = monotonic()
        for channel in list(self.channels.values()):
            for connection in list(channel.connections):
                silent = now - connection.last_sign
                if silent > SILENT_AFTER:
                    connection.close(Close.SILENT)
                elif silent > ASK_AFTER:
                    connection.outbox.put(ASK_ALIVE)
        for session_id, since in list(self._idle_since.items()):
            if now - since > SILENT_AFTER:
                self._forget(session_id)
        self._paces = {who: pace for who, pace in self._paces.items() if pace.connections}

    def _forget(self, session_id: int) -> None:
        del self._idle_since[session_id]
        del self._here[session_id]
        self._told.pop(session_id, None)
        self.talk.forget(session_id)
        self.captions.forget(session_id)
        self.question_votes.forget(session_id)
        self.sound.forget(session_id)
        self.channels.pop(session_id).close()
        # A quiet moment, and many objects that know each other: see ``ops.room``.
        gc.collect()


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again; a failure is logged and costs one turn."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception:
            log.exception("%s failed.", getattr(do, "__name__", do))
