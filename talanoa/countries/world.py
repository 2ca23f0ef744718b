"""The map of the world: which shade a country has, and what each shade says.

The borders are a file of their own, kept by the browser; a page says only who has which shade.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talanoa.countries.models import Country, Figure, Series, number_words
from talanoa.countries.terms import Answer, SeriesKind

DRAWN = Path(__file__).parent / "static" / "countries" / "world.svg"
CLASSES = 4
"""How many shades numbers get."""


@dataclass(kw_only=True)
class Shade:
    """One shade of the map: the class of its style, what it says, and whose it is."""

    code: str
    words: str
    iso3s: list[str] = field(default_factory=list)


def shades(
    series: Series, figures: Mapping[int, Figure], countries: Iterable[Country]
) -> list[Shade]:
    """Every shade that some country has, the fullest first. No query.

    Example countries have no place on the map, and no part in what it counts.
    """
    scale = _scale(series, figures)
    unknown = Shade(code="unknown", words=_unknown(series))
    none = Shade(code="none", words=pgettext("figure", "No data"))
    drawn = on_the_map()
    for country in countries:
        if country.iso3 not in drawn:
            continue
        figure = figures.get(country.pk)
        if figure is None or figure.category == Answer.NO_DATA:
            shade = none
        elif not figure.is_known:
            shade = unknown
        else:
            shade = scale.of(figure)
        shade.iso3s.append(country.iso3)
    return [shade for shade in (*scale.shades, unknown, none) if shade.iso3s]


@cache
def on_the_map() -> frozenset[str]:
    """The codes of the countries that the map draws. Read from the file once a process."""
    text = DRAWN.read_text(encoding="utf-8")
    return frozenset(part[:3] for part in text.split(' id="')[1:] if part[3] == '"')


@dataclass(frozen=True, kw_only=True)
class _Scale:
    shades: Sequence[Shade]
    by_category: Mapping[str, Shade] = field(default_factory=dict)
    above: Sequence[tuple[Decimal, Shade]] = ()
    """The least value of each shade, the highest first."""

    def of(self, figure: Figure) -> Shade:
        if figure.value is None:
            return self.by_category[figure.category]
        value = figure.value
        return next(shade for least, shade in self.above if value >= least)


def _scale(series: Series, figures: Mapping[int, Figure]) -> _Scale:
    if series.kind == SeriesKind.NUMBER:
        return _numbers(series, figures)
    if series.kind == SeriesKind.ANSWER:
        yes = Shade(code="shade-6", words=str(Answer.YES.label))
        no = Shade(code="shade-2", words=str(Answer.NO.label))
        return _Scale(shades=(yes, no), by_category={Answer.YES: yes, Answer.NO: no})
    names = series.level_names
    levels = {
        code: Shade(code=f"shade-{min(6, at + 1)}", words=name)
        for at, (code, name) in enumerate(names.items())
    }
    return _Scale(shades=list(levels.values())[::-1], by_category=levels)


def _numbers(series: Series, figures: Mapping[int, Figure]) -> _Scale:
    """Shades of about as many countries each; equal values never stand in two."""
    values = sorted(figure.value for figure in figures.values() if figure.value is not None)
    starts = sorted(
        {values[len(values) * part // CLASSES] for part in range(CLASSES)} if values else ()
    )
    if values:
        starts[0] = values[0]
    shades = []
    for at, least in enumerate(starts):
        most = max(value for value in values if at + 1 == len(starts) or value < starts[at + 1])
        words = _range(least, most, series.unit)
        shades.append((least, Shade(code=f"shade-{(2, 3, 5, 6)[at]}", words=words)))
    shades.reverse()
    return _Scale(shades=[shade for _least, shade in shades], above=shades)


def _range(least: Decimal, most: Decimal, unit: str) -> str:
    low, high = number_words(least), number_words(most)
    words = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return f"{words} {unit}".strip()


def _unknown(series: Series) -> str:
    if series.kind == SeriesKind.ANSWER:
        return _("Did not know, or did not answer")
    return _("Not known")
