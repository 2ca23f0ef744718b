"""A quiet participant in a busy room of two hundred costs little, headers included."""

import asyncio
import itertools
import random
import zlib
from contextlib import suppress

import pytest

from bench.sockets import TEXT, Address, connected
from bench.sockets import Client as PlainClient
from talanoa.live.tests.rooms import a_room
from tests import crowd

PEOPLE = 200
BINARY = 0x2
BUDGET = 20_000
"""Bytes a minute on the wire, both ways."""
SECONDS = 20
"""A minute's doings happen in so many, to spare the suite's time; nothing is joined by it."""
HEADERS = 22 + 52 + 52
"""What TLS, TCP and IP add to a message and its receipt."""
LINE = "In our district the tablets arrive, and nobody is trained to prescribe them yet. {}"

LINES, HANDS, SPEAKING, COMING = 12, 4, 20, 5
"""In a minute: lines written; hands raised, and lowered; times somebody begins or ceases to be
heard; people who leave, and others who come."""


class QuietClient(PlainClient):
    """Weighs what comes, and gives its signs of life."""

    def __init__(self, address, heard) -> None:
        super().__init__(address, heard)
        self.weighed = 0
        self.kinds = {}

    def send(self, text):
        self.weighed += len(text) + 6 + HEADERS
        super().send(text)

    def _hear(self, opcode, body):
        weight = len(body) + (2 if len(body) < 126 else 4) + HEADERS
        self.weighed += weight
        if opcode == BINARY:
            opcode, body = TEXT, zlib.decompress(body, wbits=-zlib.MAX_WBITS)
        kind = body[:60].partition(b'"type":"')[2].partition(b'"')[0].decode()
        self.kinds[kind] = self.kinds.get(kind, 0) + weight
        super()._hear(opcode, body)


@pytest.fixture
def busy_room(transactional_db, settings, tmp_path):
    made = crowd._make(PEOPLE - 1 + COMING)
    with a_room(settings, tmp_path) as room:
        yield room, made, settings


def test_a_quiet_participant_in_a_busy_room_keeps_to_the_budget(busy_room):
    weighed, kinds = asyncio.run(_hold(*busy_room))

    assert weighed <= BUDGET, kinds
    # It was told of all that happened.
    assert {"entry", "presence", "sound.speaking", "alive"} <= kinds.keys()


async def _hold(room, made, settings):
    def address(someone):
        path = f"/sessions/{made.session}/socket?lang=en&pack=1"
        return Address("127.0.0.1", room.port, path, settings.SITE_URL, someone.cookie)

    async def come(someone):
        client = await connected(address(someone), lambda _: None)
        await client.level
        return client

    loop = asyncio.get_running_loop()
    _, quiet = await loop.create_connection(
        lambda: QuietClient(address(made.people[0]), lambda _: None), "127.0.0.1", room.port
    )
    await quiet.level
    others = [await come(someone) for someone in made.people[1 : PEOPLE - 1 - COMING]]
    host = await come(made.host)
    await asyncio.sleep(3)  # the last who came are being told
    quiet.weighed, quiet.kinds = 0, {}
    await _be_busy(room, made, quiet, host, others, come)
    for client in (quiet, host, *others):
        client.close()
    return quiet.weighed, quiet.kinds


async def _be_busy(room, made, quiet, host, others, come):
    chance = random.Random(20260305)
    ids = itertools.count()

    def act(client, kind, **data):
        text = ", ".join(f'"{name}": {value}' for name, value in data.items())
        client.send(f'{{"v": 1, "type": "{kind}", "id": "{next(ids)}", "data": {{{text}}}}}')

    async def every(a_minute, do):
        for turn in range(a_minute):
            await asyncio.sleep(SECONDS / a_minute * (0.5 if turn == 0 else 1))
            await do(turn)

    async def say(turn):
        act(others[turn], "chat.say", text=f'"{LINE.format(turn)}"')

    async def raise_and_lower(turn):
        act(others[20 + turn], "hand.raise")
        if turn > 1:
            act(others[18 + turn], "hand.lower")

    async def speak(turn):
        sound = room.application.server.sound
        person = str(made.people[1 + turn // 2].person)
        told = (sound.speaking, str(made.session), person, turn % 2 == 0)
        room.application.loop.call_soon_threadsafe(*told)

    async def go_and_come(turn):
        others[-1 - turn].close()
        others[-1 - turn] = await come(made.people[-1 - turn])

    async def live(_):
        for client in (quiet, host, *others):
            with suppress(OSError):
                client.send('{"v": 1, "type": "alive"}')
            await asyncio.sleep(chance.uniform(0, 0.01))

    await asyncio.gather(
        every(LINES, say),
        every(HANDS, raise_and_lower),
        every(SPEAKING, speak),
        every(COMING, go_and_come),
        every(4, live),
    )
