"""Open figures in the demonstration: real ones where their file is there, invented ones of the
example countries; and two people who are willing to talk."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from talanoa.countries import services
from talanoa.countries.models import Series
from talanoa.countries.services import Given
from talanoa.people import services as accounts
from talanoa.people.models import Person

FIGURES = Path(__file__).parent / "data" / "example_figures.json"
SOURCE = "Invented for the demonstration; no such country exists."


def load(atlas: Path, *, say: Callable[[str], None]) -> None:
    """Load the series, the figures of ``atlas`` where it is, and those of the examples."""
    services.load_series()
    if atlas.exists():
        record = json.loads(atlas.read_text(encoding="utf-8"))
        outcomes = services.load_atlas(by=None, record=record)
        say(f"Loading {sum(each.added for each in outcomes.values())} open figures")
    else:
        say("Open figures do not come with the package: their terms forbid it")
    invented = json.loads(FIGURES.read_text(encoding="utf-8"))["figures"]
    for series in Series.objects.filter(code__in=invented):
        given = [
            _given(iso3, int(year), said)
            for iso3, years in invented[series.code].items()
            for year, said in years.items()
        ]
        services.put_figures(by=None, series=series, given=given, source=SOURCE, licence="")


def offer_talks(people: Mapping[str, Person], example: Mapping[str, Any]) -> None:
    """Have the example's people say that they are willing to talk."""
    for key, subjects in example["talks"].items():
        accounts.offer_talk(by=people[key], subjects=subjects)


def _given(iso3: str, year: int, said: str | float) -> Given:
    if isinstance(said, str):
        return Given(iso3=iso3, year=year, category=said)
    return Given(iso3=iso3, year=year, value=Decimal(str(said)))
