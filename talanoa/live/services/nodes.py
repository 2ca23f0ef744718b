"""At which Janus a session's sound is, agreed upon by every room process through the database."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from talanoa.kernel import clock, events
from talanoa.live import nodes
from talanoa.live.durations import DEAD_AFTER, MOVED_EVERY, NODE_RESTS
from talanoa.live.models import SoundNode, SoundPlace
from talanoa.schedule.models import LiveSession


@transaction.atomic
def see(*, answering: Collection[str], dead: Collection[str] = ()) -> None:
    """Note which Janus a process has an answer from, and which it has just found dead."""
    now = clock.now()
    _hold()
    rows = [SoundNode(name=name, answered_at=now, well_since=now) for name in answering]
    SoundNode.objects.bulk_create(rows, ignore_conflicts=True)
    known = SoundNode.objects.filter(name__in=answering)
    # One that nobody saw for a while may have been dead; it is looked at anew.
    known.filter(answered_at__lt=now - DEAD_AFTER).update(well_since=None)
    known.update(answered_at=now, well_since=Coalesce(F("well_since"), now))
    SoundNode.objects.filter(name__in=dead).update(well_since=None)


@transaction.atomic
def place(
    session_ids: Collection[int], *, answering: Collection[str], standing: Collection[str]
) -> dict[int, str]:
    """At which Janus these sessions are, having placed those that are at none, or at a dead one.

    Each goes to the least loaded of those that answer: where the fewest people are in the rooms,
    then the fewest sessions. One that was dead a moment ago comes last.

    Args:
        answering: the Janus that the process which asks has an answer from.
        standing: those that it does not find dead: what is there stays there.
    """
    # Held by whoever places: two processes that notice a death at once move a session once,
    # and what one has placed counts for the other.
    known = _hold()
    now = clock.now()
    placed = SoundPlace.objects.in_bulk(session_ids)
    moved_lately = now - MOVED_EVERY
    homeless = [
        session_id
        for session_id in session_ids
        if (at := placed.get(session_id)) is None
        or (at.node not in standing and (at.moved_at is None or at.moved_at <= moved_lately))
    ]
    well = {node.name: node.well_since for node in known}
    names = sorted(answering)
    if homeless and names:
        there = LiveSession.objects.filter(pk__in=homeless).values_list("pk", flat=True)
        people, carried = nodes.people_by_session(), nodes.loads()
        loads = {name: carried.get(name, nodes.Load()) for name in names}
        for session_id in sorted(there, key=lambda each: -people.get(each, 0)):
            name = min(
                names,
                key=lambda each: (
                    (since := well.get(each)) is None or since > now - NODE_RESTS,
                    loads[each].people,
                    loads[each].sessions,
                ),
            )
            load = loads[name]
            loads[name] = nodes.Load(load.people + people.get(session_id, 0), load.sessions + 1)
            placed[session_id] = _put(session_id, name, before=placed.get(session_id))
    return {session_id: place.node for session_id, place in placed.items()}


def forget(session_id: int) -> None:
    """The session's sound is over."""
    SoundPlace.objects.filter(session=session_id).delete()


def _hold() -> list[SoundNode]:
    """Every Janus, locked until the transaction ends, always in the same order."""
    return list(SoundNode.objects.select_for_update().order_by("name"))


def _put(session_id: int, name: str, *, before: SoundPlace | None) -> SoundPlace:
    if before is None:
        return SoundPlace.objects.create(session_id=session_id, node=name)
    came_from, before.node, before.moved_at = before.node, name, clock.now()
    before.save()
    events.record("live.sound_moved", by=None, subject=before, node=name, before=came_from)
    return before
