"""Shared gaps as tables to take along: by indicator, and every answer of every year."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talanoa.assessment import values
from talanoa.assessment.models import Indicator
from talanoa.assessment.queries import standings
from talanoa.assessment.queries.standings import Answers, Key
from talanoa.assessment.shared import TOLD, Row, by_code, in_regions
from talanoa.countries.models import Country


def counts_head() -> list[str]:
    return [
        _("Code"),
        _("Indicator"),
        _("Countries counted"),
        _("Countries that answered"),
        _("Countries with a gap"),
        _("Among their three largest"),
        _("Countries that do not know"),
        _("Better"),
        _("Worse"),
        _("The same"),
        _("Median change, hundredths of the way"),
        _("Spread, the best first"),
    ]


def counts_rows(found: Sequence[Row]) -> Iterator[list[Any]]:
    for row in found:
        yield [
            row.indicator.code,
            row.title.text,
            row.latest.countries,
            row.answered,
            row.missing if row.has_best else "",
            row.foremost if row.has_best else "",
            row.latest.unknown,
            *(row.changes[change] for change in TOLD[:3]),
            round(statistics.median(row.moves), 1) if row.moves else "",
            "; ".join(f"{part.words}: {part.count}" for part in row.spread.parts),
        ]


def answers_head() -> list[str]:
    return [
        _("Code of the country"),
        _("Country"),
        _("Year"),
        _("Code"),
        _("Indicator"),
        _("Value"),
        _("Rank among the country’s gaps"),
        _("Points"),
        _("Median of the others of its region in that year"),
        _("Rank in its region in that year"),
        _("Of how many"),
    ]


def answers_rows(
    indicators: Sequence[Indicator], answers: Answers, countries: Mapping[int, Country]
) -> Iterator[list[Any]]:
    """Every answer of every year, with its place; what nobody knows has no value."""
    titles = {each.code: each.said("title").text for each in indicators}
    ranked = standings.standings(answers)
    placed = in_regions(answers, countries)
    ranks: dict[Key, dict[str, tuple[int, int]]] = defaultdict(dict)
    for key, standing in ranked.items():
        for rank, gap in enumerate(standing.gaps, start=1):
            ranks[key][gap.code] = rank, round(gap.score * 100)
    order = sorted(
        answers.said, key=lambda key: (countries[key.country].iso3, key.year, key.assessment)
    )
    for key in order:
        country, said = countries[key.country], by_code(answers, key)
        for code, title in titles.items():
            if (reply := said.get(code)) is None:
                continue
            place = placed[key].get(code)
            value = values.unknown_in_words() if reply.value is None else reply.value
            yield [
                country.iso3,
                country.name,
                key.year,
                code,
                title,
                value,
                *ranks[key].get(code, ("", "")),
                *((place.median, place.rank, place.of) if place else ("", "", "")),
            ]
