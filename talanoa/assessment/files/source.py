"""A file's bytes as text whose lines are known, read no further than a limit."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

MOST_BYTES = 4 * 1024 * 1024
MOST_FAULTS = 50
_AT_ONCE = 64 * 1024


class Fault(NamedTuple):
    """What is wrong, and in which line, counted from 1."""

    line: int
    reason: str


class Faulty(Exception):
    """A file that cannot be taken, with all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        kept = sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS]
        if len(faults) > MOST_FAULTS:
            kept.append(Fault(kept[-1].line, f"There are more; these are the first {MOST_FAULTS}."))
        super().__init__("\n".join(f"line {fault.line}: {fault.reason}" for fault in kept))
        self.faults = tuple(kept)


class Node(NamedTuple):
    """A value and the line on which it begins: text, number, truth, nothing, list or object."""

    line: int
    value: object


class Tree(NamedTuple):
    """The whole of a file, and what is wrong with it that hinders nobody from reading on."""

    root: Node
    faults: Sequence[Fault]


@dataclass(frozen=True)
class Source:
    text: str
    is_cut: bool
    """More was there than is read."""

    @property
    def last_line(self) -> int:
        return self.text.count("\n") + 1

    def too_large(self) -> Fault:
        return Fault(
            self.last_line,
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB; it was read to this line.",
        )

    @classmethod
    def of(cls, stream: BinaryIO) -> "Source":
        """Read to the end or the limit, without a byte order mark.

        Raises:
            Faulty: the file is empty, or is not UTF-8.
        """
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        parts: list[str] = []
        room, line = MOST_BYTES, 1
        while room and (data := stream.read(min(_AT_ONCE, room))):
            room -= len(data)
            line = _decode(decoder, data, parts, line)
        is_cut = not room and bool(stream.read(1))
        if not is_cut:
            _decode(decoder, b"", parts, line, final=True)
        text = "".join(parts)
        if not text.strip():
            raise Faulty([Fault(1, "The file is empty.")])
        return cls(text, is_cut)


def _decode(
    decoder: codecs.IncrementalDecoder,
    data: bytes,
    parts: list[str],
    line: int,
    *,
    final: bool = False,
) -> int:
    """Add the text of ``data`` to ``parts``; gives the line reached."""
    try:
        text = decoder.decode(data, final)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        raise Faulty(
            [Fault(line, "This is not UTF-8. Save the file as UTF-8 (“CSV UTF-8” in Excel).")]
        ) from None
    parts.append(text)
    return line + text.count("\n")
