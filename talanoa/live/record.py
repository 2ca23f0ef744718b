"""The session record: what a session leaves behind, and the parts other rooms add to it.

A part is registered from the higher room's ``acts.py``::

    record.sections.register(
        "recommendations", 20, "cases/_record.html", context=recommendations_of
    )

Its ``context(session, person)`` is asked with ``person=None`` for the record that everyone
on the internet may read, and must then leave out what only participants may see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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

    def register(
        self, name: str, position: int, template: str, *, context: SectionContext
    ) -> None:
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
