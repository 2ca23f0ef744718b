"""What opens a room's door and what keeps it shut, as conditions of a query."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from talanoa.kernel.compiled import Compiled
from talanoa.live.models import Arrival, GuestLink, Removal, Room
from talanoa.programmes.models import Enrolment, HubAdministrator, Role
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName

Key = int | OuterRef


def may_enter(*, person: Key, session: Key, cohort: Key, programme: Key, hub: Key) -> Q:
    """The rule of the door as a condition, for a set of sessions as for a set of people."""
    tied = _is_tied(person=person, session=session, cohort=cohort, programme=programme, hub=hub)
    return tied & ~Q(Exists(_removals(person=person, session=session)))


def _is_tied(*, person: Key, session: Key, cohort: Key, programme: Key, hub: Key) -> Q:
    """What lets someone in, most frequent first."""
    return _any_of(
        Enrolment.objects.filter(cohort=cohort, person=person, left_at=None),
        *_parts(person=person, session=session, programme=programme, hub=hub),
        GuestLink.objects.filter(session=session, person=person, withdrawn_at=None),
    )


def _parts(*, person: Key, session: Key, programme: Key, hub: Key) -> tuple[QuerySet[Any], ...]:
    """What someone does in a session beside taking part. Being a co-host opens no door: that
    goes with whatever let them in.
    """
    parts = SessionRole.objects.filter(session=session, person=person, declined_at=None)
    return (
        Role.objects.filter(programme=programme, person=person),
        parts.exclude(role=SessionRoleName.COHOST),
        AgendaItem.objects.filter(session=session, speaker=person).order_by(),
        HubAdministrator.objects.filter(hub=hub, person=person),
    )


def is_held(*, person: Key, session: Key, programme: Key, hub: Key) -> Q:
    """Whether the door is held before someone: until the end, but not before those with a part."""
    room = Room.objects.filter(
        Q(locked_at__isnull=False) | Q(waits_since__isnull=False),
        pk=session,
        session__closed_at=None,
    )
    let_in = Arrival.objects.filter(session=session, person=person, let_in_at__isnull=False)
    cohosts = SessionRole.objects.filter(
        session=session, person=person, role=SessionRoleName.COHOST
    )
    parts = _parts(person=person, session=session, programme=programme, hub=hub)
    goes_in = _any_of(let_in, cohosts, *parts)
    return Q(Exists(room)) & ~goes_in


def _any_of(*found: QuerySet[Any]) -> Q:
    return reduce(or_, (Q(Exists(each)) for each in found))


def _removals(*, person: Key, session: Key) -> QuerySet[Removal]:
    """What keeps someone out all the same."""
    return Removal.objects.filter(session=session, person=person, ended_at=None)


@Compiled
def ties_and_bars(*, person: int, session: int) -> QuerySet[Any, Any]:
    """Whether someone is tied to a session, was sent out of it, and finds its door held."""
    is_tied = _is_tied(
        person=person,
        session=OuterRef("pk"),
        cohort=OuterRef("cohort"),
        programme=OuterRef("cohort__programme"),
        hub=OuterRef("cohort__programme__hub"),
    )
    is_removed = Exists(_removals(person=person, session=OuterRef("pk")))
    held = is_held(
        person=person,
        session=OuterRef("pk"),
        programme=OuterRef("cohort__programme"),
        hub=OuterRef("cohort__programme__hub"),
    )
    asked = LiveSession.objects.filter(pk=session).order_by()
    return asked.values_list(
        ExpressionWrapper(is_tied, BooleanField()),
        is_removed,
        ExpressionWrapper(held, BooleanField()),
    )
