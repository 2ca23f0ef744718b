"""The page of a country: parts that look into one room each.

A part is one function, which answers what its fragment shows to a reader, or ``None`` where it
has nothing to show to them and is left out; and one fragment. To add one: a file beside this, a
fragment in ``templates/home/country/``, a line in ``PARTS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from talanoa.countries.models import Country
from talanoa.home.country import cases, figures, people, plans, sessions, standing, teams
from talanoa.programmes.access import Viewer

Context = Callable[[Country, Viewer, QueryDict], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the page, its heading included (``<h2>``)."""

    name: str
    context: Context

    @property
    def template(self) -> str:
        return f"home/country/_{self.name}.html"


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    part: Part
    context: Mapping[str, Any]


PARTS = (
    Part(name="figures", context=figures.context),
    Part(name="standing", context=standing.context),
    Part(name="plans", context=plans.context),
    Part(name="teams", context=teams.context),
    Part(name="cases", context=cases.context),
    Part(name="sessions", context=sessions.context),
    Part(name="people", context=people.context),
)
"""In the order of the page."""


def parts(country: Country, viewer: Viewer, asked: QueryDict) -> list[ShownPart]:
    """What this reader finds on a country's page. Queries: those of each part.

    Args:
        asked: The address's own words, for the parts that have several pages.
    """
    given = ((part, part.context(country, viewer, asked)) for part in PARTS)
    return [ShownPart(part=part, context=found) for part, found in given if found is not None]
