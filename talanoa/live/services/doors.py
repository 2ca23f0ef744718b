"""The room's door: open, with people waiting at it, or locked."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log
from talanoa.live.durations import GONE_AFTER, SEEN_EVERY, STAYS_IN
from talanoa.live.models import Arrival, Entry, Presence, Room
from talanoa.live.terms import Audience, Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def lock(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let nobody new in. Who is in stays, and comes back when cut off.

    Raises:
        Refused: for the reasons in ``access.door_refused``.
    """
    return _hold("locked_at", by=by, session=session, client_id=client_id)


@log.once
def unlock(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Take the lock off.

    Raises:
        Refused: as ``lock``.
    """
    return _change("locked_at", None, by=by, session=session, client_id=client_id)


@log.once
def have_wait(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let those who come wait until a host lets them in. Who is in stays.

    Raises:
        Refused: as ``lock``.
    """
    return _hold("waits_since", by=by, session=session, client_id=client_id)


@log.once
def stop_waiting(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let those who come in at once again; a lock stays.

    Raises:
        Refused: as ``lock``.
    """
    return _change("waits_since", None, by=by, session=session, client_id=client_id)


@log.once
def let_in(*, by: Person, session: LiveSession, person: int, client_id: str = "") -> Entry:
    """Let in ``person`` (an id), who waits at the door; they may come and go from now on.

    Raises:
        Refused: as ``lock``, or nobody of that id waits.
    """
    demand(access.door_refused(by, session))
    waiting = Arrival.objects.filter(session=session, person=person, let_in_at=None)
    if not waiting.update(let_in_at=clock.now(), let_in_by=by):
        raise Refused(_("This person is not waiting at the door."))
    return _say(Kind.LET_IN, by=by, session=session, client_id=client_id, person=person)


@log.once
def let_all_in(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Let in everyone who waits at the door.

    Raises:
        Refused: as ``lock``, or nobody waits.
    """
    demand(access.door_refused(by, session))
    waiting = Arrival.objects.filter(session=session, let_in_at=None)
    if not waiting.update(let_in_at=clock.now(), let_in_by=by):
        raise Refused(_("Nobody is waiting at the door."))
    return _say(Kind.LET_IN, by=by, session=session, client_id=client_id)


@transaction.atomic
def knock(*, by: Person, session: LiveSession) -> Arrival:
    """Note that ``by`` waits at the door; hosts hear of it once. To be called again meanwhile.

    Who knocks is for the caller to judge: ``access.get_session`` has raised ``Held``.
    """
    now = clock.now()
    arrival, is_new = Arrival.objects.get_or_create(
        session=session, person=by, defaults={"came_at": now, "seen_at": now}
    )
    if is_new or arrival.seen_at < now - GONE_AFTER:
        arrival.came_at = arrival.seen_at = now
        arrival.save(update_fields=["came_at", "seen_at"])
        # By nobody: whoever made an entry receives it, and this one draws who else waits.
        _say(Kind.DOOR_ARRIVED, by=None, session=session, person=by.pk)
    elif arrival.seen_at < now - SEEN_EVERY:
        arrival.seen_at = now
        arrival.save(update_fields=["seen_at"])
    return arrival


@transaction.atomic
def keep_in(people: Iterable[int], *, session: LiveSession) -> None:
    """Remember those who are connected as the door is held: the room process knows them before
    their presence is written. Nothing is done where the door is open.
    """
    held = Q(locked_at__isnull=False) | Q(waits_since__isnull=False)
    if Room.objects.filter(held, pk=session.pk).exists():
        remember(people, by=None, session=session)


def remember(people: Iterable[int], *, by: Person | None, session: LiveSession) -> None:
    """Let the held door know these people (ids) as let in. Two queries."""
    now, ids = clock.now(), set(people)
    waiting = Arrival.objects.filter(session=session, person__in=ids, let_in_at=None)
    waiting.update(let_in_at=now, let_in_by=by)
    Arrival.objects.bulk_create(
        [Arrival(session=session, person_id=pk, let_in_at=now, let_in_by=by) for pk in sorted(ids)],
        ignore_conflicts=True,
        batch_size=access.CHUNK,
    )


def _hold(which: str, *, by: Person, session: LiveSession, client_id: str) -> Entry:
    now = clock.now()
    entry = _change(which, now, by=by, session=session, client_id=client_id)
    remember(_in_room(session, now), by=by, session=session)
    return entry


def _in_room(session: LiveSession, now: datetime) -> set[int]:
    """Who is in, or was five minutes ago: by a socket, or acting by plain forms. Two queries."""
    since = now - STAYS_IN
    seen = Presence.objects.filter(session=session, last_sign_at__gte=since)
    acted = Entry.objects.filter(session=session, at__gte=since, person__isnull=False)
    return {
        *seen.values_list("person", flat=True).distinct(),
        *acted.order_by().values_list("person", flat=True).distinct(),
    }


def _change(
    which: str, at: datetime | None, *, by: Person, session: LiveSession, client_id: str
) -> Entry:
    demand(access.door_refused(by, session))
    Room.objects.filter(pk=log.room_of(session).pk).update(**{which: at})
    return _say(Kind.DOOR_CHANGED, by=by, session=session, client_id=client_id)


def _say(
    kind: str,
    *,
    by: Person | None,
    session: LiveSession,
    client_id: str = "",
    person: int | None = None,
) -> Entry:
    return log.add(
        session=session,
        kind=kind,
        by=by,
        client_id=client_id,
        data={} if person is None else {"person": person},
        audience=Audience.HOSTS,
    )
