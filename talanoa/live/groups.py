"""What pages, frames and the room read of breakout groups and of private notes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.live import access, languages, scene
from talanoa.live.group_terms import COUNTDOWN, MINUTES_GIVEN, GroupWay, Latecomers
from talanoa.live.models import Entry, Group, GroupPlace, GroupPoint, GroupRound, ListeningChoice
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import SessionRoleName

LINES = 100
"""How many of a group's latest lines the page opens with."""


def title(group: Group) -> str:
    """What a group is called, in the language in force. Its round and country are loaded."""
    way = group.round.way
    if way == GroupWay.LANGUAGE and group.key:
        return languages.own_name(group.key)
    if way == GroupWay.COUNTRY and group.country is not None:
        return scene.called(group.country)
    if way == GroupWay.ROLE and group.key:
        return str((dict(RoleName.choices) | dict(SessionRoleName.choices))[group.key])
    if way == GroupWay.ROLE:
        return _("Participants")
    if way == GroupWay.COUNTRY:
        return _("Other participants")
    return _("Group %(number)d") % {"number": group.number}


def people_in(group_id: int | None) -> frozenset[int]:
    """Who is in a group now, by id, hosts who visit it included. One query; none for ``None``."""
    if group_id is None:
        return frozenset()
    places = GroupPlace.objects.filter(group=group_id)
    return frozenset(places.values_list("person", flat=True))


def places(session_id: int) -> tuple[dict[int, int], frozenset[int]]:
    """In which group each person is now, visitors too, and the groups at work; all by ids.

    Two queries.
    """
    at_work = GroupRound.objects.filter(session=session_id, opened_at__isnull=False, closed_at=None)
    placed = GroupPlace.objects.filter(round__in=at_work, group__isnull=False)
    held = placed.values_list("person", "group")
    groups = Group.objects.filter(round__in=at_work).values_list("pk", flat=True)
    return dict(held), frozenset(groups)


def is_any_due(now: datetime) -> bool:
    """Whether some groups are to be called back or closed. One query."""
    return bool(due(now))


def due(now: datetime) -> list[tuple[int, int]]:
    """Sessions and rounds whose return call or end has come, by ids. One query."""
    rounds = GroupRound.objects.filter(
        Q(ends_at__lte=now) | Q(ends_at__lte=now + COUNTDOWN, called_at=None),
        opened_at__isnull=False,
        closed_at=None,
    )
    return list(rounds.order_by("ends_at").values_list("session", "pk"))


def rounds(session: LiveSession) -> tuple[GroupRound | None, GroupRound | None]:
    """The groups last opened, and those that are prepared. One query."""
    latest = list(session.group_rounds.order_by("-pk")[:2])
    opened = next((each for each in latest if each.opened_at), None)
    prepared = next((each for each in latest if not each.opened_at), None)
    return opened, prepared


# --- The parts of the room page ------------------------------------------------------------------


def scene_of(session: LiveSession) -> dict[str, Any]:
    """What is the same for everyone: no group's own part. Two queries at work, three once the
    groups are back, one where there are none.
    """
    opened, prepared = rounds(session)
    shown: dict[str, Any] = {"session": session, "round": opened, "prepared": prepared}
    if opened is None:
        return shown
    if not opened.is_open:
        return shown | {"brought": brought(opened)}
    words = Entry.objects.filter(session=session, kind=Kind.GROUPS_WORD, at__gte=opened.opened_at)
    lines = list(words.select_related("person").order_by("seq"))
    return shown | _clock(opened) | {"words": lines, "sections": []}


def own(common: Mapping[str, Any], person: Person, *, hosting: bool) -> dict[str, Any] | None:
    """The same with this person's group, for a host with all; ``None`` while none work.

    Nine queries, for a host seven for each group; none while none work.
    """
    opened: GroupRound | None = common["round"]
    if opened is None or not opened.is_open:
        return None
    place = GroupPlace.objects.filter(round=opened, person=person).first()
    theirs = place.group_id if place else None
    takes_more = opened.latecomers == Latecomers.PLACED and opened.called_at is None
    found = _groups(opened).filter(Q() if hosting else Q(pk=theirs))
    return {
        **common,
        "sections": [section(group) for group in found],
        "group": theirs,
        "is_late": place is None and not hosting and takes_more,
    }


