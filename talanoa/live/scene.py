"""What stands in each part of the room page now. The page and the live frames draw from here.

Every function gives the context of one template in ``templates/live/``, the same for every
viewer, so that a fragment can be drawn once for a whole room.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.live import access, hand_queue, queries, slides
from talanoa.live.durations import GONE_AFTER
from talanoa.live.models import Arrival, Entry, Removal, Room, SlideDeck, SlidePage
from talanoa.live.terms import (
    CHAT_PACES,
    GIVEN_AT_ONCE,
    LEADING_ROLES,
    MOST_GIVEN,
    Audience,
    HandsOrder,
    Kind,
)
from talanoa.people.models import Person
from talanoa.programmes.terms import RoleName
from talanoa.schedule import naming
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.terms import SessionRoleName

CHAT_LINES = 100
"""How many of the latest lines the page opens with; the record keeps all."""

_RANK: list[str] = [
    SessionRoleName.PRESENTER,
    SessionRoleName.SPEAKER,
    RoleName.FACILITATOR,
    RoleName.COORDINATOR,
    SessionRoleName.COHOST,
    RoleName.EXPERT,
    RoleName.SCRIBE,
    RoleName.INTERPRETER,
]
"""What someone with several roles is called by: what they do in this hour first."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """Who someone is in a session, in the language in force."""

    person_id: int
    name: str
    country: str
    role: str
    is_guest: bool = False
    by_phone: bool = False
    hosts: str = ""
    """``own`` for who leads in their own right, ``co`` for co-hosts."""

    @property
    def detail(self) -> str:
        """Country and role in one line; either may be missing."""
        if self.country and self.role:
            return _("%(role)s, %(country)s") % {"role": self.role, "country": self.country}
        return self.country or self.role

    def drawn(self) -> str:
        """The person's line among those who are here, in the language in force."""
        return _drawn(self, get_language())


@lru_cache(maxsize=2000)
def _drawn(card: Card, _language: str | None) -> str:
    """A card says all that is drawn of it, so that a line is drawn once for each and language."""
    drawn = render_to_string("live/_person_here.html", {"card": card})
    return mark_safe(drawn.strip())  # noqa: S308 - drawn by a template, which escapes


@dataclass(frozen=True, kw_only=True)
class Line:
    """All that ``live/_chat_line.html`` reads of an entry."""

    seq: int
    kind: str
    at: datetime
    person_id: int | None
    person: str
    audience_person: str
    text: str
    taken_down: bool
    read: bool

    @property
    def data(self) -> dict[str, Any]:
        return {"text": self.text, "taken_down": self.taken_down, "read": self.read}


def line_drawn(entry: Entry, session: LiveSession) -> str:
    """A line of the chat in the language in force; its people are loaded. No query.

    A page opens with a hundred of them, of which all but the newest were drawn before.
    """
    line = Line(
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        person_id=entry.person_id,
        person=str(entry.person or ""),
        audience_person=str(entry.audience_person or ""),
        text=entry.data.get("text") or "",
        taken_down=bool(entry.data.get("taken_down")),
        read=bool(entry.data.get("read")),
    )
    return _line_drawn(line, session.time_zone, get_language())


@lru_cache(maxsize=2000)
def _line_drawn(line: Line, time_zone: str, _language: str | None) -> str:
    given = {"entry": line, "session": {"time_zone": time_zone}}
    drawn = render_to_string("live/_chat_line.html", given)
    return mark_safe(drawn.strip())  # noqa: S308 - drawn by a template, which escapes


def cards(
    session: LiveSession, people: Iterable[Person], calling: Collection[int] = ()
) -> dict[int, Card]:
    """A card for each of ``people``, in their order. Three queries, however many; none for none;
    those of ``naming`` beside them where one of these presents or speaks.

    ``calling``: those who are here by phone.
    """
    by_id = {person.pk: person for person in people}
    if not by_id:
        return {}
    found = countries(session, by_id)
    held = access.role_holders(session)
    roles = _roles(session, held, by_id)
    return {
        pk: Card(
            person_id=pk,
            name=str(person),
            country=found.get(pk, ""),
            role=roles.get(pk) or (_("Guest") if person.is_guest else ""),
            is_guest=person.is_guest,
            by_phone=pk in calling,
            hosts=_hosts(held.get(pk, set())),
        )
        for pk, person in by_id.items()
    }


