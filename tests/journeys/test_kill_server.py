"""``kill -9`` in the middle of a session full of people who talk, raise hands and speak.

Forty people, each over a real socket, act without pause while the room process, and then
everything, is killed and comes back.
"""

import asyncio
import contextlib
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from talanoa.live.tests.media_sdp import OFFER
from tests.crowd import made_in
from tests.journeys.product import running
from tests.journeys.room_client import RoomClient

PEOPLE = 40
SPEAKERS = 4
BACK_WITHIN = 5.0
"""Seconds from the room's answering again until the last person has everything."""
TALK_FOR = 3.0


@pytest.fixture
def product(tmp_path):
    with running(tmp_path / "product") as product:
        yield product


def test_everyone_is_back_and_nothing_acknowledged_is_lost(product):
    crowd = made_in(product.environment, people=PEOPLE)
    hour = Hour(product, crowd)

    # In a thread of its own: a browser of an earlier journey keeps this one's loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(hour.go())).result()

    # Everyone was back in time, each time.
    assert [took for took in hour.took if took > BACK_WITHIN] == []
    for client in hour.everyone:
        # What was said was received in order, without a gap, by all.
        assert client.gaps == []
        assert client.seq == hour.host.seq
        assert client.waiting == {}
    # What was acknowledged stands in the log, once, under the number that was told.
    stored = log_of(product, crowd.session)
    acknowledged = {
        client_id: seq for client in hour.everyone for client_id, seq in client.acknowledged.items()
    }
    assert {client_id: stored["seqs"].get(client_id) for client_id in acknowledged} == {
        client_id: [seq] for client_id, seq in acknowledged.items()
    }
    assert stored["newest"] == hour.host.seq == stored["entries"]
    assert stored["questions"] == sorted(hour.questions)
    # Hands are up whose last act raised them.
    assert stored["hands"] == sorted(
        person.person
        for person, client in zip(crowd.people, hour.members, strict=True)
        if hour.raised.get(client)
    )
    # Whoever spoke before is not heard again until they ask for it.
    assert hour.spoke_before_the_kill == SPEAKERS
    assert [frame for moment, frame in hour.unmuted() if moment > hour.first_kill] == []


class Hour:
    """People in a room, and what is done to it."""

    def __init__(self, product, crowd) -> None:
        self.product, self.crowd = product, crowd
        url = f"ws://localhost:{product.room_port}/sessions/{crowd.session}/socket"
        self.host, *self.members = (
            RoomClient(url=url, origin=product.url, cookie=someone.cookie)
            for someone in (crowd.host, *crowd.people)
        )
        self.everyone = [self.host, *self.members]
        self.raised: dict[RoomClient, bool] = {}
        self.questions: list[str] = []
        self.took: list[float] = []
        self.first_kill = 0.0
        self.spoke_before_the_kill = 0
        self._acting = True

    async def go(self) -> None:
        runs = [asyncio.create_task(client.run()) for client in self.everyone]
        await self._all(lambda client: client.level_at, patience=30)
        await self._speak()
        acts = [asyncio.create_task(self._take_part(client)) for client in self.members]
        acts.append(asyncio.create_task(self._ask_questions()))
        await asyncio.sleep(TALK_FOR)
        await self._killed("room")
        await asyncio.sleep(TALK_FOR)
        await self._killed()
        await asyncio.sleep(TALK_FOR)
        self._acting = False
        await asyncio.gather(*acts)
        await self._all(lambda client: not client.waiting, patience=30)
        newest = max(client.seq for client in self.everyone)
        await self._all(lambda client: client.seq >= newest, patience=10)
        for run in runs:
            run.cancel()
        await asyncio.gather(*runs, return_exceptions=True)

    def unmuted(self) -> list[tuple[float, dict]]:
        """Who was told, and when, that somebody's voice is mixed in."""
        return [
            (moment, frame)
            for client in self.everyone
            for moment, frame in client.told
            if frame["type"] == "sound.muted" and not frame["muted"]
        ]

    async def _speak(self) -> None:
        for client in self.members[:SPEAKERS]:
            await client.say("sound.join", sdp=OFFER, speak=True)
            await client.say("sound.mute", muted=False)
        await self._all(
            lambda _: len({frame["person"] for _, frame in self.unmuted()}) == SPEAKERS,
            patience=20,
        )
        self.spoke_before_the_kill = SPEAKERS

    async def _take_part(self, client: RoomClient) -> None:
        lines = 0
        while self._acting:
            lines += 1
            await client.act("chat.say", text=f"Line {lines}")
            await self._done(client)
            is_up = not self.raised.get(client, False)
            await client.act("hand.raise" if is_up else "hand.lower")
            self.raised[client] = is_up
            await self._done(client)
            await asyncio.sleep(0.3)

    async def _ask_questions(self) -> None:
        while self._acting:
            text = f"Question {len(self.questions) + 1}?"
            self.questions.append(text)
            await self.host.act("case.ask", case=self.crowd.case, text=text)
            await self._done(self.host)
            await asyncio.sleep(0.2)

    async def _killed(self, *names: str) -> None:
        """Kill it, have it come back, and note how long the last person took to have all."""
        self.first_kill = self.first_kill or time.monotonic()
        self.product.kill(*names)
        killed = time.monotonic()
        if not names:
            starting = asyncio.create_task(asyncio.to_thread(self.product.start))
        answering = await self._room_answers()
        await self._all(lambda client: client.level_at and client.level_at > killed, patience=60)
        self.took.append(max(client.level_at for client in self.everyone) - answering)
        if not names:
            await starting

    async def _room_answers(self) -> float:
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.product.room_port), 1).close()
                return time.monotonic()
            await asyncio.sleep(0.02)

    async def _done(self, client: RoomClient) -> None:
        """Wait for the answer to what this person did last, as people do."""
        await _until(lambda: not client.waiting)

    async def _all(self, is_so, *, patience: float) -> None:
        async with asyncio.timeout(patience):
            await _until(lambda: all(is_so(client) for client in self.everyone))


async def _until(is_so) -> None:
    while not is_so():  # noqa: ASYNC110 - what clients know changes with every frame
        await asyncio.sleep(0.02)


LOG = """
import json
from talanoa.cases.models import ClarifyingQuestion
from talanoa.live.models import Entry, Hand, Room
seqs = {{}}
for client_id, seq in Entry.objects.filter(session={session}).values_list("client_id", "seq"):
    seqs.setdefault(client_id, []).append(seq)
print(json.dumps({{
    "seqs": seqs,
    "entries": Entry.objects.filter(session={session}).count(),
    "newest": Room.objects.get(pk={session}).last_seq,
    "questions": sorted(ClarifyingQuestion.objects.values_list("text", flat=True)),
    "hands": sorted(Hand.objects.filter(lowered_at=None).values_list("person", flat=True)),
}}))
"""


def log_of(product, session: int) -> dict:
    said = product.manage("shell", "-v0", "-c", LOG.format(session=session))
    return json.loads(said.splitlines()[-1])
