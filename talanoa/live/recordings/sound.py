"""Segments of a recording to one file of Opus in WebM, by Debian's ffmpeg.

One process reads a segment, another writes the whole; between them the samples pass through
here, and are silence where somebody is not to be heard.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from talanoa.live.recordings import timeline
from talanoa.live.recordings.timeline import Part

RATE = 24_000
"""Samples a second that pass through; enough for all that a mix of 24 kbit/s holds."""
BITRATE = 20_000
"""Bits a second: 9 MB an hour, 12 as text inside a page."""
WIDTH = 2
CHUNK = RATE * WIDTH
"""A second of sound."""
LONGEST = 12 * 3600
"""Seconds of one segment that are read; nobody's session is longer."""
PROGRAM = "ffmpeg"


class Failure(StrEnum):
    """Why a recording could not be made. Stored; never renamed."""

    NO_FFMPEG = "no-ffmpeg"
    EMPTY = "empty"
    BROKEN = "broken"


class SoundError(Exception):
    """The recording could not be made."""

    def __init__(self, code: Failure) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Source:
    """A file to read; of one that was made here the parts are known."""

    path: Path
    began_at: datetime
    parts: Sequence[Part] = ()


def is_there() -> bool:
    return shutil.which(PROGRAM) is not None


def join(
    sources: Sequence[Source], to: Path, *, silent: Sequence[tuple[datetime, datetime]] = ()
) -> list[Part]:
    """Write ``sources`` one after another into ``to``, and say where each part lies.

    A source that cannot be read is left out up to where it breaks.

    Raises:
        SoundError: ``no-ffmpeg``; ``empty``, nothing could be read; ``broken``, not written.
    """
    if not is_there():
        raise SoundError(Failure.NO_FFMPEG)
    parts: list[Part] = []
    written = 0
    with _encoder(to) as write:
        for source in sources:
            known = source.parts or [Part(0, source.began_at, LONGEST)]
            cuts = [
                (round(begins * RATE), round(ends * RATE))
                for begins, ends in timeline.cuts(known, silent)
            ]
            read = 0
            for chunk in _decoded(source.path):
                write(silenced(chunk, first=read, cuts=cuts))
                read += len(chunk) // WIDTH
            parts += _measured(source, offset=written / RATE, seconds=read / RATE)
            written += read
    if not written:
        to.unlink(missing_ok=True)
        raise SoundError(Failure.EMPTY)
    return parts


def silenced(chunk: bytes, *, first: int, cuts: Sequence[tuple[int, int]]) -> bytes:
    """The chunk, whose first sample has the number ``first``, with nothing in these samples."""
    last = first + len(chunk) // WIDTH
    for begins, ends in cuts:
        begins, ends = max(begins, first), min(ends, last)
        if begins < ends:
            quiet = bytes((ends - begins) * WIDTH)
            chunk = chunk[: (begins - first) * WIDTH] + quiet + chunk[(ends - first) * WIDTH :]
    return chunk


def _measured(source: Source, *, offset: float, seconds: float) -> list[Part]:
    if not source.parts:
        return [Part(offset, source.began_at, seconds)] if seconds else []
    return [
        Part(part.offset + offset, part.began_at, min(part.seconds, seconds - part.offset))
        for part in source.parts
        if part.offset < seconds
    ]


def _decoded(path: Path) -> Iterator[bytes]:
    """Samples of 16 bits, a second at a time."""
    process = subprocess.Popen(
        [*_quiet(), "-i", f"file:{path}", "-t", str(LONGEST), *_raw(), "pipe:1"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None  # noqa: S101  asked for above
    try:
        while chunk := process.stdout.read(CHUNK):
            yield chunk[: len(chunk) // WIDTH * WIDTH]
    finally:
        process.stdout.close()
        process.kill()
        process.wait()


@contextmanager
def _encoder(to: Path) -> Iterator[Callable[[bytes], object]]:
    to.touch(mode=0o600)
    process = subprocess.Popen(
        [
            *_quiet(), "-y", *_raw(), "-i", "pipe:0",
            "-c:a", "libopus", "-b:a", str(BITRATE), "-application", "voip",
            # The index stands first, so that a browser can go anywhere without reading all.
            "-f", "webm", "-cues_to_front", "1", f"file:{to}",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None  # noqa: S101  asked for above
    try:
        yield process.stdin.write
        process.stdin.close()
        if process.wait():
            raise SoundError(Failure.BROKEN)
    except BrokenPipeError as error:
        raise SoundError(Failure.BROKEN) from error
    finally:
        process.kill()
        process.wait()


def _quiet() -> list[str]:
    return [PROGRAM, "-nostdin", "-hide_banner", "-loglevel", "error"]


def _raw() -> list[str]:
    return ["-f", "s16le", "-ar", str(RATE), "-ac", "1"]