def countries(session: LiveSession, people: Iterable[Any]) -> dict[int, str]:
    """What each of these keys' people's country is called. Two queries."""
    return {pk: called(country) for pk, country in queries.country_of(session, people).items()}


def called(country: Country) -> str:
    """What people call a country, in the language in force."""
    language = (get_language() or "en").split("-")[0]
    return str(country.short_names.get(language) or country.name)


_FOR_EVERYONE = Q(kind=Kind.SAID, audience=Audience.EVERYONE)


def chat_of_everyone(session: LiveSession) -> dict[str, Any]:
    """The latest lines that everybody reads, as ``chat``. One query."""
    return _chat(session, _FOR_EVERYONE)


def chat(session: LiveSession, person: Person, *, hosting: bool) -> dict[str, Any] | None:
    """The latest lines this person may read, oldest first, and whether there are earlier ones.

    Notes to the facilitators, and their answers, are among them for those, and for who wrote the
    notes. ``None`` for whoever reads what everybody reads. At most two queries.
    """
    private = Q(kind__in=(Kind.NOTED, Kind.NOTE_ANSWERED))
    if hosting:
        has_any = Entry.objects.filter(private, session=session).exists()
    else:
        private &= Q(person=person) | Q(audience_person=person)
        has_any = bool(_notes(session=session.pk, person=person.pk))
    return _chat(session, _FOR_EVERYONE | private) if has_any else None


_notes = Compiled(
    lambda session, person: Entry.objects.filter(
        Q(person=person) | Q(audience_person=person),
        kind__in=(Kind.NOTED, Kind.NOTE_ANSWERED),
        session=session,
    ).values_list("seq")[:1]
)


def _chat(session: LiveSession, for_them: Q) -> dict[str, Any]:
    entries = Entry.objects.filter(for_them, session=session)
    said = entries.select_related("person", "audience_person").order_by("-seq")
    latest = list(said[: CHAT_LINES + 1])
    return {
        "session": session,
        "lines": latest[CHAT_LINES - 1 :: -1] if len(latest) > CHAT_LINES else latest[::-1],
        "has_earlier": len(latest) > CHAT_LINES,
    }


def removed(session: LiveSession) -> dict[str, Any]:
    """Who was sent out and not let in again; only hosts see it. One query."""
    removals = Removal.objects.filter(session=session, ended_at=None).select_related("person")
    people = [removal.person for removal in removals.order_by("at", "pk")]
    return {"session": session, "removed": people}


def door(session: LiveSession) -> dict[str, Any]:
    """Whether the door is held, and who waits at it; only hosts see it. Two queries."""
    room = Room.objects.filter(pk=session.pk).first()
    is_held = room is not None and bool(room.waits_since or room.locked_at)
    arrivals = Arrival.objects.filter(
        session=session, let_in_at=None, seen_at__gte=clock.now() - GONE_AFTER
    )
    waiting = arrivals.select_related("person").order_by("came_at", "pk")
    return {
        "session": session,
        "waits": room is not None and room.waits_since is not None,
        "is_locked": room is not None and room.locked_at is not None,
        "arrivals": list(waiting) if is_held else [],
    }


def chat_rules(session: LiveSession) -> dict[str, Any]:
    """Whether the chat is paused or slowed down. One query."""
    room = Room.objects.filter(pk=session.pk).first()
    return {
        "session": session,
        "is_paused": room is not None and room.chat_paused_at is not None,
        "pace": room.chat_pace if room else 0,
        "paces": CHAT_PACES,
    }


def card_of(entry: Entry) -> dict[str, Any] | None:
    """The card of whom an entry is about. Five queries."""
    person = entry.data["person"]
    calling = queries.calling(entry.session, [person])
    people = cards(entry.session, Person.objects.filter(pk=person), calling)
    return next(({"card": card} for card in people.values()), None)


def hands(session: LiveSession) -> dict[str, Any]:
    """Raised hands in the room's order, and who has the floor. Five queries, nine where those
    not yet heard go first."""
    room = Room.objects.select_related("floor").filter(session=session).first()
    order = room.hands_order if room else HandsOrder.RAISED
    raised = hand_queue.waiting(session, order)
    floor = room.floor if room else None
    known = cards(session, [each.hand.person for each in raised] + ([floor] if floor else []))
    return {
        "session": session,
        "floor": known[floor.pk] if floor else None,
        "unheard_first": order == HandsOrder.UNHEARD,
        "hands": [
            {"hand": each.hand, "reason": each.reason, "card": known[each.hand.person_id]}
            for each in raised
        ],
    }


