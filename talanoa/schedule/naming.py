"""Who is named beside what they do in a session.

A higher room knows what is presented, and from whom a name is withheld. It says so, from its
``listeners.py``::

    naming.withhold(unnamed_in)

where ``unnamed_in(session, person)`` gives an ``Unnamed``; ``person`` is ``None`` for what
everybody in the room is shown alike. An item or a part of which nobody asked here names nobody,
so that a page that forgets to ask shows too little.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from talanoa.programmes.access import Viewer
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import SessionRoleName


@dataclass(frozen=True, kw_only=True)
class Unnamed:
    """Whom a reader is not told (ids), each with what stands in place of the name, if anything."""

    items: Mapping[int, str] = field(default_factory=dict)
    """Items of the agenda whose speaker is not named."""
    presenters: Mapping[int, str] = field(default_factory=dict)
    """People of whom it is not said that they present."""
    speakers: Mapping[int, str] = field(default_factory=dict)
    """People of whom it is not said that they speak."""

    def of(self, role: str) -> Mapping[int, str]:
        """The people of whom it is not said that they hold this role."""
        if role == SessionRoleName.PRESENTER:
            return self.presenters
        return self.speakers if role == SessionRoleName.SPEAKER else {}


Rule = Callable[[LiveSession, Viewer | None], Unnamed]

PRESENTING = frozenset({SessionRoleName.PRESENTER, SessionRoleName.SPEAKER})
"""The roles that may tell whose case it is."""

_rules: list[Rule] = []


def withhold(rule: Rule) -> Rule:
    """Let a higher room say whom a session does not name to whom."""
    _rules.append(rule)
    return rule


def unnamed(session: LiveSession, person: Viewer | None) -> Unnamed:
    """Whom ``person`` is not told. The queries of the rooms that withhold names."""
    found = [rule(session, person) for rule in _rules]
    return Unnamed(
        items={pk: words for each in found for pk, words in each.items.items()},
        presenters={pk: words for each in found for pk, words in each.presenters.items()},
        speakers={pk: words for each in found for pk, words in each.speakers.items()},
    )


def told_to_all(session: LiveSession, roles: Mapping[int, set[str]]) -> dict[int, set[str]]:
    """Of people's roles (by ids) those of which everybody in the room is told.

    No query where nobody presents or speaks, else those of ``unnamed``.
    """
    asks = any(held & PRESENTING for held in roles.values())
    hidden = unnamed(session, None) if asks else Unnamed()
    told = {pk: {role for role in held if pk not in hidden.of(role)} for pk, held in roles.items()}
    return {pk: held for pk, held in told.items() if held}


def tell_names(
    person: Viewer | None,
    session: LiveSession,
    items: Iterable[AgendaItem] = (),
    parts: Iterable[SessionRole] = (),
) -> None:
    """Say on items and parts of a session whom this reader is told; their people are loaded.

    No query where nobody presents or speaks, else those of ``unnamed``.
    """
    spoken = [item for item in items if item.speaker is not None]
    parts = list(parts)
    asks = spoken or any(part.role in PRESENTING for part in parts)
    hidden = unnamed(session, person) if asks else Unnamed()
    for item in spoken:
        item.spoken_by = hidden.items.get(item.pk, str(item.speaker))
    for part in parts:
        part.done_by = hidden.of(part.role).get(part.person_id, part.person.get_full_name())
