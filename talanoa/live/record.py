"""The session record: what a session leaves behind, and the parts other rooms add to it.

A part is registered from the higher room's ``acts.py``::

    record.sections.register(
        "recommendations", 20, "cases/_record.html", context=recommendations_of
    )

Its ``context(session, person)`` is asked with ``person=None`` for the record that everyone
on the internet may read, and must then leave out what only participants may see.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.live import queries, running, scene
from talanoa.live.models import AtScreen, Attendance, Entry, Presence, Stay
from talanoa.live.running import Planned, Ran
from talanoa.live.terms import Audience, Kind, StayKind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

SectionContext = Callable[[LiveSession, Person | None], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the record that another room draws, heading included (``<h2>``)."""

    name: str
    position: int
    template: str
    context: SectionContext


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section with what it shows to one reader."""

    section: Section
    context: Mapping[str, Any]


class Sections:
    """The sections registered so far."""

    def __init__(self) -> None:
        self._sections: dict[str, Section] = {}

    def register(self, name: str, position: int, template: str, *, context: SectionContext) -> None:
        """Add a section to every session's record.

        Args:
            position: sections stand in this order, after who attended and the agenda.
            context: what the template needs for this reader (``None``: the public), or
                ``None`` where the section has nothing to show and is left out.

        Raises:
            ValueError: another section has this name.
        """
        if name in self._sections:
            raise ValueError(f"Two sections of the record are called {name}.")
        self._sections[name] = Section(
            name=name, position=position, template=template, context=context
        )

    def shown(self, session: LiveSession, person: Person | None) -> list[ShownSection]:
        """What this reader finds in this session's record. Queries: those of each section."""
        ordered = sorted(self._sections.values(), key=lambda section: section.position)
        given = ((section, section.context(session, person)) for section in ordered)
        return [
            ShownSection(section=section, context=context)
            for section, context in given
            if context is not None
        ]


sections = Sections()


@dataclass(frozen=True, kw_only=True)
class Attended:
    """How long someone was there, and who that is."""

    attendance: Attendance
    card: scene.Card
    sources: tuple[str, ...] = ()
    """How it is known, in words; only where somebody asked."""
    check_in: Stay | None = None

    @property
    def first_at(self) -> datetime | None:
        intervals = self.attendance.intervals
        return datetime.fromisoformat(intervals[0][0]) if intervals else None

    @property
    def last_at(self) -> datetime | None:
        intervals = self.attendance.intervals
        return datetime.fromisoformat(intervals[-1][1]) if intervals else None


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What attendance comes to, without a name."""

    people: int
    together: timedelta
    """The time of all who attended, added up."""
    is_final: bool


def totals(session: LiveSession) -> Totals:
    """How many attended, for how long in all. One query."""
    counted = queries.attended(session).aggregate(
        people=Count("pk"), together=Sum("attended"), open=Count("pk", filter=Q(final_at=None))
    )
    return Totals(
        people=counted["people"],
        together=counted["together"] or timedelta(0),
        is_final=not counted["open"],
    )


def countries(session: LiveSession) -> list[tuple[str, int]]:
    """From which countries how many came, most first. Two queries."""
    found = scene.countries(session, queries.attended(session).values("person"))
    return sorted(Counter(found.values()).items(), key=lambda pair: (-pair[1], pair[0]))


def attended(session: LiveSession) -> list[Attended]:
    """Everyone who attended, by name, with how long. Four queries."""
    return described(session, queries.attended(session))


def described(session: LiveSession, rows: Iterable[Attendance]) -> list[Attended]:
    """Who each of these rows is of, in their order. Three queries, and that of the rows."""
    rows = list(rows)
    cards = scene.cards(session, [row.person for row in rows])
    return [Attended(attendance=row, card=cards[row.person_id]) for row in rows]


def with_sources(session: LiveSession, rows: Iterable[Attended]) -> list[Attended]:
    """The same, each with how it is known. Three queries."""
    rows = list(rows)
    people = [row.attendance.person_id for row in rows]
    seen = set(
        Presence.objects.filter(session=session, person__in=people).values_list("person", flat=True)
    )
    stays = Stay.objects.filter(session=session, person__in=people, withdrawn_at=None)
    told: dict[int, dict[str, Stay]] = {}
    for stay in stays:
        told.setdefault(stay.person_id, {})[stay.kind] = stay
    at_screens = AtScreen.objects.filter(
        screen__session=session, person__in=people, vouched_at__isnull=False
    )
    beside = set(at_screens.values_list("person", flat=True))
    found = []
    for row in rows:
        person, kinds = row.attendance.person_id, told.get(row.attendance.person_id, {})
        sources = [_("Room")] if person in seen else []
        sources += [str(label) for kind, label in StayKind.choices if kind in kinds]
        sources += [_("Shared screen")] if person in beside else []
        if row.attendance.is_put_by_hand:
            sources = [_("Put right by hand")]
        found.append(replace(row, sources=tuple(sources), check_in=kinds.get(StayKind.CODE)))
    return found


def agenda(session: LiveSession) -> list[Ran]:
    """The agenda as it ran, from the log; up to now where the session goes on. Two queries."""
    planned = [
        Planned(
            item_id=item.pk,
            title=item.title,
            length=timedelta(minutes=item.minutes),
            kind=item.kind,
        )
        for item in session.agenda.order_by("position")
    ]
    moved = Entry.objects.filter(session=session, kind=Kind.AGENDA_MOVED).order_by("seq")
    moves = [(entry.data["item"], entry.at) for entry in moved]
    return running.as_it_ran(planned, moves, closed_at=session.closed_at or clock.now())


def chat(session: LiveSession) -> QuerySet[Entry]:
    """Everything said in the chat, in order, with who said it. One query."""
    said = Entry.objects.filter(session=session, kind=Kind.SAID, audience=Audience.EVERYONE)
    return said.select_related("person").order_by("seq")
