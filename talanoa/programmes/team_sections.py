"""Parts of a team's own space that higher rooms draw, and what they ask of its members next.

``page`` is the team's page, with ``team``, ``may_lead`` and the request (see ``ui.sections``). A
step is what the reader is to do next, as its words and its address::

    team_sections.register_step("cases", 20, step=first_case)

Members, coordinators of the programme and administrators of its hub come here, and nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass

from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam
from talanoa.ui.sections import Sections

page: Sections[CountryTeam] = Sections()


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do next."""

    words: str
    url: str


NextStep = Callable[[CountryTeam, Person], Step | None]

_steps: dict[str, tuple[int, NextStep]] = {}


def register_step(name: str, position: int, *, step: NextStep) -> None:
    """Add something that a team may have to do next; lower positions come first."""
    _steps[name] = (position, step)


def next_steps(team: CountryTeam, person: Person) -> list[Step]:
    """What other rooms ask of this reader next, in order."""
    asked = [step(team, person) for _position, step in sorted(_steps.values(), key=_by_position)]
    return [step for step in asked if step is not None]


def _by_position(step: tuple[int, NextStep]) -> int:
    return step[0]
