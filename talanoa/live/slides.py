"""From an uploaded PDF to page pictures: what a job asks for. Imports no Django.

The work itself is done by ``slides_process.py`` in a limited process; here it is started,
listened to, and its end translated into a code.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from signal import SIGBUS, SIGSEGV
from typing import Any, Protocol

from talanoa.live import slides_process
from talanoa.live.slides_process import WIDTHS

SIZES = tuple(WIDTHS)


class Failure(StrEnum):
    """Why a document could not be made into pages. Stored; never renamed."""

    NOT_PDF = "not-pdf"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_MANY_PAGES = "too-many-pages"
    PAGE_SIZE = "page-size"
    TOO_HEAVY = "too-heavy"


class SlidesError(Exception):
    """The document cannot be used."""

    def __init__(self, code: Failure) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The document could be opened and has this many pages."""

    pages: int


@dataclass(frozen=True, kw_only=True)
class PageMade:
    """One page's pictures, which lie in the folder until the next page is asked for."""

    number: int
    inline_size: int
    block_size: int
    text: str
    pictures: dict[str, Path]
    """By size: ``small``, ``medium``, ``large``."""


class Readable(Protocol):
    """A file open for reading bytes."""

    def seek(self, offset: int, /) -> object: ...

    def read(self, size: int, /) -> bytes: ...


def widths(inline_size: int) -> dict[str, int]:
    """Pixels across of each size of a page whose large picture is ``inline_size`` across."""
    return {
        size: max(1, round(inline_size * width / WIDTHS["large"])) for size, width in WIDTHS.items()
    }


def looks_like_pdf(head: bytes) -> bool:
    """Whether a file that begins so is a PDF: the mark may stand in the first kilobyte."""
    return b"%PDF-" in head[:1024]


def is_pdf(file: Readable) -> bool:
    """Whether a file is a PDF by what it holds, not by its name. Leaves it at its beginning."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    return looks_like_pdf(head)


def pages(source: Path, folder: Path) -> Iterator[Begun | PageMade]:
    """Make the pages of ``source`` one after another, their pictures in ``folder``.

    Closing the iterator ends the process.

    Raises:
        SlidesError: while being iterated, after the pages that could be made.
    """
    with source.open("rb") as file:
        if not is_pdf(file):
            raise SlidesError(Failure.NOT_PDF)
    command = [sys.executable, "-I", slides_process.__file__, str(source), str(folder)]
    process = subprocess.Popen(  # a path of ours, in a folder of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    )
    try:
        yield from _listen(process, folder)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _listen(process: subprocess.Popen[bytes], folder: Path) -> Iterator[Begun | PageMade]:
    assert process.stdout is not None  # noqa: S101  asked for above
    for line in process.stdout:
        said: dict[str, Any] = json.loads(line)
        if "failure" in said:
            raise SlidesError(Failure(said["failure"]))
        if "pages" in said:
            yield Begun(pages=said["pages"])
        else:
            pictures = {size: folder / f"{said['number']}-{size}.webp" for size in SIZES}
            yield PageMade(**said, pictures=pictures)
            for picture in pictures.values():
                picture.unlink(missing_ok=True)
    if code := process.wait():
        # A fault in reading memory is a broken file that pdfium did not notice; every other
        # sudden end is a limit: of time, of memory (pdfium ends itself), of a file's size.
        broken = -code in {SIGSEGV, SIGBUS} or code > 0
        raise SlidesError(Failure.BROKEN if broken else Failure.TOO_HEAVY)
