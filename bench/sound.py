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
LOST = 0.001
"""The part of the packets, by their numbers, that may be missing in a step without loss."""
IN_TIME = (0.99, 1.01)
"""Packets of the whole crowd over those due. Above it the generator had fallen behind and was
counting what came before, so such a measurement proves nothing and is made again."""
EACH_AT_LEAST = 0.97
"""The same for the one who received least."""
SETTLE = 10.0
"""Seconds at most to wait until the generator keeps its own time again after many joins."""
TICK = 0.1
PROMPT = 0.03
"""Seconds a tick of the generator may come late while all is quiet."""
STARVED = 0.5
"""Seconds late beyond which the generator, not Janus, was kept from its work."""
MEASURE = 6.0
AT_ONCE = 10
"""Listeners that connect at the same moment."""
AGAIN = 2
"""Times a step with missing packets is measured again before it counts."""
BUSY = 0.9
"""Of one core: a generator beyond it measures itself; a Janus below it was not yet full."""
LONGEST = {"bridge": 110.0, "stream": 160.0}
"""Seconds each way may take."""
STEPS = {"bridge": 10, "stream": 50}


@dataclass(frozen=True)
class Step:
    """What one step showed: parts of the packets due, and costs in cores."""

    listeners: int
    arrived: float
    least: float
    missing: float
    janus: float
    others: float
    generator: float
    late: float
    """The latest that anything in the generator ran, in seconds."""

    @property
    def whole(self) -> bool:
        """Whether everyone heard everything, in time."""
        in_time = IN_TIME[0] <= self.arrived <= IN_TIME[1] and self.least >= EACH_AT_LEAST
        return in_time and self.missing <= LOST

    def what_ended_it(self) -> str:
        """Why a step that was not whole was not, as far as the costs tell."""
        if self.generator > BUSY:
            return "the generator could do no more"
        if self.late > STARVED:
            return f"the generator was kept waiting by others, up to {self.late:.1f} s"
        if self.janus + self.others < BUSY:
            return f"Janus could not keep pace with {self.janus:.2f} of its core"
        if self.others > 0.1:
            return f"others took {self.others:.2f} of Janus's core"
        return "Janus had filled its core"

    def __str__(self) -> str:
        return (
            f"{self.listeners} listeners: {self.arrived:.2%} of packets in time, "
            f"{self.least:.0%} at the worst, {self.missing:.3%} lost; Janus {self.janus:.2f} of "
            f"its core, others {self.others:.2f}; generator {self.generator:.2f}, "
            f"at most {self.late:.2f} s late"
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
    many_files()
    with tempfile.TemporaryDirectory() as folder:
        settings = JanusSettings(
            folder=Path(folder) / "janus",
            port=given.port,
            ports=(int(lowest), int(highest)),
            mix=Mix(seats=10_000),
        )
        with janus_on_one_core(settings) as janus:
            best = {way: asyncio.run(_climb(way, settings, janus, report)) for way in STEPS}
    return report.finish(WANTED / max(best["stream"], 1))


async def _climb(
    way: str, settings: JanusSettings, janus: psutil.Process, report: reporting.Report
) -> int:
    """The largest number of listeners of one way that heard everything."""
    rooms = SoundRooms(settings, Deaf())
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
        await _settle()
        for listener in self.listeners:
            listener.counter.take()
        ours = psutil.Process()
        (core,) = janus.cpu_affinity()
        before = seconds_of(janus), seconds_of(ours), _core_seconds(core)
        started = time.monotonic()
        late = await _lateness(MEASURE)
        took = time.monotonic() - started
        counts = [listener.counter.take() for listener in self.listeners]
        after = seconds_of(janus), seconds_of(ours), _core_seconds(core)
        due = took * PACKETS_A_SECOND
        used = [(now - then) / took for then, now in zip(before, after, strict=True)]
        return Step(
            listeners=len(counts),
            arrived=sum(received for received, _ in counts) / (due * len(counts)),
            least=min(received for received, _ in counts) / due,
            missing=max(0, sum(missing for _, missing in counts)) / (due * len(counts)),
            janus=used[0],
            others=max(0.0, used[2] - used[0]),
            generator=used[1],
            late=late,
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


async def _settle() -> None:
    """Wait until a second of ticks came promptly, or ``SETTLE`` seconds have passed."""
    for _ in range(int(SETTLE)):
        if await _lateness(1.0) < PROMPT:
            return


async def _lateness(seconds: float) -> float:
    """Let ``seconds`` pass, and return by how much the latest tick was late."""
    loop = asyncio.get_running_loop()
    end, worst = loop.time() + seconds, 0.0
    while (now := loop.time()) < end:
        await asyncio.sleep(min(TICK, end - now))
        worst = max(worst, loop.time() - now - TICK)
    return worst


class Deaf:
    """Nobody is told anything."""

    def __getattr__(self, name: str) -> object:
        return lambda *_: None


@contextlib.contextmanager
def janus_on_one_core(settings: JanusSettings) -> Iterator[psutil.Process]:
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


def seconds_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _core_seconds(core: int) -> float:
    """Seconds in which a core did anything for anyone, interrupts included."""
    times = psutil.cpu_times(percpu=True)[core]
    return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice


def many_files() -> None:
    """A thousand listeners hold a few thousand sockets, here and in Janus."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
