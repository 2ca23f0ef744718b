"""How many listeners one Janus carries without loss on one core.

Twice: through the AudioBridge, which encodes the mix for each listener, and through a Streaming
mountpoint, which relays one encoding to all. Janus has one core to itself; the generator
(``bench.listeners``, aiortc) has the others. Listeners are added step by step until packets are
missing or come too slowly, the generator cannot keep up, or Janus's ports run out. One person
speaks all the while.
"""

import asyncio
import contextlib
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench import report as reporting
from bench.listeners import Listener, Speaker, stay_on
from talanoa.live.media import janus_config
from talanoa.live.media.janus_settings import JanusSettings, Mix
from talanoa.live.media.sound import SoundRooms

WANTED = 50
PACKETS_A_SECOND = 50
WHOLE = 0.999
"""The part of the packets that must arrive for a step to count as without loss."""
SETTLE = 2.0
MEASURE = 4.0
AT_ONCE = 10
"""Listeners that connect at the same moment."""
AGAIN = 2
"""Times a step with missing packets is measured again before it counts."""
BUSY = 0.9
"""Of one core: a generator beyond it measures itself; a Janus below it was not yet full."""
LONGEST = {"bridge": 100.0, "stream": 150.0}
"""Seconds each way may take."""
STEPS = {"bridge": 10, "stream": 50}


@dataclass(frozen=True)
class Step:
    """What one step showed. Costs are in cores."""

    listeners: int
    arrived: float
    missing: float
    janus: float
    generator: float

    @property
    def whole(self) -> bool:
        """Whether everyone heard everything, in time."""
        return self.arrived >= WHOLE and self.missing <= 1 - WHOLE

    def what_ended_it(self) -> str:
        """Why a step that was not whole was not."""
        if self.generator > BUSY:
            return "the generator could do no more"
        if self.janus < BUSY:
            return f"another process held the core (Janus had {self.janus:.2f} of it)"
        return "Janus had filled its core"

    def __str__(self) -> str:
        return (
            f"{self.listeners} listeners: {self.arrived:.2%} of packets in time, "
            f"{self.missing:.3%} lost, Janus {self.janus:.2f} of a core, "
            f"generator {self.generator:.2f}"
        )


def main() -> int:
    parser = reporting.arguments(__doc__ or "")
    parser.add_argument("--ports", default="42000-42999", help="UDP ports for Janus.")
    parser.add_argument("--port", type=int, default=9290, help="Janus's own port, on loopback.")
    given = parser.parse_args()
    lowest, _, highest = given.ports.partition("-")
    print(f"This takes {sum(LONGEST.values()) / 60 + 0.5:.0f} minutes at most.", flush=True)
    report = reporting.Report(
        name="sound", bound=1, floor="50-streaming-listeners", record=given.record
    )
    stay_on(janus_config.own_address() or "127.0.0.1")
    _many_files()
    with tempfile.TemporaryDirectory() as folder:
        settings = JanusSettings(
            folder=Path(folder) / "janus",
            port=given.port,
            ports=(int(lowest), int(highest)),
            mix=Mix(seats=10_000),
        )
        with _janus_on_one_core(settings) as janus:
            best = {way: asyncio.run(_climb(way, settings, janus, report)) for way in STEPS}
    return report.finish(WANTED / max(best["stream"], 1))


async def _climb(
    way: str, settings: JanusSettings, janus: psutil.Process, report: reporting.Report
) -> int:
    """The largest number of listeners of one way that heard everything."""
    rooms = SoundRooms(settings, _Deaf())
    rooms.start()
    crowd = Crowd(rooms, way)
    best, why = 0, "time ran out"
    deadline = time.monotonic() + LONGEST[way]
    try:
        await crowd.begin()
        while time.monotonic() < deadline:
            if len(crowd.listeners) + STEPS[way] + 2 > _ports(settings):
                why = "Janus's ports ran out"
                break
            try:
                await crowd.grow(STEPS[way])
            except (TimeoutError, OSError) as error:
                why = f"no more could connect ({error})"
                break
            step = await crowd.measure(janus)
            for _ in range(AGAIN):
                # Another process may have taken the core for a moment.
                if not step.whole:
                    step = await crowd.measure(janus)
            print(f"  {way}: {step}", flush=True)
            if not step.whole:
                why = step.what_ended_it()
                break
            best, kept = step.listeners, step
            if step.generator > BUSY:
                why = "the generator could do no more"
                break
    finally:
        await crowd.end()
        await rooms.stop()
    cost = f", Janus {kept.janus:.2f} and generator {kept.generator:.2f} of a core" if best else ""
    report.figure(f"{way} {best} listeners without loss{cost}; ended as {why}")
    return best


