"""How quickly one line of chat reaches everyone in a room.

Real WebSocket clients, signed in and enrolled, sit in one room; one of them says a line each
second. The same clients hold a second socket each to the floor: a server that does nothing but
``broadcast`` of the ``websockets`` library, with messages as long as ours. The two are measured
in turns; where this process may not hold so many sockets, the floor after the room. The
generator (``bench.sockets``) is this process; its own cost is told apart, and where there are two
cores it has one and the servers the other.

More than 5,000 people are shared between two room processes with a bus of Redis; the floor
remains one process, which needs no bus.

Takes about a minute for 500, two for 2,000, four for 5,000 and nine for 10,000 people.
"""

import asyncio
import contextlib
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle

import psutil

from bench import report as reporting
from bench.scratch import Scratch, scratch, started
from bench.sockets import Address, Client, connected, marked
from tests.crowd import Crowd, made_in
from tests.servers import free_port, redis

CROWDS = (500, 2000, 5000)
BOUND = 2.0
TURNS = 5
LINES = 5
"""Lines of each turn, one a second: five turns are 25 seconds of chat."""
LATEST = 15.0
"""Seconds after which a line counts as missing."""
ONE_PROCESS_UP_TO = 5000
MOST_SOCKETS = 40_000
OTHER_FILES = 500
AT_ONCE = 50
"""Clients that connect at the same moment."""
ALIVE_EVERY = 15.0
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@dataclass
class Heard:
    """The seconds each line took to each client, of the turn now measured."""

    seconds: list[float] = field(default_factory=list)

    def take(self) -> list[float]:
        taken, self.seconds = self.seconds, []
        return taken

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@dataclass(frozen=True)
class Turn:
    """One turn on one server, in milliseconds; ``missing`` lines never came.

    ``work`` is the server's own time, in microseconds for each line at each client.
    """

    p50: float
    p99: float
    missing: int
    work: float


def main() -> None:
    parser = reporting.arguments("Measure the room's fan-out.")
    parser.add_argument("--clients", type=int, nargs="*", default=CROWDS)
    asked = parser.parse_args()
    allow_many_sockets()
    report = reporting.Report(
        name="room_fanout", bound=BOUND, floor="websockets-broadcast", record=asked.record
    )
    ratios = [
        _measure_by(report, [count for count in asked.clients if count <= ONE_PROCESS_UP_TO], 1),
        _measure_by(report, [count for count in asked.clients if count > ONE_PROCESS_UP_TO], 2),
    ]
    raise SystemExit(report.finish(max(ratios)))


def _measure_by(report: reporting.Report, counts: list[int], processes: int) -> float:
    """The greatest ratio of rooms that so many processes carry; 0 when none is asked for."""
    if not counts:
        return 0.0
    with contextlib.ExitStack() as stack:
        bus = {"TALANOA_REDIS_URL": stack.enter_context(redis())} if processes > 1 else {}
        place = stack.enter_context(scratch(**bus))
        crowd = made_in(place.environment, people=max(counts))
        return max(_measure(place, crowd, count, processes, report) for count in counts)


def _measure(
    place: Scratch, crowd: Crowd, count: int, processes: int, report: reporting.Report
) -> float:
    port = free_port()
    floor_command = [sys.executable, "-m", "bench.broadcast_floor", str(port)]
    with contextlib.ExitStack() as stack:
        floor = stack.enter_context(started(floor_command, port=port))
        ports = [place.room_port, *(free_port() for _ in range(processes - 1))]
        rooms = [stack.enter_context(place.running("room", port=room_port)) for room_port in ports]
        _part(*rooms, floor)
        addresses = _addresses(place, crowd, count, ports)
        return asyncio.run(_Run(addresses, port, rooms, floor).go(report))


def _addresses(place: Scratch, crowd: Crowd, count: int, ports: list[int]) -> list[Address]:
    """Where each person connects: to one room process after another."""
    path = f"/sessions/{crowd.session}/socket?lang=en"
    return [
        Address("127.0.0.1", port, path, place.origin, each.cookie)
        for each, port in zip(crowd.people[:count], cycle(ports), strict=False)
    ]


def _part(*servers: psutil.Process) -> None:
    """A core for the servers and one for this process: by chance they share one, or do not."""
    if len(CORES) > 1:
        for server in servers:
            for thread in server.threads():
                os.sched_setaffinity(thread.id, CORES[:1])
        os.sched_setaffinity(0, CORES[1:2])


