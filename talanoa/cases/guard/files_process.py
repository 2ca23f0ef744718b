"""Search one file for what may identify somebody, in a process that may be killed at any moment.

``python -I -m talanoa.cases.guard.files_process SOURCE READER REGION`` writes one line of JSON
for each finding, and at its end one that says how much was read, and one before it where pictures
were not; what cannot be read is a ``failure``. A file is a program by a stranger: here it meets
limits of memory, time and size, and no secrets in the environment. It imports no Django.
"""

import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
from PIL import Image

from talanoa.cases.guard import Type, findings

MEMORY = 1024**3
SECONDS = 20
MOST_PAGES = 300
MOST_CHARACTERS = 600_000
"""Of the words of one file: a book of 300 pages."""
MOST_PART = 16 * 1024**2
"""Bytes of one part of a document, unpacked."""
PICTURE = "picture"
"""Where a passage stands that nobody but a person can read; it has no text."""
LEAST_WORDS = 20
"""Characters of a page with pictures, below which these are taken for the page."""
MOST_COVERED = 0.5
"""Share of a page, above which a picture on it is taken for the page."""
AROUND = 45
"""Characters shown before and after what was found."""

_PASSWORD_NEEDED, _SECURITY_UNKNOWN = 4, 5
_ARTIST, _DESCRIPTION, _GPS, _XP_AUTHOR = 315, 270, 34853, 40093
_AUTHORS = {"author", "creator", "lastModifiedBy", "initial-creator", "manager", "last-modified-by"}
_OFFICE_PARTS = re.compile(
    r"word/(?:document|comments|footnotes|endnotes|header\d*|footer\d*)\.xml|content\.xml|"
    r"styles\.xml"
)
_OFFICE_FACTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")


class Failure(Exception):
    """The file cannot be read; the argument is a code of ``guard.files``."""


@dataclass(frozen=True)
class Passage:
    """Words of a file and where they stand: ``page`` with its number, ``text``, ``author``, …"""

    where: str
    text: str
    number: int = 0
    type: Type | None = None
    """What the whole passage is, where its place says so."""


def main(source: Path, reader: str, region: str) -> int:
    _set_limits()
    left = MOST_CHARACTERS
    has_pictures = False
    try:
        for passage in _passages(source):
            has_pictures = has_pictures or passage.where == PICTURE
            text = passage.text[:left]
            left -= len(text)
            for found in _found_in(passage, text, reader, region):
                _say(**found)
            if left <= 0:
                break
    except Failure as failure:
        _say(failure=str(failure))
        return 1
    except MemoryError:
        _say(failure="too-heavy")
        return 1
    if has_pictures:
        _say(has_pictures=True)
    _say(is_whole=left > 0)
    return 0


def _set_limits() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    # Left alone, SIGALRM ends the process, also in the middle of pdfium or of a pattern.
    signal.alarm(SECONDS)


def _found_in(
    passage: Passage, text: str, reader: str, region: str
) -> Iterator[dict[str, str | int]]:
    if passage.type is not None:
        spans = [(0, len(text), passage.type)] if text.strip() else []
    else:
        found = findings(text, reader=reader, region=region or None)
        spans = [(each.start, each.end, each.type) for each in found]
    for start, end, kind in spans:
        yield {
            "where": passage.where,
            "number": passage.number,
            "start": start,
            "type": kind,
            "before": text[max(0, start - AROUND) : start],
            "found": text[start:end][:200],
            "after": text[end : end + AROUND],
        }


def _passages(source: Path) -> Iterator[Passage]:
    """The words of a file, told by what it holds and not by its name."""
    with source.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return _pdf(source)
    if head.startswith(b"PK"):
        return _office(source)
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")):
        return _picture(source)
    return _plain(source)


