"""From lines of cells to people and their stays."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from talanoa.live.reports import moments
from talanoa.live.reports.columns import ACTIONS, NO, Column, Head, Layout, folded, head_of
from talanoa.live.reports.faults import Code, ReportError
from talanoa.live.reports.moments import NONE, Order, Reading
from talanoa.live.reports.text import Line, lines_of

Stay = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One person as the report knows them: by address, or by name where it has none.

    ``stays`` are as written, in order of the file; they may overlap. A moment without an
    offset has no zone: it is on the clocks of whoever made the report.
    """

    names: tuple[str, ...]
    address: str
    stays: tuple[Stay, ...] = ()
    length: timedelta | None = None
    """How long in all, where the report does not say when."""
    line: int
    """Where they first stand in the file."""


@dataclass(frozen=True, kw_only=True)
class Report:
    attendees: tuple[Attendee, ...]
    has_times: bool
    """Whether it says when people came and went, and not only for how long."""


@dataclass
class _Person:
    line: int
    address: str
    names: dict[str, None] = field(default_factory=dict)
    rows: list["_Row"] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    line: int
    began: Reading | None = None
    ended: Reading | None = None
    length: timedelta | None = None


def read(data: bytes, *, day: date | None = None, order: Order | None = None) -> Report:
    """Who was there, from the bytes of a participants' report.

    Args:
        data: CSV or TSV as Zoom, Teams or Meet write it, in any of the encodings they use.
        day: the session's, which settles whether 3/5 is March or May.
        order: what settles it instead; then the day is not looked at.

    Raises:
        ReportError: it cannot be read.
    """
    lines = lines_of(data, is_head=lambda cells: head_of(cells) is not None)
    tables = list(_tables(lines))
    layout = min((head.layout for head, _ in tables), key=lambda one: one.value)
    people: dict[str, _Person] = {}
    for head, rows in tables:
        # The same people stand in a less exact table of the same report, too.
        if head.layout is layout:
            for row in rows:
                _take(row, head, people)
    if not people:
        raise ReportError(Code.NOBODY)
    if layout is Layout.TOTALS:
        return Report(attendees=tuple(_with_totals(people)), has_times=False)
    readings = [
        (row.line, one)
        for person in people.values()
        for row in person.rows
        for one in (row.began, row.ended)
        if one
    ]
    if order is None:
        order = moments.order_of(readings, day=day)
    elif wrong := next((line for line, one in readings if order not in one), None):
        raise ReportError(Code.MIXED_DATES, wrong)
    # Two clocks in one report could not be compared.
    if len({one[order].tzinfo is None for _, one in readings}) > 1:
        raise ReportError(Code.MIXED_DATES, readings[0][0])
    known_to = max(one[order] for _, one in readings)
    attendees = (_with_stays(one, layout, order, known_to) for one in people.values())
    return Report(attendees=tuple(one for one in attendees if one.stays), has_times=True)


def _tables(lines: list[Line]) -> Iterator[tuple[Head, list[Line]]]:
    """Each head with the lines up to the next head or heading."""
    head: Head | None = None
    rows: list[Line] = []
    for index, line in enumerate(lines):
        found = head_of(line.cells)
        if found or _is_heading(lines, index):
            if head:
                yield head, rows
            head, rows = found, []
        elif head and any(line.cells):
            rows.append(line)
    if head:
        yield head, rows


def _is_heading(lines: list[Line], index: int) -> bool:
    """Whether a line is one of words alone over a part of the report.

    Somebody of whom only the name is known stands alone, too, but among others.
    """
    alone = [cell for cell in lines[index].cells if cell]
    if len(alone) != 1:
        return False
    rest = (lines[at].cells for at in range(index + 1, len(lines)))
    after = next((cells for cells in rest if any(cells)), [])
    is_numbered = re.match(r"\d+\.\s", alone[0]) is not None
    return is_numbered or sum(map(bool, after)) < 2 or head_of(after) is not None