class _Run:
    """One crowd, connected to both servers."""

    def __init__(
        self,
        addresses: list[Address],
        floor_port: int,
        rooms: list[psutil.Process],
        floor: psutil.Process,
    ) -> None:
        self.addresses, self.count = addresses, len(addresses)
        self.floor_port = floor_port
        self.rooms, self.floor = rooms, floor
        limit, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.both_at_once = 2 * self.count + OTHER_FILES < limit
        self.heard = Heard()
        self.said = 0

    async def go(self, report: reporting.Report) -> float:
        before = _memory(self.rooms)
        began = time.monotonic()
        ours: list[Client] = []
        beating = asyncio.create_task(self._give_signs_of_life(ours))
        await self._connect(self.addresses, ours)
        joined = time.monotonic() - began
        await asyncio.sleep(3)  # the last are being told who came
        weight = (_memory(self.rooms) - before) / self.count / 1024
        size = await self._size_of_a_line(ours)
        turns: dict[str, list[Turn]] = {"room": [], "floor": []}
        floor: list[Client] = []
        if self.both_at_once:
            await self._connect_floor(floor, size)
        own, began = time.process_time(), time.monotonic()
        for _ in range(TURNS):
            if self.both_at_once:
                turns["floor"].append(await self._turn_of_floor(floor))
            say = partial(self._say, ours[0])
            turns["room"].append(await self._turn(say, self.rooms))
        busy = (time.process_time() - own) / (time.monotonic() - began)
        beating.cancel()
        for client in ours:
            client.close()
        if not self.both_at_once:
            await asyncio.sleep(3)
            await self._connect_floor(floor, size)
            turns["floor"] = [await self._turn_of_floor(floor) for _ in range(TURNS)]
        for client in floor:
            client.close()
        return self._tell(report, turns, size, weight, joined, busy)

    async def _connect_floor(self, clients: list[Client], size: int) -> None:
        address = Address("127.0.0.1", self.floor_port, "/", "http://localhost")
        await self._connect([address] * self.count, clients)
        clients[0].send(f"size {size}")

    async def _turn_of_floor(self, clients: list[Client]) -> Turn:
        return await self._turn(lambda: clients[0].send(marked()), [self.floor])

    def _tell(
        self,
        report: reporting.Report,
        turns: dict[str, list[Turn]],
        size: int,
        weight: float,
        joined: float,
        busy: float,
    ) -> float:
        middle = {
            name: {
                "p50": statistics.median(turn.p50 for turn in each),
                "p99": statistics.median(turn.p99 for turn in each),
                "work": statistics.median(turn.work for turn in each),
            }
            for name, each in turns.items()
        }
        missing = sum(turn.missing for turn in turns["room"])
        ratio = statistics.median(
            ours.p99 / floor.p99 for ours, floor in zip(turns["room"], turns["floor"], strict=True)
        )
        report.figure(
            f"{self.count} clients{self._shared()}: p50 {middle['room']['p50']:.0f} ms, "
            f"p99 {middle['room']['p99']:.0f} ms (floor {middle['floor']['p50']:.0f} and "
            f"{middle['floor']['p99']:.0f}), ratio {ratio:.2f}, {missing} lines missing, "
            f"{middle['room']['work']:.0f} us of the server's time a delivery (floor "
            f"{middle['floor']['work']:.0f}), "
            f"{weight:.0f} kB a client, {size} bytes a line, joined in {joined:.0f} s, "
            f"generator {busy:.0%} of a core"
        )
        # A line that never came is no speed at all.
        return ratio if missing == 0 else float("inf")

    def _shared(self) -> str:
        return f" on {len(self.rooms)} processes" if len(self.rooms) > 1 else ""

    async def _connect(self, addresses: list[Address], clients: list[Client]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(address: Address) -> None:
            async with gate:
                client = await connected(address, self.heard, within=120)
                if address.cookie:
                    await client.greeted
                clients.append(client)

        await asyncio.gather(*(one(address) for address in addresses))

    async def _give_signs_of_life(self, clients: list[Client]) -> None:
        """Spread over fifteen seconds, as those of people are."""
        alive = json.dumps({"v": 1, "type": "alive"})
        while True:
            for client in list(clients):
                client.send(alive)
                await asyncio.sleep(ALIVE_EVERY / len(clients))
            await asyncio.sleep(0.1)

    async def _size_of_a_line(self, clients: list[Client]) -> int:
        self._say(clients[0])
        await asyncio.sleep(2)
        self.heard.take()
        return len(clients[-1].largest)

    def _say(self, client: Client) -> None:
        self.said += 1
        data = {"text": f"Good morning from the bench {marked()}"}
        frame = {"v": 1, "type": "chat.say", "id": f"line-{self.count}-{self.said}", "data": data}
        client.send(json.dumps(frame))

    async def _turn(self, say: Callable[[], None], servers: list[psutil.Process]) -> Turn:
        before = _spent(servers)
        for _ in range(LINES):
            say()
            await asyncio.sleep(1)
        wanted = LINES * self.count
        deadline = time.monotonic() + LATEST
        # Lines come from many sockets; there is no one moment to wait for.
        while len(self.heard.seconds) < wanted and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        seconds = sorted(self.heard.take())
        return Turn(
            p50=at(seconds, 0.50) * 1000,
            p99=at(seconds, 0.99) * 1000,
            missing=wanted - len(seconds),
            work=(_spent(servers) - before) / wanted * 1e6,
        )


def at(ordered: list[float], part: float) -> float:
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("inf")


def _memory(processes: list[psutil.Process]) -> int:
    return sum(process.memory_info().rss for process in processes)


def _spent(processes: list[psutil.Process]) -> float:
    """Seconds of processor time so far."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def allow_many_sockets() -> None:
    """As many open files as this process may have; as root, as many as ten thousand need."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(hard, MOST_SOCKETS),) * 2)
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
