"""What pages, frames and the room read of interpretation.

``language_of`` is the one place that says which channel is somebody's: captions, chat and
whatever else follows the language a person hears ask there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from talanoa.kernel import clock
from talanoa.live import languages
from talanoa.live.durations import SLOWER_SHOWN
from talanoa.live.models import (
    Entry,
    InterpretationChannel,
    Interpreter,
    ListeningChoice,
)
from talanoa.live.terms import Audience, Kind, OffAir
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One language as the room shows it."""

    language: str
    on_air: Person | None
    since: datetime | None
    interpreters: list[Person]

    @property
    def own_name(self) -> str:
        return languages.own_name(self.language)

    @property
    def name(self) -> str:
        return languages.name_of(self.language)

    @property
    def is_own_name(self) -> bool:
        """Whether the reader calls it as its speakers do."""
        return self.name.casefold() == self.own_name.casefold()

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True, kw_only=True)
class Booth(Channel):
    """One language as its interpreters see it."""

    is_offered: bool
    asked_by: Person | None
    last_off: Person | None
    """Who was on the air last, where nobody is now."""
    why: str
    """Why they are not any more: one of ``terms.OffAir``."""

    @property
    def was_lost(self) -> bool:
        return self.why == OffAir.LOST


def channels(session: LiveSession) -> list[Channel]:
    """The session's languages by their codes. Two queries, one where there is none."""
    found = list(session.channels.select_related("on_air").order_by("language"))
    named = _named(found)
    return [
        Channel(
            language=each.language,
            on_air=each.on_air,
            since=each.on_air_since,
            interpreters=named.get(each.pk, []),
        )
        for each in found
    ]


def scene(session: LiveSession) -> dict[str, Any]:
    """What everyone sees of the session's languages. At most two queries."""
    return {"session": session, "channels": channels(session)}


def hearing(
    session: LiveSession, person: Person, shown: list[Channel], *, hosting: bool
) -> dict[str, Any]:
    """Which of the channels ``shown`` is that of ``person``, and the latest wish for a slower pace
    that is for them. No query where the session has no languages, at most four.
    """
    chosen = _choice(session, person) if shown else None
    theirs = _language_of(session, person, [each.language for each in shown], chosen)
    return {
        "channel_language": theirs,
        "is_own_language": bool(theirs) and chosen != theirs,
        "slower": _slower(session, person, hosting=hosting) if shown else None,
    }


def booths(session: LiveSession) -> dict[str, Any]:
    """What interpreters and hosts see of every language. Four queries, one where none is."""
    found = list(session.channels.select_related("on_air", "asked_by").order_by("language"))
    return {"session": session, "booths": _described(session, found)}


def booth_of(entry: Entry) -> Mapping[str, Any] | None:
    """The same for the one language an entry speaks of, as it stands. At most four queries."""
    found = InterpretationChannel.objects.select_related("on_air", "asked_by").filter(
        session=entry.session, language=entry.data["language"]
    )
    described = _described(entry.session, list(found))
    return {"booth": described[0]} if described else None


def own_languages(session: LiveSession, person: Person) -> set[str]:
    """Into what ``person`` interprets here. One query."""
    rows = Interpreter.objects.filter(channel__session=session, person=person)
    return set(rows.values_list("channel__language", flat=True))


def language_of(session: LiveSession, person: Person) -> str:
    """Whose channel ``person`` hears in this session; empty: the floor. At most three queries.

    What they chose last in this cohort, as long as there is such a channel; else their own
    language where it has one. Interpreters hear the floor unless they choose otherwise.
    """
    there = list(session.channels.values_list("language", flat=True))
    return _language_of(session, person, there, _choice(session, person) if there else None)


def beneath(session_id: int) -> dict[str, int]:
    """How loud the floor is beneath each language's interpreter, in per cent. One query."""
    rows = InterpretationChannel.objects.filter(session=session_id)
    return dict(rows.values_list("language", "beneath"))


def told_slower(entry: Entry) -> Mapping[str, Any]:
    return {"language_name": languages.name_of(entry.data["language"])}


def kept_about(person: Person) -> dict[str, object]:
    """What is kept of somebody's interpreting and listening, fit for JSON. Four queries."""
    named = Interpreter.objects.filter(person=person).order_by("pk")
    chosen = ListeningChoice.objects.filter(person=person).order_by("pk")
    on_air = InterpretationChannel.objects.filter(on_air=person).order_by("pk")
    asked = InterpretationChannel.objects.filter(asked_by=person).order_by("pk")
    return {
        "interprets": list(
            named.values("channel__session__title", "channel__language", "named_at")
        ),
        "on_air": list(on_air.values("session__title", "language", "on_air_since")),
        "asked_to_take_over": list(asked.values("session__title", "language")),
        "hears": list(chosen.values("cohort__name", "language", "at")),
    }


def _choice(session: LiveSession, person: Person) -> str | None:
    """What ``person`` chose last in this cohort; ``None``: nothing yet."""
    made = ListeningChoice.objects.filter(person=person, cohort=session.cohort_id)
    return made.values_list("language", flat=True).first()


def _language_of(session: LiveSession, person: Person, there: list[str], chosen: str | None) -> str:
    if chosen is not None and chosen in ("", *there):
        return chosen
    own = next((each for each in there if languages.same(each, person.language)), "")
    return "" if own and own_languages(session, person) else own


def _slower(session: LiveSession, person: Person, *, hosting: bool) -> dict[str, Any]:
    """The latest wish for a slower pace that is for ``person``, while it is fresh. One query."""
    asked = Entry.objects.filter(
        session=session, kind=Kind.SLOWER, at__gt=clock.now() - SLOWER_SHOWN
    )
    theirs = (
        asked.filter(audience=Audience.HOSTS) if hosting else asked.filter(audience_person=person)
    )
    entry = theirs.order_by("-seq").first()
    return {"entry": entry, **(told_slower(entry) if entry else {})}


def _described(session: LiveSession, found: list[InterpretationChannel]) -> list[Booth]:
    if not found:
        return []
    named = _named(found)
    silent = {each.language for each in found if each.on_air_id is None}
    last = _last_off(session, silent)
    who = Person.objects.in_bulk({entry.data["person"] for entry in last.values()})
    return [
        Booth(
            language=each.language,
            on_air=each.on_air,
            since=each.on_air_since,
            interpreters=named.get(each.pk, []),
            is_offered=each.offered_at is not None,
            asked_by=each.asked_by,
            last_off=who.get(last[each.language].data["person"]) if each.language in last else None,
            why=last[each.language].data["why"] if each.language in last else "",
        )
        for each in found
    ]


def _named(found: list[InterpretationChannel]) -> dict[int, list[Person]]:
    """Each channel's interpreters, in the order in which they were named. One query."""
    named: dict[int, list[Person]] = {}
    if found:
        rows = Interpreter.objects.filter(channel__in=found).select_related("person")
        for each in rows.order_by("named_at", "pk"):
            named.setdefault(each.channel_id, []).append(each.person)
    return named


def _last_off(session: LiveSession, silent: set[str]) -> dict[str, Entry]:
    """For each of these languages the entry by which it fell silent, where there is one."""
    found: dict[str, Entry] = {}
    for language in silent:
        off = Entry.objects.filter(session=session, kind=Kind.OFF_AIR, data__language=language)
        if (entry := off.order_by("-seq").first()) is not None:
            found[language] = entry
    return found
