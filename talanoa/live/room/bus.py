"""The bus between processes: "session N has news up to number S", and what nothing keeps.

A process that sends its own news to its sockets by itself (``carrying``) is told nothing of it.
A nudge that is lost does no harm: each room process also looks for itself every two
seconds. With ``REDIS_URL`` it is a channel of Redis; otherwise each room process has a
Unix socket of its own in the folder ``ROOM_BUS``, and whoever has news writes to all.
"""

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

LONGEST_PATH = 70
"""Characters of the folder's path; a Unix socket's address has room for about a hundred."""

Hear = Callable[[int, int], None]
"""Is told a session's id and its newest number; called on the event loop."""
HearSaid = Callable[[int, dict[str, Any]], None]
"""Is told a session's id and what was said of it; called on the event loop."""
Take = Callable[[bytes], None]
"""Takes a message as it came."""


@dataclass(slots=True)
class Carried:
    """News that the process ``name`` makes and carries to its own sockets itself."""

    name: str
    newest: int = 0
    """The newest number that was nudged; none yet while 0."""


_carried: ContextVar[Carried | None] = ContextVar("carried", default=None)


@contextlib.contextmanager
def carrying(name: str) -> Iterator[Carried]:
    """While the context lasts, nudges are for the others: ``name`` sees to its own sockets."""
    carried = Carried(name)
    before = _carried.set(carried)
    try:
        yield carried
    finally:
        _carried.reset(before)


def nudge(session_id: int, seq: int) -> None:
    """Tell every room process that a session has news. Never raises, never waits long."""
    news: list[int | str] = [session_id, seq]
    if (carried := _carried.get()) is not None:
        carried.newest = max(carried.newest, seq)
        news.append(carried.name)
    _send(json.dumps(news).encode())


def say(session_id: int, said: dict[str, Any]) -> None:
    """Tell every room process something that is kept nowhere. As ``nudge``; small."""
    _send(json.dumps([session_id, said], ensure_ascii=False).encode())


def _send(message: bytes) -> None:
    try:
        if settings.REDIS_URL:
            _redis_bus().publish(message)
        else:
            _write_to_all(message)
    except OSError as error:
        log.warning("The bus did not take a nudge: %s", error)


@contextlib.asynccontextmanager
async def listening(
    name: str, hear: Hear, hear_said: HearSaid | None = None
) -> AsyncIterator[None]:
    """Pass on every nudge to ``hear`` while the context lasts, and what is said to ``hear_said``.

    Args:
        name: this process's own, unlike that of any other now running.
    """
    take = partial(_pass_on, name=name, hear=hear, hear_said=hear_said)
    source = _redis_bus().listening if settings.REDIS_URL else partial(_listening, name)
    async with source(take):
        yield


def folder() -> Path:
    """Where the sockets stand. A path too long for a socket's address has a stand-in."""
    wanted = Path(settings.ROOM_BUS)
    if len(str(wanted)) <= LONGEST_PATH:
        return wanted
    short = hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"talanoa-{os.getuid()}-{short}"


def _write_to_all(message: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for address in folder().glob("*.sock"):
            try:
                sender.sendto(message, str(address))
            except BlockingIOError:
                continue  # it has more nudges than it can read; it will look for itself
            except (ConnectionRefusedError, FileNotFoundError):
                # Nobody listens here any more: its process was killed.
                address.unlink(missing_ok=True)


@contextlib.asynccontextmanager
async def _listening(name: str, take: Take) -> AsyncIterator[None]:
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = place / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.sock"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.setblocking(False)
        receiver.bind(str(address))
        loop = asyncio.get_running_loop()
        loop.add_reader(receiver, _read, receiver, take)
        try:
            yield
        finally:
            loop.remove_reader(receiver)
            address.unlink(missing_ok=True)


def _read(receiver: socket.socket, take: Take) -> None:
    with contextlib.suppress(BlockingIOError):
        while True:
            take(receiver.recv(4096))


def _pass_on(message: bytes, *, name: str, hear: Hear, hear_said: HearSaid | None) -> None:
    try:
        session_id, seq, *carried_by = json.loads(message)
        if isinstance(seq, dict):
            if hear_said is not None:
                hear_said(int(session_id), seq)
        elif carried_by != [name]:
            hear(int(session_id), int(seq))
    except (ValueError, TypeError):
        log.warning("The bus brought something that is no nudge: %r", message[:80])


def _redis_bus() -> ModuleType:
    # Redis's client takes a quarter of a second to load, and most hubs have no Redis.
    from talanoa.live.room import redis_bus

    return redis_bus
