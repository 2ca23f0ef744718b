"""The sockets of each session, and the newest entries, ready to send.

A channel holds one session. It reads the log forward, in one task, so that everyone
receives entries in order; what it read last it keeps, so that whoever was away for a moment
comes back without a query.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError

from talanoa.live import access, fragments, queries
from talanoa.live.room import items, protocol
from talanoa.live.room.database import Database
from talanoa.live.room.items import Item
from talanoa.live.terms import HOST_ROLES, Audience
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import SessionRoleName

if TYPE_CHECKING:
    from talanoa.live.room.connection import Connection

log = logging.getLogger(__name__)

KEPT = 500
"""Entries kept ready, and the most that are sent to whoever comes back; beyond, the page is
loaded anew, which is less."""
CHUNK = 50
"""Entries in one message to whoever comes back."""
PAUSE, PAUSE_A_SOCKET = 0.02, 0.00002
"""Seconds to wait after sending before reading on, so that a busy room's entries go together."""
RETRY_AFTER = 1.0


@dataclass(frozen=True, slots=True)
class Made:
    """What an act carried out in this process has added to the log."""

    seq: int
    """The number the act is acknowledged by; of the earlier entry, when it was one sent again."""
    newest: int
    """The newest number the act added; 0 when it added nothing."""
    item: Item | None
    """Its one entry, ready to send; ``None`` when it has to be read from the log."""


Roles = dict[int, set[str]]
OnItem = Callable[["Channel", Item], None]