def _take(line: Line, head: Head, people: dict[str, _Person]) -> None:
    def cell(column: Column) -> str:
        index = head.at.get(column, len(line.cells))
        return line.cells[index] if index < len(line.cells) else ""

    if any(line.cells[head.width :]):
        # A name with a comma, saved without quotation marks, has moved all that follows it.
        raise ReportError(Code.MALFORMED, line.number)
    if folded(cell(Column.ATTENDED)) in NO:
        return
    row = _row(line.number, head.layout, cell)
    if row is None:
        return
    name, address = cell(Column.NAME), cell(Column.ADDRESS).casefold()
    address = address if "@" in address else ""
    if not (name or address):
        raise ReportError(Code.NO_NAME, line.number)
    key = address or f"name {folded(name) or name}"
    person = people.setdefault(key, _Person(line.number, address))
    if name:
        person.names[name] = None
    person.rows.append(row)


def _row(line: int, layout: Layout, cell: Callable[[Column], str]) -> _Row | None:
    """What the line says of time; ``None`` when it says that nobody came."""

    def moment(column: Column) -> Reading | None:
        words = cell(column)
        return None if words.casefold() in NONE else moments.reading(words, line)

    def length() -> timedelta | None:
        words = cell(Column.LENGTH)
        return None if words.casefold() in NONE else moments.length(words, line)

    if layout is Layout.TOTALS:
        long = length()
        return None if long is None else _Row(line, length=long)
    if layout is Layout.ACTIONS:
        at = moments.reading(cell(Column.AT), line)
        comes = ACTIONS.get(folded(cell(Column.ACTION)))
        if comes is None:
            raise ReportError(Code.UNKNOWN_ACTION, line)
        return _Row(line, began=at) if comes else _Row(line, ended=at)
    if layout is Layout.SPANS:
        began, ended = moment(Column.FIRST_JOINED), moment(Column.LAST_LEFT)
        return _Row(line, began, ended, length()) if began else None
    began = moment(Column.JOINED)
    return _Row(line, began, moment(Column.LEFT)) if began else None


def _with_totals(people: dict[str, _Person]) -> Iterator[Attendee]:
    for person in people.values():
        lengths = (row.length or timedelta(0) for row in person.rows)
        yield Attendee(
            names=tuple(person.names),
            address=person.address,
            length=sum(lengths, timedelta(0)),
            line=person.line,
        )


def _with_stays(person: _Person, layout: Layout, order: Order, known_to: datetime) -> Attendee:
    stays = (
        _from_actions(person.rows, order, known_to)
        if layout is Layout.ACTIONS
        else [_stay(row, order, known_to) for row in person.rows]
    )
    return Attendee(
        names=tuple(person.names), address=person.address, stays=tuple(stays), line=person.line
    )


def _stay(row: _Row, order: Order, known_to: datetime) -> Stay:
    """Whoever has not left was there up to the last moment the report knows of.

    Where someone was away in between and the report says only for how long they were there
    in all, that is counted from their coming.
    """
    assert row.began is not None  # noqa: S101 - for the type checker
    began = row.began[order]
    ended = row.ended[order] if row.ended else known_to
    if ended < began:
        raise ReportError(Code.BACKWARDS, row.line)
    return began, ended if row.length is None else min(ended, began + row.length)


def _from_actions(rows: list[_Row], order: Order, known_to: datetime) -> list[Stay]:
    """Comings and goings in order of time; a going without a coming says nothing."""
    stays: list[Stay] = []
    since: datetime | None = None
    moved = [(row.began is None, one[order]) for row in rows if (one := row.began or row.ended)]
    for leaves, at in sorted(moved, key=lambda one: one[1]):
        if not leaves:
            since = since or at
        elif since:
            stays.append((since, at))
            since = None
    return [*stays, (since, known_to)] if since else stays
