"""The page of a country: parts that look into one room each.

A part is one function, which answers what its fragment shows to a reader, or ``None`` where it
has nothing to show to them and is left out; and one fragment, below its heading. To add one: a file
beside this, a fragment in ``templates/home/country/``, a line in ``PARTS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.home.country import (
    cases,
    figures,
    people,
    plans,
    resources,
    sessions,
    standing,
    teams,
)
from talanoa.programmes.access import Viewer

Context = Callable[[Country, Viewer, QueryDict], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the page."""

    name: str
    title: str | Promise
    """Its heading, which also leads to it from the head of the page."""
    context: Context

    @property
    def template(self) -> str:
        return f"home/country/_{self.name}.html"


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    part: Part
    context: Mapping[str, Any]


PARTS = (
    Part(name="standing", title=_("Where the country stands"), context=standing.context),
    Part(name="plans", title=_("What its teams have set out to do"), context=plans.context),
    Part(
        name="initiatives",
        title=_("Initiatives, and what came of them"),
        context=cases.initiatives,
    ),
    Part(name="cases", title=_("Cases, and what came of them"), context=cases.cases),
    Part(name="resources", title=_("Resources used"), context=resources.context),
    Part(name="people", title=_("People willing to talk"), context=people.context),
    Part(name="teams", title=_("Country teams"), context=teams.context),
    Part(name="sessions", title=_("Sessions attended"), context=sessions.context),
    Part(name="figures", title=_("What open figures say"), context=figures.context),
)
"""In the order of the page."""


def parts(country: Country, viewer: Viewer, asked: QueryDict) -> list[ShownPart]:
    """What this reader finds on a country's page. Queries: those of each part.

    Args:
        asked: The address's own words, for the parts that have several pages.
    """
    given = ((part, part.context(country, viewer, asked)) for part in PARTS)
    return [ShownPart(part=part, context=found) for part, found in given if found is not None]
