"""Reads about the Janus that carry sound: which there are, and what each has to carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from talanoa.kernel import clock
from talanoa.live.durations import LONGEST_GAP
from talanoa.live.models import Presence, SoundNode, SoundPlace
from talanoa.live.terms import NodeStatus


@dataclass(frozen=True)
class Load:
    """What a Janus carries: people who are in the rooms placed there, and sessions not over."""

    people: int = 0
    sessions: int = 0


@dataclass(frozen=True)
class Node:
    """A Janus of the settings, as the room processes find it."""

    name: str
    status: NodeStatus
    load: Load


def places(session_ids: Iterable[int]) -> dict[int, str]:
    """At which Janus these sessions are, those that are placed. One query."""
    found = SoundPlace.objects.filter(session__in=list(session_ids))
    return dict(found.values_list("session", "node"))


def people_by_session() -> dict[int, int]:
    """How many people are in each room whose sound is placed. One query."""
    here = Presence.objects.filter(
        session__sound_place__isnull=False,
        ended_at=None,
        last_sign_at__gte=clock.now() - LONGEST_GAP,
    )
    return dict(here.values_list("session").annotate(Count("person", distinct=True)))


def loads() -> dict[str, Load]:
    """What each Janus carries, by its name; those that carry nothing are missing. Two queries."""
    people = people_by_session()
    found: dict[str, Load] = {}
    placed = SoundPlace.objects.filter(session__closed_at=None)
    for session_id, name in placed.values_list("session", "node"):
        load = found.get(name, Load())
        found[name] = Load(load.people + people.get(session_id, 0), load.sessions + 1)
    return found


def statuses() -> dict[str, NodeStatus]:
    """How each Janus of the settings is found, in their order; none without sound. One query."""
    if not settings.JANUS.enabled:
        return {}
    names = [node.name for node in settings.JANUS.nodes]
    seen = {node.name: node.status for node in SoundNode.objects.filter(name__in=names)}
    found = {name: seen.get(name, NodeStatus.SILENT) for name in names}
    if list(found.values()) == [NodeStatus.RESTING]:
        # There is no other that would carry anything meanwhile.
        return dict.fromkeys(names, NodeStatus.WELL)
    return found


def all_nodes() -> list[Node]:
    """Every Janus of the settings, with what it carries. Three queries, or none without sound."""
    found = statuses()
    carried = loads() if found else {}
    return [Node(name, status, carried.get(name, Load())) for name, status in found.items()]
