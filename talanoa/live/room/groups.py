"""The sound of breakout groups: a mix of its own for each, and who is in which.

Who is in which group stands in the database; this keeps what was read of it, so that whoever
joins the sound is seated in their own group's mix, and moves people's sound when the log says
that they have moved. Everybody arrives muted, in a group and back in plenary. A group's mix is
made when the first of it joins and goes when the groups are closed.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from talanoa.kernel import clock
from talanoa.live import groups as reading
from talanoa.live.media.channels import mix_of_group
from talanoa.live.media.terms import SoundError
from talanoa.live.room import protocol
from talanoa.live.room.items import Item
from talanoa.live.services import group_places, grouping
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection
    from talanoa.live.room.nodes import Nodes
    from talanoa.live.room.registry import Channel
    from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

MOVED = frozenset({Kind.GROUPS_OPENED, Kind.GROUPS_CLOSED, Kind.GROUP_PLACED, Kind.GROUP_VISITED})
"""Entries after which somebody may be elsewhere."""

REJOIN = ""
"""An epoch that is nobody's: a browser that hears of it and wants sound joins anew, muted."""


class Groups:
    """Who is in which group of the sessions that this process carries."""

    def __init__(self, server: "Server", nodes: "Nodes") -> None:
        self._server = server
        self._nodes = nodes
        self._places: dict[int, dict[int, int]] = {}
        self._groups: dict[int, frozenset[int]] = {}
        """The groups that are at work; none: the session is in plenary."""
        self._moving: dict[int, asyncio.Lock] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def load(self, session_id: int) -> None:
        """Read who is where, before anybody is let into the session's room."""
        found = await self._server.database.read(reading.places, session_id)
        self._places[session_id], self._groups[session_id] = found

    def forget(self, session_id: int) -> None:
        self._places.pop(session_id, None)
        self._moving.pop(session_id, None)
        self._groups.pop(session_id, None)

    def group_of(self, session_id: int, person: int) -> int | None:
        return self._places.get(session_id, {}).get(person)

    def mix_of(self, session_id: int, person: int) -> str:
        """The mix in which somebody is heard now: their group's, else the floor."""
        group = self.group_of(session_id, person)
        return mix_of_group(str(session_id), group) if group else str(session_id)

    def mixes(self, session_id: int) -> list[str]:
        """The mixes of the session's groups."""
        name = str(session_id)
        return [mix_of_group(name, group) for group in sorted(self._groups.get(session_id, ()))]

    def people_in(self, mix: str) -> set[int]:
        """Who hears this group's mix, by id."""
        session, _, group = mix.partition("/")
        held = self._places.get(int(session), {})
        return {person for person, theirs in held.items() if str(theirs) == group}

    def greet(self, connection: "Connection") -> None:
        """Somebody has come in: a latecomer where groups are at work."""
        session_id, person = connection.channel.session_id, connection.person_id
        if self._groups.get(session_id) and self.group_of(session_id, person) is None:
            self._begin(self._place(connection.person, connection.channel.session))

    def hear(self, channel: "Channel", item: Item) -> None:
        """Carry out what an entry says of groups."""
        if item.kind in MOVED:
            self._begin(self._move(channel))

    async def look(self) -> None:
        """The return call and the end come by the clock."""
        if await self._server.database.read(reading.is_any_due, clock.now()):
            await self._server.database.write(grouping.keep_time)

    async def _place(self, person: Person, session: LiveSession) -> None:
        await self._server.database.write(_place_latecomer, person, session)

    async def _move(self, channel: "Channel") -> None:
        session_id = channel.session_id
        async with self._moving.setdefault(session_id, asyncio.Lock()):
            before, mixes = self._places.get(session_id, {}), self.mixes(session_id)
            await self.load(session_id)
            now = self._places[session_id]
            moved = {who for who in {*before, *now} if before.get(who) != now.get(who)}
            await asyncio.gather(
                *(self._reseat(channel, person, before.get(person)) for person in sorted(moved))
            )
            if not self._groups[session_id]:
                await self._close(mixes)

    async def _reseat(self, channel: "Channel", person: int, before: int | None) -> None:
        """Take somebody out of the mix they were in, and have their browser join the other."""
        name = str(channel.session_id)
        left = mix_of_group(name, before) if before else name
        with contextlib.suppress(SoundError):  # Janus may be away, and the seat with it
            await self._nodes.at(left).remove(session_id=left, person=str(person))
        frame = protocol.encode("sound.back", epoch=REJOIN, relays=self._server.sound.has_relays)
        for connection in channel.of(person):
            connection.outbox.put(frame)

    async def _close(self, mixes: Iterable[str]) -> None:
        for mix in mixes:
            rooms = self._nodes.at(mix)
            try:
                if rooms.available:
                    await rooms.close_room(mix)
            except SoundError as error:
                log.info("The mix of group %s could not be closed: %s", mix, error.code)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("People's sound could not be moved.")


def _place_latecomer(person: Person, session: LiveSession) -> None:
    """Called in a thread of the database."""
    group_places.come_in(person=person, session=session)
