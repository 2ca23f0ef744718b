"""Parts of a team's own space that higher rooms draw: its cases, its assessments.

A part is registered from the higher room's ``listeners.py``::

    team_sections.register("cases", 20, "cases/_team_cases.html", context=cases_of_team)
    team_sections.register_step("cases", 20, step=first_case)

Its template is drawn on the team's page with what its ``context`` gives (``None``: not at all)
and with ``team``, ``may_lead`` and the request. A step is what the reader is to do next, as its
words and its address (``None``: nothing). Members, coordinators of the programme and
administrators of its hub come here, and nobody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do next."""

    words: str
    url: str


SectionContext = Callable[[CountryTeam, Person], Mapping[str, Any] | None]
NextStep = Callable[[CountryTeam, Person], Step | None]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a team's page that another room draws."""

    position: int
    template: str
    context: SectionContext


_sections: dict[str, Section] = {}
_steps: dict[str, tuple[int, NextStep]] = {}


def register(name: str, position: int, template: str, *, context: SectionContext) -> None:
    """Add a part to every team's page; lower positions stand higher."""
    _sections[name] = Section(position=position, template=template, context=context)


def register_step(name: str, position: int, *, step: NextStep) -> None:
    """Add something that a team may have to do next; lower positions come first."""
    _steps[name] = (position, step)


def drawn(
    team: CountryTeam, person: Person, request: HttpRequest, base: Mapping[str, Any]
) -> list[SafeString]:
    """The parts of one team's page, in order."""
    pieces = []
    for section in sorted(_sections.values(), key=lambda one: one.position):
        found = section.context(team, person)
        if found is not None:
            pieces.append(render_to_string(section.template, {**base, **found}, request))
    return pieces


def next_steps(team: CountryTeam, person: Person) -> list[Step]:
    """What other rooms ask of this reader next, in order."""
    asked = [step(team, person) for _position, step in sorted(_steps.values(), key=_by_position)]
    return [step for step in asked if step is not None]


def _by_position(step: tuple[int, NextStep]) -> int:
    return step[0]
