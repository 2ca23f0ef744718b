"""From bytes to lines of cells: encodings, delimiters, limits."""

import csv
import io
from collections.abc import Callable
from typing import NamedTuple

from talanoa.live.reports.faults import Code, ReportError

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
"""5,000 people who each come in four times; more is no report of one meeting."""

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx, .ods and every other zip begin, and .xls."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Tabs first: what is separated by tabs often has commas between date and time.
_DELIMITERS = "\t,;"
_NEVER_IN_TEXT = frozenset(map(chr, range(32))) - set("\t\n\r")


class Line(NamedTuple):
    """One line's cells without the space around them; ``number`` is where it ends in the file."""

    number: int
    cells: list[str]


def lines_of(data: bytes, *, is_head: Callable[[list[str]], bool]) -> list[Line]:
    """The lines of a file, cut at the delimiter with which some line is a table's head.

    Raises:
        ReportError: it is empty, too large, no text, badly quoted, or holds no table.
    """
    text = _decoded(data)
    for delimiter in _DELIMITERS:
        if delimiter in text:
            lines = _cut(text, delimiter)
            if any(is_head(line.cells) for line in lines):
                return lines
    raise ReportError(Code.NO_TABLE)


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise ReportError(Code.TOO_LARGE)
    if data.startswith(_SPREADSHEETS):
        raise ReportError(Code.SPREADSHEET)
    text = _text(data)
    if not text.strip():
        raise ReportError(Code.EMPTY)
    if len(text.splitlines()) > MOST_LINES:
        raise ReportError(Code.TOO_LONG, MOST_LINES + 1)
    for number, line in enumerate(text.split("\n"), start=1):
        if not _NEVER_IN_TEXT.isdisjoint(line):
            raise ReportError(Code.NOT_TEXT, number)
    return text


def _text(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReportError(Code.NOT_TEXT)


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return [encoding]
    # A program that drops the mark leaves every second byte of Western text at zero.
    if data[1:200:2].count(0) > 40:
        return ["utf-16-le"]
    return ["utf-8", "cp1252"]


def _cut(text: str, delimiter: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    try:
        for cells in reader:
            # A quotation mark that is never closed swallows the lines after it.
            if any("\n" in cell or "\r" in cell for cell in cells):
                raise ReportError(Code.MALFORMED, len(lines) + 1)
            lines.append(Line(reader.line_num, [" ".join(cell.split()) for cell in cells]))
    except csv.Error as error:
        raise ReportError(Code.MALFORMED, reader.line_num) from error
    return lines
