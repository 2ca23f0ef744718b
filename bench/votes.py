"""Two thousand people vote within ten seconds.

Each is signed in, sits in the room with a socket of their own and votes once, at a moment of
their own. Measured is the time from sending a vote until the room has acknowledged it. Every
vote must be counted, once; the facilitator closes the poll at the end and the counts are read
from the database.

The generator is this process. Takes about two minutes, most of them for coming in.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import psutil

from bench import report as reporting
from bench.room_fanout import AT_ONCE, allow_many_sockets, at
from bench.scratch import ROOT, Scratch, scratch
from bench.sockets import Address, Client
from tests.crowd import Crowd, Someone, made_in

PEOPLE = 2000
WITHIN = 10.0
BOUND = 2.0
"""Seconds: the 99th percentile of the acknowledgement."""
LATEST = 30.0
"""Seconds after which a vote counts as lost."""
OPTIONS = 4
COUNTED = (
    "import json; from talanoa.live.models import Poll; p = Poll.objects.get();"
    "print(json.dumps([p.voted, p.votes.count(), p.counts]))"
)


@dataclass
class Tally:
    """What the voters chose, and the seconds until each was acknowledged."""

    chosen: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    frames: int = 0
    """Messages received beside the acknowledgements, by all."""
    refused: list[str] = field(default_factory=list)


class Voter(Client):
    """A client that waits for the answers to its acts."""

    def __init__(self, address: Address, tally: Tally) -> None:
        super().__init__(address, lambda _: None)
        self.tally = tally
        self.answers: dict[bytes, asyncio.Future[bytes]] = {}

    async def act(self, frame_type: str, client_id: str, **data: object) -> bytes:
        """Ask for an act; what it is answered with."""
        answer = asyncio.get_running_loop().create_future()
        self.answers[f'"id":"{client_id}"'.encode()] = answer
        self.send(json.dumps({"v": 1, "type": frame_type, "id": client_id, "data": data}))
        async with asyncio.timeout(LATEST):
            return await answer

    def _hear(self, opcode: int, body: bytes) -> None:
        super()._hear(opcode, body)
        for mark, answer in self.answers.items():
            if mark in body and not answer.done():
                answer.set_result(body)
                return
        self.tally.frames += 1


def main() -> None:
    parser = reporting.arguments("Measure a vote of many.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    asked = parser.parse_args()
    allow_many_sockets()
    report = reporting.Report(name="votes", bound=1.0, floor="2s", record=asked.record)
    with scratch() as place:
        crowd = made_in(place.environment, people=asked.people)
        with place.running("room") as room:
            tally, took, busy = asyncio.run(_hold(place, crowd, room))
        voted, marks, counts = _counted(place)
    wanted = {str(choice): number for choice, number in sorted(tally.chosen.items())}
    seconds = sorted(tally.seconds)
    report.figure(
        f"{len(seconds)} of {asked.people} votes acknowledged within {took:.1f} s, "
        f"{voted} counted, {marks} marked, counts {'right' if counts == wanted else 'WRONG'}; "
        f"p50 {at(seconds, 0.5):.3f} s, p99 {at(seconds, 0.99):.3f} s; "
        f"{tally.frames / asked.people:.0f} other messages a client; room {busy:.2f} cores"
    )
    for reason in sorted(set(tally.refused))[:5]:
        print(f"refused: {reason}")
    is_exact = voted == marks == len(seconds) == asked.people and counts == wanted
    raise SystemExit(report.finish(at(seconds, 0.99) / BOUND if is_exact else float("inf")))


async def _hold(place: Scratch, crowd: Crowd, room: psutil.Process) -> tuple[Tally, float, float]:
    tally = Tally()
    host, *voters = await _all_in(place, crowd, tally)
    beating = asyncio.create_task(_give_signs_of_life([host, *voters]))
    await host.act(
        "poll.ask",
        "ask",
        question="What keeps morphine from your patients?",
        kind="single",
        ballot="secret",
        options="\n".join(f"Option {number}" for number in range(1, OPTIONS + 1)),
    )
    poll = await asyncio.to_thread(_poll_in, place)
    await asyncio.sleep(3)  # the last are being told who came, and that the poll is open
    chance = random.Random(20260305)
    before, began = sum(room.cpu_times()[:2]), time.monotonic()
    tally.frames = 0
    await asyncio.gather(
        *(_vote(voter, poll, chance.randint(1, OPTIONS), chance, tally) for voter in voters)
    )
    took = time.monotonic() - began
    busy = (sum(room.cpu_times()[:2]) - before) / took
    await host.act("poll.close", "close", poll=poll)
    beating.cancel()
    for client in (host, *voters):
        client.close()
    return tally, took, busy


async def _vote(voter: Voter, poll: int, choice: int, chance: random.Random, tally: Tally) -> None:
    await asyncio.sleep(chance.uniform(0, WITHIN))
    began = time.monotonic()
    try:
        answer = await voter.act("poll.vote", "vote", poll=poll, choices=[choice])
    except (OSError, TimeoutError) as error:
        tally.refused.append(f"{type(error).__name__}: {error}")
        return
    if b'"type":"ack"' in answer:
        tally.seconds.append(time.monotonic() - began)
        tally.chosen[choice] += 1
    else:
        tally.refused.append(answer[:200].decode())


async def _all_in(place: Scratch, crowd: Crowd, tally: Tally) -> list[Voter]:
    gate = asyncio.Semaphore(AT_ONCE)
    loop = asyncio.get_running_loop()

    async def one(person: Someone) -> Voter:
        path = f"/sessions/{crowd.session}/socket?lang=en"
        where = Address("127.0.0.1", place.room_port, path, place.origin, person.cookie)
        async with gate, asyncio.timeout(120):
            _, voter = await loop.create_connection(
                lambda: Voter(where, tally), where.host, where.port
            )
            await voter.greeted
        return voter

    return await asyncio.gather(*(one(person) for person in (crowd.host, *crowd.people)))


async def _give_signs_of_life(voters: list[Voter]) -> None:
    """Spread over fifteen seconds, as those of people are."""
    while True:
        for voter in voters:
            voter.send('{"v": 1, "type": "alive"}')
            await asyncio.sleep(15 / len(voters))


def _poll_in(place: Scratch) -> int:
    return int(_asked(place, "from talanoa.live.models import Poll; print(Poll.objects.get().pk)"))


def _counted(place: Scratch) -> tuple[int, int, dict[str, int]]:
    voted, marks, counts = json.loads(_asked(place, COUNTED))
    return voted, marks, counts


def _asked(place: Scratch, program: str) -> str:
    """What a line of Python prints in the Talanoa that is measured."""
    return subprocess.run(
        [sys.executable, "-m", "talanoa", "manage", "shell", "-v0", "-c", program],
        cwd=ROOT,
        env=place.environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()
