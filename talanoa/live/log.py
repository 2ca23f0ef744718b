"""The room's log: every act in a session at its number, without gaps.

The room's row is locked by whoever adds, until the transaction ends, so numbers become
visible in their order, and whoever has seen number N has been able to see all before it.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from django.db import transaction
from django.db.models import QuerySet

from talanoa.kernel.compiled import Compiled
from talanoa.live.models import Entry, Group, Room
from talanoa.live.room import bus
from talanoa.live.terms import Audience
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class _Act:
    """The act in hand: the room it holds, and the client's id that is not in the log yet."""

    room: Room
    client_id: str


_in_hand: ContextVar[_Act | None] = ContextVar("in_hand", default=None)


def lock(session: LiveSession) -> Room:
    """The room's row, locked until the transaction ends; made when it is not there.

    Raises:
        RuntimeError: outside a transaction, where nothing would stay locked.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A room is locked inside the transaction that changes it.")
    return Room.objects.select_for_update().get_or_create(session=session)[0]


def room_of(session: LiveSession) -> Room:
    """The room's row as the act in hand holds it, which costs no query; else locked now.

    Raises:
        RuntimeError: as ``lock``.
    """
    act = _in_hand.get()
    return act.room if act and act.room.pk == session.pk else lock(session)


def add(
    *,
    session: LiveSession,
    kind: str,
    by: Person | None,
    data: Mapping[str, Any],
    client_id: str = "",
    audience: str = Audience.EVERYONE,
    audience_person: Person | None = None,
    audience_group: Group | None = None,
) -> Entry:
    """Give an act the next number in the room's log, and tell the rooms once it is committed.

    An act whose ``client_id`` this person has used here before is not added again: the
    earlier entry is returned. ``data`` refers to people by id only, so that erasing someone
    takes their name from the log too.

    Raises:
        RuntimeError: outside a transaction.
    """
    room, act = room_of(session), _in_hand.get()
    is_new = act is not None and client_id == act.client_id
    if not is_new and (earlier := _earlier(session, by, client_id)):
        return earlier
    room.last_seq += 1
    room.save(update_fields=["last_seq"])
    entry = Entry.objects.create(
        session=session,
        seq=room.last_seq,
        kind=kind,
        person=by,
        client_id=client_id,
        audience=audience,
        audience_person=audience_person,
        audience_group=audience_group,
        data=dict(data),
    )
    transaction.on_commit(_nudging(session.pk, entry.seq), robust=True)
    return entry


def once(service: Callable[Arguments, Entry]) -> Callable[Arguments, Entry]:
    """Make a service that ends in ``add`` safe to be asked twice for the same act.

    The service is called in a transaction that holds the room, and only when no entry of
    this person bears the act's ``client_id``; otherwise that entry is the answer and nothing
    is done. So a frame sent again after a cut, or a form sent twice, has its effect once.
    """
    if getattr(service, "is_once", False):
        return service

    @wraps(service)
    def act(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Entry:
        session, by = kwargs["session"], kwargs["by"]
        with transaction.atomic():
            room = lock(session)  # type: ignore[arg-type]
            client_id = str(kwargs.get("client_id", ""))
            if earlier := _earlier(session, by, client_id):  # type: ignore[arg-type]
                return earlier
            before = _in_hand.set(_Act(room, client_id))
            try:
                return service(*args, **kwargs)
            finally:
                _in_hand.reset(before)

    act.is_once = True  # type: ignore[attr-defined]
    return act


def _earlier(session: LiveSession, by: Person | None, client_id: str) -> Entry | None:
    if not client_id or by is None:
        return None
    for row in _same(session=session.pk, person=by.pk, client_id=client_id):
        return Entry.objects.get(pk=row[0])
    return None


@Compiled
def _same(*, session: int, person: int, client_id: str) -> QuerySet[Any, Any]:
    same = Entry.objects.filter(session=session, person=person, client_id=client_id)
    return same.order_by().values_list("pk")


def _nudging(session_id: int, seq: int) -> Callable[[], None]:
    # Not a ``partial``: when it fails, Django logs the ``__qualname__`` a partial lacks.
    def nudge() -> None:
        bus.nudge(session_id, seq)

    return nudge
