"""What an interpretation channel costs Janus: its share of one core, beside that of the floor.

The floor is measured first: one person speaks into it, one listens to its stream. Then come the
channels, each with an interpreter who speaks and one listener to its stream; a channel's cost is
what they add, over their number. Packets that listeners miss are told.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench import report as reporting
from bench.listeners import Listener, Speaker, stay_on
from bench.sound import Deaf, janus_on_one_core, many_files, seconds_of
from talanoa.live.media import janus_config
from talanoa.live.media.channels import channel_of
from talanoa.live.media.janus_settings import BENEATH, JanusSettings
from talanoa.live.media.sound import SoundRooms

SESSION = "bench"
LANGUAGES = ("ar", "es", "fr", "hi", "pt", "ru", "sw", "zh-hans")
SETTLE, MEASURE = 4.0, 8.0
BOUND = 2.0


def main() -> int:
    parser = reporting.arguments(__doc__ or "")
    parser.add_argument("--channels", type=int, default=4, choices=range(1, len(LANGUAGES) + 1))
    parser.add_argument("--ports", default="42000-42999", help="UDP ports for Janus.")
    parser.add_argument("--port", type=int, default=9291, help="Janus's own port, on loopback.")
    given = parser.parse_args()
    lowest, _, highest = given.ports.partition("-")
    print("This takes half a minute.", flush=True)
    report = reporting.Report(
        name="channels", bound=BOUND, floor="the-floor-itself", record=given.record
    )
    stay_on(janus_config.own_address() or "127.0.0.1")
    many_files()
    with tempfile.TemporaryDirectory() as folder:
        settings = JanusSettings(
            folder=Path(folder) / "janus", port=given.port, ports=(int(lowest), int(highest))
        )
        with janus_on_one_core(settings) as janus:
            floor, each = asyncio.run(_measure(settings, janus, given.channels, report))
    return report.finish(each / floor)


async def _measure(
    settings: JanusSettings, janus: psutil.Process, count: int, report: reporting.Report
) -> tuple[float, float]:
    rooms = SoundRooms(settings, Deaf())
    rooms.start()
    for _ in range(200):
        if rooms.available:
            break
        await asyncio.sleep(0.05)
    languages = LANGUAGES[:count]
    await rooms.set_channels(SESSION, dict.fromkeys(languages, BENEATH))
    people: list[Speaker | Listener] = []
    try:
        await _speaks(rooms, SESSION, people)
        await _listens(rooms, "", people)
        floor = await _cost(janus, people)
        for language in languages:
            await _speaks(rooms, channel_of(SESSION, language), people)
            await _listens(rooms, language, people)
        every = await _cost(janus, people)
    finally:
        await rooms.close_room(SESSION)
        await asyncio.gather(*(one.close() for one in people))
        await rooms.stop()
    received, missing = (sum(each) for each in zip(*map(_counted, people), strict=True))
    each = (every - floor) / count
    report.figure(
        f"floor {floor:.3f} of a core, with {count} channels {every:.3f}: {each:.3f} a channel "
        f"with its interpreter; {missing} of {received + missing} packets missed"
    )
    return floor, each


async def _speaks(rooms: SoundRooms, name: str, people: list[Speaker | Listener]) -> None:
    async def answer(sdp: str) -> str:
        return (await rooms.join(session_id=name, person="voice", offer=sdp, speak=True)).sdp

    speaker = Speaker()
    people.append(speaker)
    await speaker.offer(answer)
    await rooms.set_muted(session_id=name, person="voice", muted=False)


async def _listens(rooms: SoundRooms, language: str, people: list[Speaker | Listener]) -> None:
    who = {"session_id": SESSION, "person": f"ear-{language}"}
    listener = Listener()
    people.append(listener)
    joined = await rooms.listen(**who, language=language)
    await listener.accept(joined.sdp, lambda sdp: rooms.accept(**who, answer=sdp))


async def _cost(janus: psutil.Process, people: list[Speaker | Listener]) -> float:
    """The part of a core that Janus takes now; counting of packets begins with it."""
    await asyncio.sleep(SETTLE)
    for one in people:
        _counted(one)
    before, began = seconds_of(janus), time.monotonic()
    await asyncio.sleep(MEASURE)
    return (seconds_of(janus) - before) / (time.monotonic() - began)


def _counted(one: Speaker | Listener) -> tuple[int, int]:
    return one.counter.take() if isinstance(one, Listener) else (0, 0)


if __name__ == "__main__":
    sys.exit(main())
