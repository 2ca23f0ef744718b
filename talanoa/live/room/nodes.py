"""At which Janus a session's sound is: the one door to it, for whatever a session has there.

With one Janus there is nothing to choose, and the database is told how it is and no more. With
several, a session is placed on the least loaded one when its sound or a picture in it is first
needed; the place stands in the database, so that all room processes use the same. It changes only
when its Janus is dead, and then whoever notices first changes it. Browsers are told as when a
single Janus comes back, by ``sound.lost`` and by ``sound.back`` with another epoch, and join anew,
muted; pictures end, and ``room.pictures`` tells of that.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Collection, Coroutine
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError

from talanoa.live import nodes as reading
from talanoa.live.durations import BEAT_EVERY
from talanoa.live.media.channels import channel_of, session_of
from talanoa.live.media.janus_client import JanusError, Message
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.seats import Seat
from talanoa.live.media.sound import SoundRooms
from talanoa.live.media.terms import SoundError
from talanoa.live.room import protocol
from talanoa.live.services import nodes as services

if TYPE_CHECKING:
    from talanoa.live.room.server import Server
    from talanoa.live.room.sound import Sound

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks at where other processes have moved sessions."""
COMES_UP_WITHIN = 5.0
"""Seconds from our start for which a Janus that is not there yet is not taken to be dead."""


class Node:
    """One Janus. What it tells of people goes on to ``Sound``; what it tells of itself, to us."""

    def __init__(self, janus: JanusSettings, nodes: "Nodes", sound: "Sound", *, alone: bool):
        self.name = janus.name
        self.rooms = SoundRooms(janus, self, alone=alone)
        self.is_dead = False
        self.was_there = False
        self.left: set[int] = set()
        """Sessions that were moved from here."""
        self._nodes = nodes
        self._sound = sound

    def lost(self, code: str) -> None:
        self._nodes.lost(self)

    def failed(self) -> None:
        self._nodes.failed(self)

    def back(self, epoch: str) -> None:
        self._nodes.back(self)

    def muted(self, session_id: str, person: str, muted: bool) -> None:
        self._sound.muted(session_id, person, muted)

    def speaking(self, session_id: str, person: str, speaking: bool) -> None:
        self._sound.speaking(session_id, person, speaking)

    def candidate(self, session_id: str, person: str, candidate: Message | None) -> None:
        self._sound.candidate(session_id, person, candidate)

    def moved(self, session_id: str, person: str, tab: str) -> None:
        self._sound.moved(session_id, person, tab)

    def ended(self, session_id: str, person: str, code: str) -> None:
        self._sound.ended(session_id, person, code)