def of_host(common: Mapping[str, Any], theirs: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a host does with groups. Two queries at most."""
    opened = common["round"]
    tools = _tools(common["session"], opened, common["prepared"])
    return tools | {"visited": _visited(opened, theirs["group"] if theirs else None)}


def of_entry(entry: Entry) -> dict[str, Any]:
    """As ``scene_of``, once the entry is in the log."""
    return scene_of(entry.session)


def clock_of(entry: Entry) -> dict[str, Any] | None:
    opened, _prepared = rounds(entry.session)
    return _clock(opened) if opened is not None and opened.is_open else None


def section_of(entry: Entry) -> dict[str, Any] | None:
    """A group's own part, as it stands. Eight queries."""
    group = _group_of(entry)
    return section(group) if group is not None else None


def people_of_entry(entry: Entry) -> dict[str, Any] | None:
    """Who is in the group an entry is about. Four queries."""
    group = _group_of(entry)
    return {"group": group, **_people(group)} if group is not None else None


def note_of(entry: Entry) -> dict[str, Any] | None:
    """The note of the group an entry is about. Two queries."""
    group = _group_of(entry)
    return _note(group) if group is not None else None


def tools_of(entry: Entry) -> dict[str, Any]:
    """What hosts do with the groups. Two queries."""
    return _tools(entry.session, *rounds(entry.session))


def visited_of(entry: Entry) -> dict[str, Any]:
    """Which group a host visits now. Three queries."""
    opened, _prepared = rounds(entry.session)
    place = GroupPlace.objects.filter(round=opened, person=entry.audience_person_id).first()
    return {"visited": _visited(opened, place.group_id if place else None)}


def section(group: Group) -> dict[str, Any]:
    """One group: its task, its people, its chat, its note. Seven queries."""
    said = Entry.objects.filter(
        session=group.round.session_id, kind=Kind.GROUP_SAID, audience_group=group
    )
    lines = list(said.select_related("person").order_by("-seq")[:LINES])
    return {
        "group": group,
        "title": title(group),
        "task": group.round.task,
        "lines": lines[::-1],
        **_people(group),
        **_note(group),
    }


def brought(opened: GroupRound) -> list[dict[str, Any]]:
    """What each group has noted, groups without a note left out. Two queries."""
    groups = _groups(opened).prefetch_related("points")
    notes = [(group, [point for point in group.points.all() if point.text]) for group in groups]
    return [
        {"group": group, "title": title(group), "points": points}
        for group, points in notes
        if points
    ]


def _clock(opened: GroupRound) -> dict[str, Any]:
    return {"round": opened, "called": opened.called_at is not None}


def _people(group: Group) -> dict[str, Any]:
    """Who is in it, by name, with their cards; hosts who visit it last. Four queries."""
    held = list(group.places.select_related("person").order_by("is_visit", "person__name", "pk"))
    cards = scene.cards(group.round.session, [place.person for place in held])
    return {
        "people": [{"card": cards[place.person_id], "is_visit": place.is_visit} for place in held]
    }


def _note(group: Group) -> dict[str, Any]:
    points = [point for point in group.points.all() if point.text]
    return {"group": group, "rapporteur": group.rapporteur, "points": points}


def _tools(
    session: LiveSession, opened: GroupRound | None, prepared: GroupRound | None
) -> dict[str, Any]:
    at_work = opened if opened is not None and opened.is_open else None
    in_hand = at_work or prepared
    return {
        "session": session,
        "at_work": at_work,
        "prepared": prepared,
        "group_count": in_hand.groups.count() if in_hand else 0,
        "more": at_work.minutes + MINUTES_GIVEN if at_work else 0,
    }


def _visited(opened: GroupRound | None, group: int | None) -> str:
    found = _groups(opened).filter(pk=group).first() if opened and group else None
    return title(found) if found is not None else ""


def _groups(of: GroupRound) -> QuerySet[Group]:
    return Group.objects.filter(round=of).select_related(
        "round__session__cohort__programme__hub", "country", "rapporteur"
    )


def group_in(session: LiveSession, group: int) -> Group | None:
    """A group of this session by its id, round, country and rapporteur loaded. One query."""
    related = ("round__session__cohort__programme__hub", "country", "rapporteur")
    groups = Group.objects.filter(round__session=session, pk=group)
    return groups.select_related(*related).first()


def _group_of(entry: Entry) -> Group | None:
    return group_in(entry.session, entry.data["group"]) if entry.data["group"] else None


# --- The page on which they are made, the record, the export -------------------------------------


def prepared_page(session: LiveSession) -> dict[str, Any]:
    """The groups in hand with their people, and who is in none. Six queries and more."""
    opened, prepared = rounds(session)
    at_work = opened if opened is not None and opened.is_open else None
    in_hand = at_work or prepared
    if in_hand is None:
        return {"round": None, "groups": [], "outside": outside(session, set())}
    placed_in = GroupPlace.objects.filter(round=in_hand, group__isnull=False, is_visit=False)
    held = placed_in.select_related("person")
    of: dict[int, list[Person]] = {}
    for place in held.order_by("person__name", "pk"):
        of.setdefault(place.group_id or 0, []).append(place.person)
    groups = [
        {"group": group, "title": title(group), "people": of.get(group.pk, [])}
        for group in _groups(in_hand)
    ]
    placed = {person.pk for people in of.values() for person in people}
    return {"round": in_hand, "groups": groups, "outside": outside(session, placed)}


def outside(session: LiveSession, placed: Iterable[int]) -> list[Person]:
    """Who may be in a group and is in none, by name. Two queries."""
    hosts = access.host_ids(session)
    return list(access.people_of(session).exclude(pk__in={*placed, *hosts}))


def in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """What the groups brought back; nothing for the public, and of no group's chat for anyone."""
    if person is None:
        return None
    held = session.group_rounds.filter(closed_at__isnull=False).order_by("pk")
    kept = [{"round": one, "brought": notes} for one in held if (notes := brought(one))]
    return {"session": session, "rounds": kept} if kept else None


def kept_about(person: Person) -> dict[str, object]:
    """What groups keep about somebody, oldest first. Four queries."""
    places = GroupPlace.objects.filter(person=person).order_by("pk")
    points = GroupPoint.objects.filter(person=person).order_by("pk")
    rapporteur = Group.objects.filter(rapporteur=person).order_by("pk")
    made = GroupRound.objects.filter(made_by=person).order_by("pk")
    session = "round__session__title"
    return {
        "group_places": list(places.values(session, "group__number", "is_visit", "at")),
        "group_points": list(points.values("group__round__session__title", "text", "at")),
        "group_rapporteur": list(rapporteur.values(session, "number")),
        "groups_made": list(made.values("session__title", "way", "task", "made_at")),
    }


def sizes(of: GroupRound) -> dict[int, int]:
    """How many are in each group, visitors apart. One query."""
    counted = of.groups.annotate(size=Count("places", filter=Q(places__is_visit=False)))
    return dict(counted.values_list("pk", "size"))


def languages_of(session: LiveSession, people: Iterable[Person]) -> dict[int, str]:
    """The language each of these people chose to hear in this cohort, else reads. One query."""
    asked = {person.pk: person.language or settings.LANGUAGE_CODE for person in people}
    chosen = ListeningChoice.objects.filter(cohort=session.cohort_id, person__in=asked)
    spoken = chosen.exclude(language="").values_list("person", "language")
    return asked | dict(spoken)