class Channel:
    """One session, as this process carries it."""

    def __init__(
        self, session: LiveSession, *, seq: int, database: Database, on_item: OnItem
    ) -> None:
        self.session = session
        self.session_id = session.pk
        self.seq = seq
        """Everything up to this number has been sent."""
        self.roles: dict[int, set[str]] = {}
        self.hosts: frozenset[int] = frozenset()
        self.connections: set[Connection] = set()
        self._wanted = seq
        self._recent: deque[Item] = deque(maxlen=KEPT)
        self._rewritten = 0
        """How often what was kept had to be forgotten."""
        self._database = database
        self._on_item = on_item
        self._pumping: asyncio.Task[None] | None = None
        self._filling = asyncio.Lock()

    # --- News ----------------------------------------------------------------------------

    def hear(self, seq: int) -> None:
        """There is news up to ``seq``: read it and send it, unless that is being done."""
        self._wanted = max(self._wanted, seq)
        if self._wanted > self.seq and self._pumping is None:
            self._pumping = asyncio.create_task(self._pump())

    def take(self, made: Made) -> None:
        """News of this process's own making: sent as it is when it comes next, else read."""
        item = made.item
        if item and self._pumping is None and self._is_next(item):
            self._wanted = max(self._wanted, item.seq)
            self._send_on([item])
            self._pumping = asyncio.create_task(self._pump(is_rested=False))
        self.hear(made.newest)

    async def level(self) -> None:
        """Wait until all news heard of has been sent."""
        if self._pumping is not None:
            await asyncio.shield(self._pumping)

    def close(self) -> None:
        if self._pumping is not None:
            self._pumping.cancel()

    async def _pump(self, *, is_rested: bool = True) -> None:
        try:
            if not is_rested:
                await self._rest()
            while self._wanted > self.seq:
                languages = self.languages()
                try:
                    self.session, new = await self._database.read(
                        items.load, self.session_id, self.seq, languages
                    )
                except (DatabaseError, LiveSession.DoesNotExist) as error:
                    log.warning("The log of %s could not be read: %s", self.session_id, error)
                    await asyncio.sleep(RETRY_AFTER)
                    return
                if not new:
                    self._wanted = self.seq  # someone claimed a number that is not there
                    return
                if not set(self.languages()) <= set(languages):
                    continue  # someone came in meanwhile with another language
                self._send_on(new)
                await self._rest()
        finally:
            self._pumping = None

    async def _rest(self) -> None:
        await asyncio.sleep(PAUSE + PAUSE_A_SOCKET * len(self.connections))

    def _is_next(self, item: Item) -> bool:
        return item.seq == self.seq + 1 and set(self.languages()) <= set(item.frames)

    def _send_on(self, new: list[Item]) -> None:
        before, self.seq = self.seq, new[-1].seq
        if any(fragments.rewrites(item.kind) for item in new):
            # Words taken back must not reach whoever comes back after that.
            self._recent.clear()
            self._rewritten += 1
        self._recent.extend(new)
        for_everyone = self._for_everyone(new)
        written: dict[tuple[str, ...], str] = {}
        for connection in self.connections:
            if not connection.live:
                continue
            if for_everyone and connection.seq == before:
                connection.outbox.put(for_everyone[connection.language])
            else:
                self._put_each(connection, new, written)
            connection.seq = self.seq
        for item in new:
            self._on_item(self, item)

    def _for_everyone(self, new: list[Item]) -> dict[str, str]:
        """The one message of each language; none when something is not for everyone."""
        if any(item.audience != Audience.EVERYONE for item in new):
            return {}
        return {
            language: protocol.batch([item.frames[language] for item in new])
            for language in self.languages()
        }

    @staticmethod
    def _put_each(
        connection: "Connection", new: list[Item], written: dict[tuple[str, ...], str]
    ) -> None:
        frames = tuple(connection.frame_for(item) for item in new if item.seq > connection.seq)
        if frames:
            if frames not in written:
                written[frames] = protocol.batch(frames)
            connection.outbox.put(written[frames])

    def languages(self) -> list[str]:
        """What those who are here read."""
        return sorted({connection.language for connection in self.connections})

    # --- Sockets -------------------------------------------------------------------------

    async def bring_level(self, connection: "Connection", after: int) -> None:
        """Send what came after number ``after``, then everything as it comes.

        Whoever is over 500 entries behind is told to load the page instead.
        """
        connection.live = False
        connection.outbox.go_on()
        if after > self.seq:
            self.hear(after)
            await self.level()
        if after > self.seq:
            after = self._give_up(connection)
        while after < self.seq:
            if self.seq - after > KEPT:
                after = self._give_up(connection)
                break
            kept = self._kept_after(after, connection.language)
            if kept is None:
                await self._fill(after, connection.language)
                continue
            chunk = kept[:CHUNK]
            connection.outbox.put(protocol.batch([connection.frame_for(item) for item in chunk]))
            after = chunk[-1].seq
            await connection.outbox.drained()
        connection.seq = after
        connection.live = True
        connection.outbox.put(protocol.encode("caught-up", seq=connection.seq))

    def send(self, frame: str, *, language: str = "") -> None:
        """Send a frame that is in no log to everyone here, or to those who read ``language``."""
        for connection in self.connections:
            if connection.live and language in ("", connection.language):
                connection.outbox.put(frame)

    def of(self, person: int) -> "list[Connection]":
        return [each for each in self.connections if each.person_id == person]

    def take_roles(self, roles: dict[int, set[str]]) -> None:
        """Note everyone's roles, and with them who the hosts are."""
        self.roles = roles
        self.hosts = frozenset(who for who, held in roles.items() if held & HOST_ROLES)

    def _give_up(self, connection: "Connection") -> int:
        connection.outbox.put(protocol.encode("reload"))
        return self.seq

    async def _fill(self, after: int, language: str) -> None:
        """Read from the log what is not kept, once for all who come back with the same gap."""
        async with self._filling:
            if self._kept_after(after, language) is not None:
                return
            languages = sorted({*self.languages(), language})
            rewritten = self._rewritten
            found: list[Item] = []
            while (found[-1].seq if found else after) < self.seq:
                since = found[-1].seq if found else after
                _, more = await self._database.read(items.load, self.session_id, since, languages)
                if not more:
                    break
                found += more
            if rewritten != self._rewritten:
                return  # read too early: whoever waits asks again
            # What was added meanwhile is for the pump, which sends it as it takes it.
            found = [item for item in found if item.seq <= self.seq]
            read_to = found[-1].seq if found else after
            newer = [item for item in self._recent if item.seq > read_to]
            self._recent = deque([*found, *newer], maxlen=KEPT)

    def _kept_after(self, after: int, language: str) -> list[Item] | None:
        """What is kept after number ``after``; ``None`` when it is not all here."""
        if not self._recent or self._recent[0].seq > after + 1:
            return None
        kept = [item for item in self._recent if item.seq > after]
        return kept if all(language in item.frames for item in kept) else None


def load_channel(session: LiveSession) -> tuple[int, dict[int, set[str]]]:
    """What a new channel begins with: the newest number and everyone's roles. Two queries."""
    return queries.last_seq(session.pk), access.role_holders(session)


def with_cohost(roles: Roles, person: int) -> Roles:
    """The same roles, and ``person`` is a co-host."""
    return roles | {person: roles.get(person, set()) | {SessionRoleName.COHOST}}


def without_cohost(roles: Roles, person: int) -> Roles:
    """The same roles, and ``person`` is no co-host."""
    return roles | {person: roles.get(person, set()) - {SessionRoleName.COHOST}}