class Nodes:
    """Every Janus of the settings, and the sessions of this process at each."""

    def __init__(self, server: "Server", sound: "Sound") -> None:
        self._server = server
        self._sound = sound
        every = settings.JANUS.nodes
        self._is_one = len(every) == 1
        self._nodes = {each.name: Node(each, self, sound, alone=self._is_one) for each in every}
        self._first = next(iter(self._nodes.values()))
        self._placed: dict[int, Node] = {}
        self._told: dict[int, str] = {}
        """The epoch each room was last told of; empty: that there is no sound."""
        self._epoch = secrets.token_hex(8)
        """What rooms are told that are placed nowhere yet."""
        self._placing = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()
        self._started_at = monotonic()
        self._seen_at = 0.0

    def start(self) -> None:
        if settings.JANUS.enabled:
            self._started_at = monotonic()
            for node in self._nodes.values():
                node.rooms.start()
            self._begin(self._keep())

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        for node in self._nodes.values():
            await node.rooms.stop()

    # --- Where a session is ----------------------------------------------------------------

    def at(self, name: int | str) -> SoundRooms:
        """A session's sound where it is now, by the session or the name of one of its mixes.

        One that is placed nowhere has nothing at any; for it, this is the first. Whoever makes
        something for a session asks ``place``.
        """
        return (self._node_of(_session_of(name)) or self._first).rooms

    async def place(self, session_id: int) -> SoundRooms:
        """A session's sound, for whoever makes something there; placed if it is nowhere yet."""
        if self._node_of(session_id) is None:
            try:
                await self._put([session_id])
            except DatabaseError as error:
                log.warning("Session %s cannot be placed now: %s", session_id, error)
        return self.at(session_id)

    def sessions_at(self, name: str | None) -> list[int]:
        """The sessions carried here that are at the Janus of this name; None: at none yet."""
        node = self._nodes[name] if name else None
        return [each for each in self._server.channels if self._node_of(each) is node]

    def seats(self, name: int | str) -> dict[str, Seat]:
        """Who is seated in a session, or in one of its mixes, by person."""
        return self.at(name).seats(str(name))

    def greeting(self, session_id: int) -> str:
        """The frame that says how a session's sound stands."""
        epoch = self._epoch_of(session_id)
        self._told.setdefault(session_id, epoch)
        if epoch:
            return protocol.encode("sound.back", epoch=epoch, relays=bool(settings.TURN.addresses))
        return protocol.encode("sound.lost", code=self.at(session_id).reason or "away")

    async def end(self, session_id: int) -> None:
        """End a session's sound for everyone."""
        rooms = self.at(session_id)
        if rooms.available:
            for name in (*self._sound.groups.mixes(session_id), str(session_id)):
                await rooms.close_room(name)
        if not self._is_one:
            await self._server.database.write(services.forget, session_id)
            self._placed.pop(session_id, None)

    async def leave(self, rooms: SoundRooms, session_id: int) -> None:
        """Drop what a session that goes on elsewhere has at a Janus, and tell nobody."""
        name = str(session_id)
        languages = self._sound.booths.languages(session_id)
        of_groups = self._sound.groups.mixes(session_id)
        for mix in (*(channel_of(name, each) for each in languages), *of_groups, name):
            for person in rooms.seats(mix):
                await rooms.remove(session_id=mix, person=person)
        with contextlib.suppress(SoundError, JanusError):
            await rooms.set_channels(name, {})
            for mix in (*of_groups, name):
                await rooms.mixes.close(mix)

    # --- What happens to a Janus -------------------------------------------------------------

    def lost(self, node: Node) -> None:
        """The connection to it has ended, and with it every seat of ours there."""
        self._sound.lost_in(self.sessions_at(node.name))
        self._tell()

    def failed(self, node: Node) -> None:
        """It is not there any more, or is there and silent."""
        may_come_up = not node.was_there and monotonic() < self._started_at + COMES_UP_WITHIN
        if node.is_dead or may_come_up:
            return
        node.is_dead = True
        log.warning("Janus at %s is dead.", node.name)
        self._begin(self._bury(node))

    def back(self, node: Node) -> None:
        node.is_dead, node.was_there = False, True
        self._tell()
        self._sound.pictures.may_be_placed()
        self._begin(self._take_back(node))

    # --- Within --------------------------------------------------------------------------

    def _node_of(self, session_id: int) -> Node | None:
        return self._first if self._is_one else self._placed.get(session_id)

    def _epoch_of(self, session_id: int) -> str:
        node = self._node_of(session_id)
        if node is None:
            return self._epoch if self._answering() else ""
        return node.rooms.epoch if node.rooms.available else ""

    def _answering(self) -> list[str]:
        nodes = self._nodes.values()
        return [node.name for node in nodes if node.rooms.available and not node.is_dead]

    def _tell(self) -> None:
        """Tell each room for which the sound has gone, or come back, or moved."""
        for session_id, channel in self._server.channels.items():
            told = self._told.get(session_id)
            if told != self._epoch_of(session_id):
                self._told.pop(session_id, None)
                channel.send(self.greeting(session_id))

    def _tell_lost(self, session_id: int) -> None:
        """Another process moved it, and here its Janus still is: its seats end all the same."""
        channel = self._server.channels.get(session_id)
        if channel is not None and self._told.get(session_id):
            self._told[session_id] = ""
            channel.send(protocol.encode("sound.lost", code="away"))
            self._sound.lost_in([session_id])

    async def _bury(self, node: Node) -> None:
        await self._rescue()
        await self._server.database.write(services.see, answering=(), dead=[node.name])

    async def _take_back(self, node: Node) -> None:
        await self._see()
        await self._rescue()
        left, node.left = node.left, set()
        for session_id in left:
            if self._placed.get(session_id) is not node:
                await self.leave(node.rooms, session_id)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self._look()
                if monotonic() > self._seen_at + BEAT_EVERY.total_seconds():
                    await self._see()
            except Exception:
                log.exception("Where the sound of sessions is could not be looked at.")

    async def _look(self) -> None:
        """Go with the sessions that others have moved, and move what is left with the dead."""
        channels = self._server.channels
        for gone in self._told.keys() - channels.keys():
            del self._told[gone]
        for gone in self._placed.keys() - channels.keys():
            del self._placed[gone]
        if channels and not self._is_one:
            async with self._placing:
                found = await self._server.database.read(reading.places, list(channels))
                await self._follow(found)
        await self._rescue()

    async def _see(self) -> None:
        self._seen_at = monotonic()
        if answering := self._answering():
            await self._server.database.write(services.see, answering=answering)

    async def _rescue(self) -> None:
        """Move the sessions whose Janus is dead."""
        if lost := [each for each, node in self._placed.items() if node.is_dead]:
            await self._put(lost)

    async def _put(self, session_ids: Collection[int]) -> None:
        async with self._placing:
            if not (answering := self._answering()):
                return
            standing = [name for name, node in self._nodes.items() if not node.is_dead]
            await self._follow(
                await self._server.database.write(
                    services.place, session_ids, answering=answering, standing=standing
                )
            )

    async def _follow(self, places: dict[int, str]) -> None:
        for session_id, name in places.items():
            node, before = self._nodes.get(name), self._placed.get(session_id)
            if node is None or node is before:
                continue
            self._placed[session_id] = node
            if before is None:
                # Nobody here was seated; whoever asked for a seat is about to have it.
                self._told[session_id] = self._epoch_of(session_id)
            else:
                log.warning("The sound of session %s goes on at %s.", session_id, name)
                before.left.add(session_id)
                self._tell_lost(session_id)
                self._begin(self.leave(before.rooms, session_id))
                self._sound.pictures.move(session_id, left=before.name)
            await self._sound.take_up(session_id)
        self._tell()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _session_of(name: int | str) -> int:
    return name if isinstance(name, int) else int(session_of(name))


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("The sound of a session could not be kept at one Janus.")
