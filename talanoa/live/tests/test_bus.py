"""The bus: whoever listens hears of every nudge; a nudge that nobody hears does no harm."""

import asyncio
import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

from talanoa.live.room import bus


@pytest.fixture
def folder():
    """One whose path is short enough for a socket's address, wherever the tests run."""
    with tempfile.TemporaryDirectory(prefix="bus-") as path:
        yield Path(path)


@pytest.fixture(params=["sockets", "redis"])
def any_bus(request, settings, tmp_path):
    settings.ROOM_BUS = str(tmp_path / "bus")
    settings.REDIS_URL = ""
    if request.param == "sockets":
        yield
        return
    from tests import servers

    if not (shutil.which("redis-server") or shutil.which("valkey-server")):
        raise FileNotFoundError("redis-server; see tools/debian-packages.txt")
    with servers.redis() as address:
        settings.REDIS_URL = address
        yield


class Heard(asyncio.Queue):
    """The nudges that were heard, in order."""

    def __call__(self, *nudge) -> None:
        self.put_nowait(nudge)

    async def take(self, count):
        async with asyncio.timeout(5):
            return [await self.get() for _ in range(count)]


def test_every_process_hears_every_nudge(any_bus):
    async def scene():
        one, two = Heard(), Heard()
        async with bus.listening("one", one), bus.listening("two", two):
            for seq in range(3):
                await asyncio.to_thread(bus.nudge, 7, seq)
            return await one.take(3), await two.take(3)

    assert asyncio.run(scene()) == ([(7, 0), (7, 1), (7, 2)],) * 2


def test_what_is_said_reaches_every_process_that_listens_for_it_and_is_no_nudge(any_bus):
    async def scene():
        one, two, seen = Heard(), Heard(), Heard()
        async with bus.listening("one", one, seen), bus.listening("two", two):
            await asyncio.to_thread(bus.say, 7, {"reactions": {"applause": 3}})
            await asyncio.to_thread(bus.nudge, 7, 1)
            return await seen.take(1), await one.take(1), await two.take(1)

    assert asyncio.run(scene()) == ([(7, {"reactions": {"applause": 3}})], [(7, 1)], [(7, 1)])


def test_whoever_carries_news_itself_is_not_told_of_it_and_the_others_are(any_bus):
    def tell():
        with bus.carrying("one") as carried:
            bus.nudge(7, 4)
            bus.nudge(7, 5)
        bus.nudge(7, 6)
        return carried.newest

    async def scene():
        one, two = Heard(), Heard()
        async with bus.listening("one", one), bus.listening("two", two):
            newest = await asyncio.to_thread(tell)
            return newest, await one.take(1), await two.take(3)

    assert asyncio.run(scene()) == (5, [(7, 6)], [(7, 4), (7, 5), (7, 6)])


def test_nobody_listening_is_no_trouble(any_bus):
    bus.nudge(1, 1)


def test_whoever_was_killed_leaves_a_socket_that_the_next_nudge_takes_away(settings, folder):
    settings.ROOM_BUS, settings.REDIS_URL = str(folder), ""
    dead = folder / "dead.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(dead))

    bus.nudge(1, 1)

    assert list(folder.glob("*.sock")) == []


def test_a_listener_that_does_not_read_holds_up_nobody(settings, folder):
    settings.ROOM_BUS, settings.REDIS_URL = str(folder), ""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(folder / "slow.sock"))
        for seq in range(5000):
            bus.nudge(1, seq)
        receiver.setblocking(False)
        assert bus.json.loads(receiver.recv(1024)) == [1, 0]


def test_what_is_no_nudge_is_passed_over(settings, folder):
    settings.ROOM_BUS, settings.REDIS_URL = str(folder), ""

    async def scene():
        heard = Heard()
        async with bus.listening("one", heard):
            (address,) = folder.glob("*.sock")
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                for message in (b"", b"{", b"[1]", b'["a", "b"]', b"null", b"\xff"):
                    sender.sendto(message, str(address))
            bus.nudge(2, 3)
            return await heard.take(1)

    assert asyncio.run(scene()) == [(2, 3)]


def test_a_folder_too_deep_for_a_sockets_address_has_a_stand_in(settings, tmp_path):
    settings.ROOM_BUS, settings.REDIS_URL = str(tmp_path / ("deep" * 40)), ""

    place = bus.folder()

    assert len(os.fsencode(place)) <= bus.LONGEST_PATH
    assert place == bus.folder()


def test_without_redis_the_room_opens_all_the_same(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    async def scene():
        async with bus.listening("one", lambda *_: None):
            bus.nudge(1, 1)

    asyncio.run(scene())
