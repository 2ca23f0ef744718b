"""A country beside its peers: who they are, and what one series says of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from talanoa.countries import queries
from talanoa.countries.models import Country, Figure, Series
from talanoa.countries.terms import Answer, SeriesKind
from talanoa.ui.charts import Part, Stack


class By(models.TextChoices):
    """Who counts as a peer."""

    ALIKE = "alike", gettext_lazy("Countries with similar figures")
    REGION = "region", gettext_lazy("The same WHO region")
    INCOME = "income", gettext_lazy("The same income group")
    LANGUAGE = "language", gettext_lazy("An official language in common")
    CHOSEN = "chosen", gettext_lazy("Countries chosen by hand")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A year of a country: its figure, and which of the sources it has. ``None``: there is none."""

    figure: Figure | None
    source: int = 0
    """Its number, from 1; 0 where all have the same."""


@dataclass(frozen=True, kw_only=True)
class Row:
    country: Country
    is_own: bool
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A series of a country and its peers, as a table and as a chart."""

    years: list[str]
    rows: list[Row]
    sources: list[tuple[str, str]]
    """Each source with its licence, in the order of their numbers."""
    bars: list[tuple[str, object]]
    """Of numbers: each country with its last known number, the highest first."""
    stacks: list[Stack]
    """Of answers and levels: by year, how many said what."""


def peers(
    country: Country,
    by: str,
    chosen: Collection[str],
    countries: Collection[Country],
    *,
    language: str = "",
) -> list[Country]:
    """The peers of a country, without itself. At most two queries.

    Args:
        chosen: ISO codes of those chosen by hand.
        countries: Of whom they may be; their order is kept, but of those that are alike.
        language: Which of several official languages they must have; any of them: empty.
    """
    if by == By.ALIKE:
        return queries.peers_alike(country, countries)
    if by == By.CHOSEN:
        return [one for one in countries if one.iso3 in chosen and one.pk != country.pk]
    if by == By.LANGUAGE:
        return queries.peers_by_language(country, countries, language=language)
    attribute = {By.REGION: "who_region", By.INCOME: "income_group"}[By(by)]
    return queries.peers_by(country, attribute, countries)


def compared(country: Country, others: Sequence[Country], series: Series) -> Compared:
    """What a series says of a country and its peers; what is missing stays missing. One query."""
    everyone = [country, *others]
    told = queries.years_of(series, everyone)
    years = sorted({(each.year, each.years) for figures in told.values() for each in figures})
    sources: dict[tuple[str, str], int] = {}
    for figures in told.values():
        for figure in figures:
            sources.setdefault((figure.source, figure.licence), len(sources) + 1)
    rows = []
    for one in everyone:
        by_year = {(each.year, each.years): each for each in told[one.pk]}
        cells = [_cell(by_year.get(year), sources) for year in years]
        rows.append(Row(country=one, is_own=one.pk == country.pk, cells=cells))
    is_number = series.kind == SeriesKind.NUMBER
    return Compared(
        years=[words for _year, words in years],
        rows=rows,
        sources=list(sources),
        bars=_bars(rows) if is_number else [],
        stacks=[] if is_number else _stacks(series, rows, [words for _year, words in years]),
    )


def _cell(figure: Figure | None, sources: dict[tuple[str, str], int]) -> Cell:
    if figure is None or len(sources) < 2:
        return Cell(figure=figure)
    return Cell(figure=figure, source=sources[figure.source, figure.licence])


def _bars(rows: list[Row]) -> list[tuple[str, object]]:
    known = [(row.country.name, last) for row in rows if (last := _last_number(row))]
    known.sort(key=lambda pair: pair[1].value or 0, reverse=True)
    return [
        (_("%(country)s, %(year)s") % {"country": name, "year": last.years}, _plain(last.value))
        for name, last in known
    ]


def _plain(value: Decimal | None) -> Decimal:
    """Without the zeros with which the database fills it up."""
    return (value or Decimal(0)).normalize() + Decimal(0)


def _last_number(row: Row) -> Figure | None:
    numbers = [cell.figure for cell in row.cells if cell.figure and cell.figure.value is not None]
    return numbers[-1] if numbers else None


def _stacks(series: Series, rows: list[Row], years: list[str]) -> list[Stack]:
    """By year, how many said what. Who has no figure for a year counts as “no data”."""
    said = [[_category(row.cells[at].figure) for row in rows] for at in range(len(years))]
    if series.kind == SeriesKind.ANSWER:
        scale = [(Answer.YES.value, str(Answer.YES.label)), (Answer.NO.value, str(Answer.NO.label))]
    else:
        heard = {each for of_year in said for each in of_year}
        scale = [pair for pair in series.level_names.items() if pair[0] in heard][::-1]
    return [
        Stack(
            year,
            [
                *(
                    Part(f"part-{number}", words, of_year.count(code))
                    for number, (code, words) in enumerate(scale, 1)
                ),
                Part(
                    "part-unknown",
                    _("Did not know, or did not answer"),
                    of_year.count(Answer.DONT_KNOW) + of_year.count(Answer.NO_RESPONSE),
                ),
                Part("part-none", pgettext("figure", "No data"), of_year.count(Answer.NO_DATA)),
            ],
        )
        for year, of_year in zip(years, said, strict=True)
    ]


def _category(figure: Figure | None) -> str:
    return figure.category if figure else Answer.NO_DATA
