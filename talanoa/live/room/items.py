"""Entries as they are sent: drawn once a language, written once, for however many sockets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from talanoa.live import fragments, groups, queries
from talanoa.live.models import Entry
from talanoa.live.room import protocol
from talanoa.live.terms import Audience
from talanoa.schedule.models import LiveSession

MOST = 200
"""Entries read at once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry, ready to send."""

    seq: int
    kind: str
    by: int | None
    data: Mapping[str, Any]
    audience: str
    audience_person: int | None
    audience_people: frozenset[int]
    """Who was in the group it is for, when it was read."""
    frames: Mapping[str, str]
    """The entry's frame by language."""
    number: str
    """The frame for those whom it is not for."""

    def frame_for(self, *, person: int, hosting: bool, language: str) -> str:
        if self.audience == Audience.EVERYONE or self.by == person:
            return self.frames[language]
        hears = hosting and self.audience in (Audience.HOSTS, Audience.GROUP)
        is_named = self.audience_person == person or person in self.audience_people
        return self.frames[language] if hears or is_named else self.number


def load(session_id: int, after: int, languages: Iterable[str]) -> tuple[LiveSession, list[Item]]:
    """The session as it is now, and its entries after ``after``, at most 200, drawn.

    What a later one of them replaces for everyone is drawn for that one only: coming back
    after fifty hands, one needs the last list of hands. Two queries and those of the
    fragments. For the database's threads.
    """
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=session_id)
    entries = queries.entries_after(session, after, most=MOST)
    drawn: list[Item] = []
    outdated: set[str] = set()
    for entry in reversed(entries):
        drawn.append(_item(entry, languages, outdated))
        if entry.audience == Audience.EVERYONE:
            outdated |= _replaced(entry)
    return session, drawn[::-1]


def made(entry: Entry, languages: Iterable[str]) -> Item:
    """An entry just made, drawn as it stands. Queries: those of the fragments."""
    return _item(entry, languages, set())


def _replaced(entry: Entry) -> set[str]:
    try:
        return fragments.replaced(entry)
    except LookupError:
        return set()  # its data lack what its target is named by; drawing it has said so


def _item(entry: Entry, languages: Iterable[str], outdated: set[str]) -> Item:
    return Item(
        seq=entry.seq,
        kind=entry.kind,
        by=entry.person_id,
        data=entry.data,
        audience=entry.audience,
        audience_person=entry.audience_person_id,
        audience_people=groups.people_in(entry.audience_group_id),
        frames={language: _frame(entry, language, outdated) for language in languages},
        number=protocol.number(seq=entry.seq),
    )


def _frame(entry: Entry, language: str, outdated: set[str]) -> str:
    return protocol.entry(
        seq=entry.seq,
        kind=entry.kind,
        by=entry.person_id,
        at=entry.at.isoformat(timespec="milliseconds"),
        patches=fragments.patches(entry, language=language, outdated=outdated),
    )