class Crowd:
    """One speaker, and listeners of one way, in one session."""

    def __init__(self, rooms: SoundRooms, way: str) -> None:
        self._rooms = rooms
        self._way = way
        self._session = f"bench-{way}"
        self._speaker = Speaker()
        self.listeners: list[Listener] = []

    async def begin(self) -> None:
        for _ in range(200):
            if self._rooms.available:
                break
            await asyncio.sleep(0.05)
        await self._speaker.offer(lambda sdp: self._join("speaker", sdp))
        await self._rooms.set_muted(session_id=self._session, person="speaker", muted=False)

    async def grow(self, more: int) -> None:
        for _ in range(0, more, AT_ONCE):
            await asyncio.gather(*(self._add() for _ in range(AT_ONCE)))

    async def measure(self, janus: psutil.Process) -> Step:
        await asyncio.sleep(SETTLE)
        for listener in self.listeners:
            listener.counter.take()
        ours = psutil.Process()
        before, started = (_seconds(janus), _seconds(ours)), time.monotonic()
        await asyncio.sleep(MEASURE)
        took = time.monotonic() - started
        counts = [listener.counter.take() for listener in self.listeners]
        wanted = took * PACKETS_A_SECOND * len(counts)
        received = sum(received for received, _ in counts)
        missing = max(0, sum(missing for _, missing in counts))
        return Step(
            listeners=len(counts),
            arrived=received / wanted,
            missing=missing / wanted,
            janus=(_seconds(janus) - before[0]) / took,
            generator=(_seconds(ours) - before[1]) / took,
        )

    async def end(self) -> None:
        await self._rooms.close_room(self._session)
        await asyncio.gather(*(each.close() for each in [self._speaker, *self.listeners]))

    async def _add(self) -> None:
        listener = Listener()
        person = f"listener-{id(listener)}"
        if self._way == "bridge":
            await listener.offer(lambda sdp: self._join(person, sdp))
        else:
            joined = await self._rooms.listen(session_id=self._session, person=person)
            await listener.accept(joined.sdp, lambda sdp: self._accept(person, sdp))
        self.listeners.append(listener)

    async def _join(self, person: str, sdp: str) -> str:
        joined = await self._rooms.join(session_id=self._session, person=person, offer=sdp)
        return joined.sdp

    async def _accept(self, person: str, sdp: str) -> None:
        await self._rooms.accept(session_id=self._session, person=person, answer=sdp)


class _Deaf:
    """Nobody is told anything."""

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


@contextlib.contextmanager
def _janus_on_one_core(settings: JanusSettings) -> Iterator[psutil.Process]:
    """Janus on the last core; this process keeps to the others, where there are any."""
    binary = janus_config.find_janus(settings)
    if binary is None:
        raise SystemExit("Janus is not installed; on Debian, mask janus.service and install janus.")
    janus_config.write(settings)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    process = subprocess.Popen(
        janus_config.command(settings, binary=binary),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(0, set(cores[:-1]) or set(cores))
    try:
        _wait_for(settings)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(settings: JanusSettings) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            socket.create_connection((settings.host, settings.port), 0.2).close()
            return
        time.sleep(0.1)
    raise SystemExit("Janus did not start within ten seconds.")


def _ports(settings: JanusSettings) -> int:
    lowest, highest = settings.media_ports
    return highest - lowest + 1


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _many_files() -> None:
    """A thousand listeners hold a few thousand sockets, here and in Janus."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
