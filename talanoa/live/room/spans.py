"""Spans of presence, in memory, until they are written. Pure.

A span is one connection's signs of life without a gap of more than a minute. Its row is
written soon after it begins and soon after it ends, and every fifteen seconds between.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from talanoa.live.durations import LONGEST_GAP, SIGN_OF_LIFE


@dataclass(slots=True, eq=False)
class Span:
    """One row of presence to be."""

    session_id: int
    person_id: int
    connection: uuid.UUID
    began_at: datetime
    last_sign_at: datetime
    ended_at: datetime | None = None
    by_phone: bool = False
    is_stored: bool = False
    """It has a row already, to be brought up to date."""


@dataclass(slots=True)
class Spans:
    """The spans of every connection of this process."""

    _open: dict[uuid.UUID, Span] = field(default_factory=dict)
    _written: dict[uuid.UUID, datetime] = field(default_factory=dict)
    """When the open span of a connection was last handed over to be written."""
    _urgent: list[Span] = field(default_factory=list)

    def begin(
        self,
        *,
        session_id: int,
        person_id: int,
        connection: uuid.UUID,
        now: datetime,
        by_phone: bool = False,
    ) -> None:
        span = Span(
            session_id, person_id, connection, began_at=now, last_sign_at=now, by_phone=by_phone
        )
        self._open[connection] = span
        self._urge(span, now)

    def sign(self, connection: uuid.UUID, now: datetime) -> None:
        """A sign of life. After a gap, or a clock that was set back, a new span begins."""
        span = self._open.get(connection)
        if span is None:
            return
        if abs(now - span.last_sign_at) > LONGEST_GAP:
            self._urge(span, now)
            self.begin(
                session_id=span.session_id,
                person_id=span.person_id,
                connection=connection,
                now=now,
                by_phone=span.by_phone,
            )
        else:
            # A clock set back by less only stands still for a while.
            span.last_sign_at = max(span.last_sign_at, now)

    def end(self, connection: uuid.UUID, now: datetime, *, in_order: bool) -> None:
        """The connection is gone: said so just now, or simply fell silent at its last sign."""
        if in_order:
            self.sign(connection, now)
        span = self._open.pop(connection, None)
        self._written.pop(connection, None)
        if span is None:
            return
        if in_order:
            span.ended_at = span.last_sign_at
        self._urgent.append(span)

    def last_sign(self, connection: uuid.UUID) -> datetime | None:
        span = self._open.get(connection)
        return span.last_sign_at if span else None

    def take_urgent(self) -> list[Span]:
        """Spans that began or ended since the last time: to be written now."""
        urgent, self._urgent = self._urgent, []
        return urgent

    def take_due(self, now: datetime, *, most: int) -> list[Span]:
        """Spans not written for fifteen seconds, longest first, so that the work is spread."""
        due: list[Span] = []
        for connection, written in self._written.items():
            # In the order of writing, since each is moved to the end when it is written.
            if len(due) >= most or abs(now - written) < SIGN_OF_LIFE:
                break
            due.append(self._open[connection])
        self._mark_written(due, now)
        return due

    def take_all(self, now: datetime, *, session_id: int | None = None) -> list[Span]:
        """Every span still open, of one session or of all."""
        spans = [span for span in self._open.values() if session_id in (None, span.session_id)]
        self._mark_written(spans, now)
        return spans

    def put_back(self, spans: Iterable[Span]) -> None:
        """They could not be written: they are urgent now."""
        self._urgent.extend(spans)

    def _urge(self, span: Span, now: datetime) -> None:
        self._urgent.append(span)
        self._mark_written([span], now)

    def _mark_written(self, spans: Iterable[Span], now: datetime) -> None:
        for span in spans:
            self._written.pop(span.connection, None)
            self._written[span.connection] = now

    def __len__(self) -> int:
        return len(self._open)
