"""Who was heard in a session: "all teach, all learn", measured.

Decision 0014 defines each figure; who sees what of it stands in ``talk_shown``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from talanoa.kernel import clock
from talanoa.live import access, languages, queries, record, speech
from talanoa.live.models import Entry, Interpreter, Speech, TalkSum
from talanoa.live.speech import Turn
from talanoa.live.terms import (
    HEARD_FROM,
    HOST_ROLES,
    Kind,
    TalkGroup,
    TalkSource,
)
from talanoa.people.models import Person
from talanoa.programmes.models import TeamMember
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import AgendaKind, SessionRoleName

SHARING = tuple(group for group in TalkGroup if group != TalkGroup.INTERPRETERS)
"""The groups among which the talk is shared."""
TEACHING = (TalkGroup.FACILITATION, TalkGroup.EXPERTS)
"""The side of the hub; the other groups are the side of the countries."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one group spoke."""

    name: str
    label: str
    length: timedelta
    people: int
    """How many of them were heard."""
    percent: int = 0


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Who spoke as what, without a name."""

    sources: list[str]
    parts: list[Part]
    countries: list[str]
    """ISO codes of those heard."""
    interpreted: list["Interpreted"]

    @property
    def heard(self) -> int:
        return sum(part.people for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Interpreted:
    """How long interpreters spoke into a language; no language: on the floor. Of no share."""

    language: str
    length: timedelta

    @property
    def name(self) -> str:
        return languages.name_of(self.language) if self.language else ""


@dataclass(frozen=True, kw_only=True)
class Didactic:
    """How much of the hour was lesson: items of that kind over all items, as they ran."""

    took: timedelta
    percent: int
    planned_percent: int


Heard = tuple[list[str], dict[int, timedelta]]
"""By what it is known, and how long each person (id) spoke on the floor."""
Booths = dict[str, dict[int, timedelta]]
"""How long each person (id) spoke into each language."""


def measured(session: LiveSession) -> Heard:
    """By what it is known, and how long each person spoke on the floor.

    Two queries, three with a call.

    From the moment people hear each other in another tool it is the floor that tells.
    """
    if session.opened_at is None:
        return [], {}
    opened, now = session.opened_at, clock.now()
    closed = max(session.closed_at or now, opened)
    rows = Speech.objects.filter(session=session, language="")
    turns = [Turn(*row) for row in rows.values_list("person_id", "began_at", "heard_until")]
    heard = speech.measure(turns, opened=opened, closed=closed)
    sources: list[str] = [TalkSource.SOUND] if heard else []
    if queries.call_of(session) is None:
        return sources, heard
    elsewhere_since, floor = _floor(session, until=closed)
    given = [
        Turn(turn.person_id, max(turn.began_at, elsewhere_since), turn.heard_until)
        for turn in floor
        if turn.heard_until > elsewhere_since
    ]
    if given:
        sources.append(TalkSource.FLOOR)
    return sources, speech.measure([*turns, *given], opened=opened, closed=closed)


def interpreting(session: LiveSession) -> Booths:
    """How long each interpreter was heard in their booth, by language. One query."""
    if session.opened_at is None:
        return {}
    opened, closed = session.opened_at, max(session.closed_at or clock.now(), session.opened_at)
    rows = Speech.objects.filter(session=session).exclude(language="").order_by("language")
    turns: dict[str, list[Turn]] = {}
    columns = ("language", "person_id", "began_at", "heard_until")
    for language, person, began, until in rows.values_list(*columns):
        turns.setdefault(language, []).append(Turn(person, began, until))
    measures = (
        (language, speech.measure(spoken, opened=opened, closed=closed))
        for language, spoken in turns.items()
    )
    return {language: lengths for language, lengths in measures if lengths}


def talk_of(session: LiveSession, heard: Heard | None = None, booths: Booths | None = None) -> Talk:
    """How the talk was shared: as it was summed up once the session had ended, else as it
    stands now. One query, at most ten; fewer where ``heard`` and ``booths`` are measured already.
    """
    if session.closed_at and (summed := TalkSum.objects.filter(session=session).first()):
        return Talk(
            sources=summed.sources,
            parts=_parts(
                {
                    name: (timedelta(seconds=seconds), people)
                    for name, (seconds, people) in summed.groups.items()
                }
            ),
            countries=summed.countries,
            interpreted=_interpreted(
                {code: timedelta(seconds=seconds) for code, seconds in summed.interpreted.items()}
            ),
        )
    if booths is None:
        booths = interpreting(session)
    return shared(session, *(heard or measured(session)), booths)


def shared(
    session: LiveSession, sources: list[str], lengths: Mapping[int, timedelta], booths: Booths
) -> Talk:
    """The same from everyone's lengths. Six queries; none where nobody spoke.

    Interpreters say what others said: they are in no share, and counted apart.
    """
    groups = group_of(session, lengths)
    apart = {who for who, group in groups.items() if group == TalkGroup.INTERPRETERS}
    heard = [who for who, length in lengths.items() if length >= HEARD_FROM and who not in apart]
    said_apart = {"": sum((lengths[who] for who in apart), timedelta(0))}
    for language, interpreters in booths.items():
        said_apart[language] = sum(interpreters.values(), timedelta(0))
    countries = queries.country_of(session, heard).values() if heard else []
    return Talk(
        sources=sources,
        parts=_parts(
            {
                group: (
                    sum((lengths[who] for who in lengths if groups[who] == group), timedelta(0)),
                    sum(groups[who] == group for who in heard),
                )
                for group in SHARING
            }
        ),
        countries=sorted({country.iso3 for country in countries}),
        interpreted=_interpreted(said_apart),
    )


def group_of(session: LiveSession, people: Iterable[int]) -> dict[int, str]:
    """As what each of ``people`` (ids) speaks here. Four queries; none for nobody.

    Presenters are those with that part and who leads the item of the case; their team are
    those in a country team with one of them. Interpreters are those with that part, and guests
    who were named; whoever is enrolled and interprets speaks on the floor as a participant.
    """
    asked = list(people)
    if not asked:
        return {}
    held = access.role_holders(session)
    leads = session.agenda.filter(kind=AgendaKind.CASE, speaker__isnull=False)
    presenters = {who for who, roles in held.items() if SessionRoleName.PRESENTER in roles}
    presenters |= set(leads.values_list("speaker", flat=True))
    memberships = TeamMember.objects.filter(team__programme=session.cohort.programme_id)
    teams = memberships.filter(person__in=presenters).values("team")
    team = set(memberships.filter(team__in=teams).values_list("person", flat=True)) | presenters
    guests = Interpreter.objects.filter(channel__session=session, person__is_guest=True)
    for who in guests.values_list("person", flat=True):
        held.setdefault(who, set()).add(RoleName.INTERPRETER)
    return {who: _group(held.get(who, set()), in_team=who in team) for who in asked}


def _interpreted(lengths: Mapping[str, timedelta]) -> list[Interpreted]:
    return [
        Interpreted(language=language, length=length)
        for language, length in sorted(lengths.items())
        if length
    ]


def didactic_of(session: LiveSession) -> Didactic | None:
    """How much of the hour was lesson; ``None`` before an item was taken up. Two queries."""
    ran = record.agenda(session)
    total = sum((item.took for item in ran), timedelta(0))
    if not total:
        return None
    planned = {item.item_id: item for item in ran}.values()
    took = sum((item.took for item in ran if item.kind == AgendaKind.DIDACTIC), timedelta(0))
    lesson = (item.planned for item in planned if item.kind == AgendaKind.DIDACTIC)
    return Didactic(
        took=took,
        percent=round(took / total * 100),
        planned_percent=round(
            sum(lesson, timedelta(0)) / sum((item.planned for item in planned), timedelta(0)) * 100
        ),
    )


def kept_about(person: Person) -> dict[str, object]:
    """When somebody was heard to speak, as long as it is kept. One query."""
    rows = Speech.objects.filter(person=person).order_by("began_at", "pk")
    return {"speech": list(rows.values("session__title", "language", "began_at", "heard_until"))}


def _group(roles: set[str], *, in_team: bool) -> TalkGroup:
    if SessionRoleName.PRESENTER in roles:
        return TalkGroup.TEAM
    if roles & HOST_ROLES:
        return TalkGroup.FACILITATION
    if RoleName.EXPERT in roles:
        return TalkGroup.EXPERTS
    if in_team:
        return TalkGroup.TEAM
    if SessionRoleName.SPEAKER in roles:
        return TalkGroup.EXPERTS
    if RoleName.INTERPRETER in roles:
        return TalkGroup.INTERPRETERS
    return TalkGroup.FACILITATION if RoleName.SCRIBE in roles else TalkGroup.PARTICIPANTS


def _parts(groups: Mapping[str, tuple[timedelta, int]]) -> list[Part]:
    percents = speech.shares({name: length for name, (length, _people) in groups.items()})
    return [
        Part(
            name=group.value,
            label=str(group.label),
            length=groups[group][0],
            people=groups[group][1],
            percent=percents.get(group, 0),
        )
        for group in TalkGroup
        if group in groups
    ]


def _floor(session: LiveSession, *, until: datetime) -> tuple[datetime, list[Turn]]:
    """Since when the call is elsewhere, and the turns the floor gave. One query."""
    kinds = (Kind.CALL_SET, Kind.FLOOR_GIVEN, Kind.FLOOR_TAKEN)
    rows = Entry.objects.filter(session=session, kind__in=kinds).order_by("seq")
    entries = list(rows.values_list("seq", "kind", "data", "at"))
    since = next((at for _seq, kind, _data, at in entries if kind == Kind.CALL_SET), until)
    acts = [
        (seq, data["person"] if kind == Kind.FLOOR_GIVEN else None, at)
        for seq, kind, data, at in entries
        if kind != Kind.CALL_SET
    ]
    return since, speech.held(acts, until=until)
