"""A file put together while it is sent: words, and files as text inside them.

Its length is known beforehand and any stretch of it can be asked for, so that a download that
broke off goes on where it was.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

AT_ONCE = 3 * 16_384
"""Bytes of a file read at once: a multiple of three, which become four of text."""


class Piece(Protocol):
    """A part of a file, from nought to ``size``."""

    @property
    def size(self) -> int: ...

    @property
    def mark(self) -> bytes:
        """What tells it from others of the same size."""

    def read(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes from ``first`` up to and without ``last``."""


@dataclass(frozen=True)
class Words:
    """Bytes as they are."""

    said: bytes

    @property
    def size(self) -> int:
        return len(self.said)

    @property
    def mark(self) -> bytes:
        return self.said

    def read(self, first: int, last: int) -> Iterator[bytes]:
        yield self.said[first:last]


@dataclass(frozen=True)
class FileAsIs:
    """A file of so many bytes."""

    open: Callable[[str], IO[bytes]]
    length: int

    @property
    def size(self) -> int:
        return self.length

    @property
    def mark(self) -> bytes:
        return str(self.length).encode()

    def read(self, first: int, last: int) -> Iterator[bytes]:
        with self.open("rb") as file:
            file.seek(first)
            while first < last and (read := file.read(min(AT_ONCE, last - first))):
                first += len(read)
                yield read


@dataclass(frozen=True)
class AsText:
    """A file of so many bytes, written in base64."""

    open: Callable[[str], IO[bytes]]
    length: int

    @property
    def size(self) -> int:
        return -(-self.length // 3) * 4

    @property
    def mark(self) -> bytes:
        return str(self.length).encode()

    def read(self, first: int, last: int) -> Iterator[bytes]:
        begins, at = first // 4 * 3, first // 4 * 4
        with self.open("rb") as file:
            file.seek(begins)
            while at < last and (read := file.read(min(AT_ONCE, self.length - begins))):
                begins += len(read)
                text = base64.b64encode(read)
                yield text[max(first - at, 0) : last - at]
                at += len(text)


class Whole:
    """Pieces one after another."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.size = sum(piece.size for piece in pieces)

    @property
    def tag(self) -> str:
        """The same for the same whole."""
        seen = hashlib.sha256()
        for piece in self._pieces:
            seen.update(piece.mark)
        return seen.hexdigest()[:32]

    def read(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes from ``first`` up to and without ``last``, a little at a time."""
        begins = 0
        for piece in self._pieces:
            ends = begins + piece.size
            if begins < last and ends > first:
                yield from piece.read(max(first - begins, 0), min(last, ends) - begins)
            begins = ends


def embedded(open_file: Callable[[str], IO[bytes]], size: int, content_type: str) -> list[Piece]:
    """A file as a ``data:`` address."""
    return [Words(f"data:{content_type};base64,".encode()), AsText(open_file, size)]
