"""A thousand people, or ``--people``, open the room at the top of the hour.

Each asks for the room's page, signed in, and opens the socket that the page names, at a
moment of their own within 30 seconds (``--seconds``). Measured is the time from asking for
the page until everything the page did not show yet has come over the socket. Nobody may be
refused. Pages are served as in production, by granian on as many workers as the machine has
cores.

The generator is this process. Takes about a minute and a half.
"""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field

import psutil

from bench import report as reporting
from bench.room_fanout import allow_many_sockets, at
from bench.scratch import Scratch, scratch
from bench.sockets import Address, Client, connected
from tests.crowd import Crowd, Someone, made_in

PEOPLE = 1000
WITHIN = 30.0
BOUND = 2.0
"""Seconds: the 99th percentile."""
GIVE_UP = 30.0
SEQ = re.compile(rb'data-seq="(\d+)"')


@dataclass
class Tally:
    """What became of everyone who came."""

    page: list[float] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    """Seconds until the page was there, and until the room was."""
    refused: list[str] = field(default_factory=list)


def main() -> None:
    parser = reporting.arguments("Measure a join storm.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=WITHIN)
    asked = parser.parse_args()
    allow_many_sockets()
    report = reporting.Report(name="join_storm", bound=1.0, floor="2s", record=asked.record)
    with scratch() as place:
        crowd = made_in(place.environment, people=asked.people)
        with place.running("pages") as pages, place.running("room") as room:
            asyncio.run(_warm(place, crowd))
            before = _spent(pages), _spent(room), time.process_time()
            began = time.monotonic()
            tally = asyncio.run(_storm(place, crowd, asked.seconds))
            took = time.monotonic() - began
            cores = [
                (now - then) / took
                for now, then in zip(
                    (_spent(pages), _spent(room), time.process_time()), before, strict=True
                )
            ]
    page, joined = sorted(tally.page), sorted(tally.room)
    report.figure(
        f"{len(joined)} of {asked.people} came in within {took:.0f} s, "
        f"{len(tally.refused)} refused; "
        f"page p50 {at(page, 0.5):.2f} s, p99 {at(page, 0.99):.2f} s; "
        f"in the room p50 {at(joined, 0.5):.2f} s, p99 {at(joined, 0.99):.2f} s; "
        f"pages {cores[0]:.2f}, room {cores[1]:.2f}, generator {cores[2]:.2f} cores"
    )
    for reason in sorted(set(tally.refused))[:5]:
        print(f"refused: {reason}")
    ratio = at(joined, 0.99) / BOUND if not tally.refused else float("inf")
    raise SystemExit(report.finish(ratio))


async def _storm(place: Scratch, crowd: Crowd, seconds: float) -> Tally:
    tally = Tally()
    clients: list[Client] = []
    chance = random.Random(20260305)
    comings = [
        _come(place, crowd, person, chance.uniform(0, seconds), tally, clients)
        for person in crowd.people
    ]
    await asyncio.gather(*comings)
    for client in clients:
        client.close()
    return tally


async def _come(
    place: Scratch,
    crowd: Crowd,
    person: Someone,
    after: float,
    tally: Tally,
    clients: list[Client],
) -> None:
    await asyncio.sleep(after)
    began = time.monotonic()
    try:
        async with asyncio.timeout(GIVE_UP):
            seq = await _page(place, crowd, person)
            tally.page.append(time.monotonic() - began)
            clients.append(await _socket(place, crowd, person, seq))
            tally.room.append(time.monotonic() - began)
    except (OSError, TimeoutError, ValueError) as error:
        tally.refused.append(f"{type(error).__name__}: {error}")


async def _page(place: Scratch, crowd: Crowd, person: Someone) -> int:
    """Ask for the room's page; answer with the number of the newest entry it shows.

    Raises:
        ValueError: the answer is not the room's page.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    try:
        writer.write(
            f"GET /sessions/{crowd.session}/room/ HTTP/1.1\r\nHost: localhost:{place.port}\r\n"
            f"Cookie: talanoa_session={person.cookie}\r\nAccept-Language: en\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = await reader.read(-1)
    finally:
        writer.close()
    found = SEQ.search(answer)
    if not answer.startswith(b"HTTP/1.1 200") or found is None:
        raise ValueError(answer[:60].decode("latin-1"))
    return int(found[1])


async def _socket(place: Scratch, crowd: Crowd, person: Someone, seq: int) -> Client:
    path = f"/sessions/{crowd.session}/socket?after={seq}&lang=en"
    address = Address("127.0.0.1", place.room_port, path, place.origin, person.cookie)
    client = await connected(address, lambda _: None, within=GIVE_UP)
    await client.level
    return client


async def _warm(place: Scratch, crowd: Crowd) -> None:
    """Have every worker compile its templates first, as a running hub has."""
    for _ in range(20):
        await _page(place, crowd, crowd.host)
    (await _socket(place, crowd, crowd.host, 0)).close()


def _spent(process: psutil.Process) -> float:
    everyone = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in everyone)


if __name__ == "__main__":
    main()
