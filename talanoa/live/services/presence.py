"""Spans of presence, the beats of room processes, and the outages between them."""

import contextlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from talanoa.live.durations import DEAD_AFTER
from talanoa.live.models import Outage, Presence, RoomProcess
from talanoa.live.room.spans import Span
from talanoa.schedule.models import LiveSession


def write_spans(spans: Sequence[Span], *, process: str) -> None:
    """Write spans as they stand now: the new as rows, the others into the rows they have.

    Two statements for many. When a row cannot be written, since its person or session was
    deleted meanwhile, the others still are.
    """
    latest = {(span.connection, span.began_at): span for span in spans}.values()
    new = [span for span in latest if not span.is_stored]
    stored = [span for span in latest if span.is_stored]
    try:
        _write(new, stored, process)
    except IntegrityError:
        _write([], stored, process)
        _write_one_by_one(new, process)
    for span in latest:
        span.is_stored = True


@transaction.atomic
def _write(new: Sequence[Span], stored: Sequence[Span], process: str) -> None:
    if new:
        Presence.objects.bulk_create(
            [_row(span, process) for span in new],
            update_conflicts=True,
            unique_fields=["connection", "began_at"],
            update_fields=["last_sign_at", "ended_at"],
        )
    if stored:
        _bring_up_to_date(stored)


def _write_one_by_one(new: Sequence[Span], process: str) -> None:
    for span in new:
        with contextlib.suppress(IntegrityError):
            _write([span], [], process)


def _bring_up_to_date(spans: Sequence[Span]) -> None:
    # Hundreds each second in a large room; the same through the ORM costs seven times as much.
    fields = {field.name: field for field in Presence._meta.concrete_fields}
    named = ("last_sign_at", "ended_at", "connection", "began_at")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Presence._meta.db_table} SET last_sign_at = %s, ended_at = %s"  # noqa: S608
            " WHERE connection = %s AND began_at = %s",
            [
                [fields[name].get_db_prep_save(getattr(span, name), connection) for name in named]
                for span in spans
            ],
        )


def _row(span: Span, process: str) -> Presence:
    return Presence(
        session_id=span.session_id,
        person_id=span.person_id,
        connection=span.connection,
        began_at=span.began_at,
        last_sign_at=span.last_sign_at,
        ended_at=span.ended_at,
        process=process,
        by_phone=span.by_phone,
    )


@transaction.atomic
def beat(*, name: str, now: datetime) -> None:
    """A room process says that it is there, and buries those that no longer say so."""
    RoomProcess.objects.update_or_create(
        name=name,
        defaults={"last_beat_at": now},
        create_defaults={"started_at": now, "last_beat_at": now},
    )
    for other in RoomProcess.objects.exclude(name=name).filter(last_beat_at__lt=now - DEAD_AFTER):
        _bury(other, now=now)


@transaction.atomic
def start(*, name: str, now: datetime, alone: bool) -> None:
    """A room process begins. Those that ended before it, however they ended, were an outage.

    Args:
        alone: no other room process serves this database, so that every row found is of one
            that has ended, even when it beat a moment ago.
    """
    for other in RoomProcess.objects.exclude(name=name):
        if alone or other.last_beat_at < now - DEAD_AFTER:
            _bury(other, now=now)
    beat(name=name, now=now)


def _bury(process: RoomProcess, *, now: datetime) -> None:
    """Turn a process that has ended into an outage, if a session was open meanwhile."""
    # Two processes may find the same one dead; whoever deletes it records the outage.
    deleted, _ = RoomProcess.objects.filter(pk=process.pk).delete()
    if not deleted or now <= process.last_beat_at:
        return
    open_meanwhile = LiveSession.objects.filter(opened_at__lte=now).filter(
        Q(closed_at=None) | Q(closed_at__gte=process.last_beat_at)
    )
    if open_meanwhile.exists():
        Outage.objects.create(began_at=process.last_beat_at, ended_at=now)