def agenda(session: LiveSession, person: Person | None = None) -> dict[str, Any]:
    """The agenda with the item in hand, what is behind it and what comes; speakers as ``person``
    is told them, else as the room is. Two queries, and those of ``naming`` where one speaks."""
    items = list(session.agenda.select_related("speaker").order_by("position"))
    naming.tell_names(person, session, items)
    room = Room.objects.filter(session=session).first()
    current = next((item for item in items if room and item.pk == room.current_item_id), None)
    rows = [{"item": item, "state": _state(item, current)} for item in items]
    return {
        "session": session,
        "items": rows,
        "current": current,
        "began_at": room.item_began_at if room and current else None,
        "following": _following(items, current),
        "minutes": sum(item.minutes for item in items),
        **_clock(session, room, current, rows),
    }


def _clock(
    session: LiveSession, room: Room | None, current: AgendaItem | None, rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """When the item in hand is due, and what that does to the rest and to the end of the hour.

    Each row ahead gets ``after``, minutes from when the item in hand is due, and ``at``.
    """
    if room is None or current is None or room.item_began_at is None:
        return {"extra": 0, "allowed": 0, "due_at": None}
    allowed = current.minutes + room.extra_minutes
    due_at = room.item_began_at + timedelta(minutes=allowed)
    rest = 0
    for row in rows:
        if row["state"] == "ahead":
            row |= {"after": rest, "at": due_at + timedelta(minutes=rest)}
            rest += row["item"].minutes
    ends_at = due_at + timedelta(minutes=rest)
    late = round((ends_at - session.ends_at).total_seconds() / 60)
    return {
        "extra": room.extra_minutes,
        "more": room.extra_minutes + GIVEN_AT_ONCE,
        "less": room.extra_minutes - GIVEN_AT_ONCE,
        "most": MOST_GIVEN,
        "allowed": allowed,
        "due_at": due_at,
        "rest": rest,
        "will_end_at": ends_at,
        "late": late,
        "late_words": f"{late:+}".replace("-", "\N{MINUS SIGN}"),
    }


def stage(session: LiveSession) -> dict[str, Any]:
    """The slide on show. Two queries."""
    room = Room.objects.filter(session=session, deck__isnull=False).first()
    page = (
        SlidePage.objects.select_related("deck").filter(deck=room.deck_id, number=room.page).first()
        if room
        else None
    )
    if page is None:
        return {"session": session, "deck": None, "page": None, "pages": 0}
    page.deck.session = session
    return slide(page)


def call(session: LiveSession) -> dict[str, Any]:
    """Where people hear each other, if not here. One query."""
    return {"session": session, "call": queries.call_of(session)}


def slide(page: SlidePage) -> dict[str, Any]:
    """One page of a deck, whose deck and session are loaded. No query."""
    return {
        "session": page.deck.session,
        "deck": page.deck,
        "page": page,
        "pages": page.deck.page_count,
        "widths": slides.widths(page.inline_size),
    }


def people(session: LiveSession) -> dict[str, Any]:
    """Who is listed in the room now, by name, and how many are there. Four queries."""
    listed, count = queries.listed(session)
    calling = {person.pk for person in listed if getattr(person, "calls", False)}
    return {"people": list(cards(session, listed, calling).values()), "people_count": count}


def decks_ready(session: LiveSession) -> list[SlideDeck]:
    """What can be put on the stage, in the order of upload. One query."""
    return list(session.decks.filter(ready_at__isnull=False).order_by("uploaded_at", "pk"))


def _state(item: AgendaItem, current: AgendaItem | None) -> str:
    if current is None or item.position > current.position:
        return "ahead"
    return "current" if item.pk == current.pk else "done"


def _following(items: list[AgendaItem], current: AgendaItem | None) -> AgendaItem | None:
    if current is None:
        return items[0] if items else None
    return next((item for item in items if item.position > current.position), None)


def _hosts(held: set[str]) -> str:
    if held & LEADING_ROLES:
        return "own"
    return "co" if SessionRoleName.COHOST in held else ""


def _roles(
    session: LiveSession, held: dict[int, set[str]], people: Iterable[int]
) -> dict[int, str]:
    labels = dict(RoleName.choices) | dict(SessionRoleName.choices)
    told = naming.told_to_all(session, {pk: held[pk] for pk in people if pk in held})
    return {pk: str(labels[min(roles, key=_RANK.index)]) for pk, roles in told.items()}