def _pdf(source: Path) -> Iterator[Passage]:
    try:
        document = pypdfium2.PdfDocument(source)
        author = document.get_metadata_dict().get("Author", "")
        yield Passage("author", author[:200], type=Type.NAME)
        if len(document) > MOST_PAGES:
            raise Failure("too-many-pages")
        for index in range(len(document)):
            page = document[index]
            words = page.get_textpage()
            text = _lines(words.get_text_bounded())
            yield Passage("page", text, index + 1)
            if _is_a_picture(page, text):
                yield Passage(PICTURE, "", index + 1)
            words.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {_PASSWORD_NEEDED, _SECURITY_UNKNOWN}
        raise Failure("encrypted" if locked else "broken") from error


def _is_a_picture(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether a page is one, as those of a scan are, or has one that covers half of it."""
    width, height = page.get_size()
    for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = each.get_bounds()
        covered = (right - left) * (top - bottom) / max(width * height, 1)
        if len(text) < LEAST_WORDS or covered > MOST_COVERED:
            return True
    return False


def _office(source: Path) -> Iterator[Passage]:
    """DOCX and ODT: who wrote it, then its text with headers, notes and comments."""
    try:
        with zipfile.ZipFile(source) as package:
            names = set(package.namelist())
            if not names & {"word/document.xml", "content.xml"}:
                raise Failure("unknown")
            for name in _OFFICE_FACTS:
                if name in names:
                    for element in _xml(package, name).iter():
                        if element.tag.rpartition("}")[2] in _AUTHORS:
                            yield Passage("author", (element.text or "")[:200], type=Type.NAME)
            for name in sorted(names):
                if _OFFICE_PARTS.fullmatch(name):
                    yield Passage("text", _paragraphs(_xml(package, name)))
            if any(name.startswith(("word/media/", "Pictures/")) for name in names):
                yield Passage(PICTURE, "")
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
        raise Failure("broken") from error


def _xml(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """One part of a document, refused when it is too large or declares entities."""
    with package.open(name) as part:
        content = part.read(MOST_PART + 1)
    if len(content) > MOST_PART:
        raise Failure("too-heavy")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Failure("broken")
    return ElementTree.fromstring(content)  # noqa: S314  no entities, and in limits


def _paragraphs(root: ElementTree.Element) -> str:
    """The words in lines; a paragraph is one, however many pieces it is set in."""
    words: list[str] = []
    for element in root.iter():
        if element.tag.rpartition("}")[2] in {"p", "h", "br", "tab", "line-break"}:
            words.append("\n")
        words.append(element.text or "")
        words.append(element.tail or "")
    return _lines("".join(words))


def _picture(source: Path) -> Iterator[Passage]:
    """What a picture says of itself: who took it, what it shows, and where."""
    yield Passage(PICTURE, "")
    try:
        with Image.open(source) as picture:
            facts = picture.getexif()
            texts = {str(key): value for key, value in picture.info.items()}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Failure("broken") from error
    windows = facts.get(_XP_AUTHOR, b"")
    if isinstance(windows, bytes):
        windows = windows.decode("utf-16-le", "replace").rstrip("\0")
    for author in {str(facts.get(_ARTIST, "")), str(windows), str(texts.get("Author", ""))}:
        yield Passage("author", author.strip("\0 ")[:200], type=Type.NAME)
    if facts.get_ifd(_GPS):
        yield Passage("location", "GPS", type=Type.ADDRESS)
    for words in (facts.get(_DESCRIPTION), texts.get("Description"), texts.get("Comment")):
        if isinstance(words, bytes):
            words = words.decode("utf-8", "replace")
        if isinstance(words, str):
            yield Passage("description", words)


def _plain(source: Path) -> Iterator[Passage]:
    content = source.read_bytes()[:MOST_PART]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Passage("text", content.decode("utf-16", "replace"))
        return
    if b"\0" in content[:4096]:
        raise Failure("unknown")
    try:
        yield Passage("text", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield Passage("text", content.decode("cp1252", "replace"))


def _lines(text: str) -> str:
    printable = ("".join(c for c in line if c.isprintable()) for line in text.splitlines())
    return "\n".join(filter(None, (" ".join(line.split()) for line in printable)))


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
