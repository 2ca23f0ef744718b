"""Reads of countries and of open figures about them."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Window

from talanoa.countries import access, similarity
from talanoa.countries.models import Country, Figure, Series
from talanoa.countries.terms import UNKNOWN, Answer, SeriesKind
from talanoa.ui.languages import language_name


def by_name() -> list[Country]:
    """Countries in the order of their names in the reader's language. One query.

    Sorted here and not by the database, which knows neither the reader's language
    nor that É stands with E.
    """
    return in_order(access.countries_visible())


def in_order(countries: Iterable[Country]) -> list[Country]:
    return sorted(countries, key=lambda country: sort_key(country.name))


@lru_cache(maxsize=4096)
def sort_key(name: str) -> str:
    """Fold case and accents, so that Éthiopie stands before Fidji.

    Kept for the names of all countries in all languages: lists of them are put in order all the
    time.
    """
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def languages_shared(countries: Iterable[Country]) -> list[tuple[str, str]]:
    """The languages that are official in two countries or more: code and name, by name."""
    counts = Counter(code for country in countries for code in country.languages)
    named = [(code, language_name(code)) for code, count in counts.items() if count > 1]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure, and what its source said of the same year before, oldest first."""

    figure: Figure
    former: list[Figure]


@dataclass(frozen=True, kw_only=True)
class SeriesFigures:
    """What one series says of one country, the latest year first; there is at least one."""

    series: Series
    told: list[Told]

    @property
    def latest(self) -> Figure:
        return self.told[0].figure


def figures_of(country: Country) -> list[SeriesFigures]:
    """What every series says of a country, in the order of the series. One query."""
    rows = (
        Figure.objects.filter(country=country)
        .select_related("series")
        .order_by("series__position", "series__code", "-year", "pk")
    )
    former: defaultdict[tuple[int, int], list[Figure]] = defaultdict(list)
    current: defaultdict[Series, list[Told]] = defaultdict(list)
    for figure in rows:
        before = former[figure.series_id, figure.year]
        if figure.replaced_at is not None:
            before.append(figure)
        else:
            current[figure.series].append(Told(figure=figure, former=before))
    return [SeriesFigures(series=series, told=told) for series, told in current.items()]


def series_with_figures() -> QuerySet[Series]:
    """The series of which there is any figure, in their order. One query."""
    return Series.objects.filter(Exists(Figure.objects.filter(series=OuterRef("pk"))))


def latest(series: Series) -> dict[int, Figure]:
    """What a series says last of each country, by the country's key. One query.

    The last year counts, also where it says that nobody knows: an older answer is not put in
    its place.
    """
    found = {}
    for figure in _last_figures().filter(series=series):
        # So that its words know its levels, without a query for each.
        figure.series = series
        found[figure.country_id] = figure
    return found


def _last_figures() -> QuerySet[Figure]:
    """Of each series and country the figure of the last year there is.

    To narrow it further by what the figures say would take an earlier year for the last.
    """
    window = Window(Max("year"), partition_by=["series_id", "country_id"])
    return (
        Figure.objects.filter(replaced_at=None)
        .annotate(last_year=window)
        .filter(year=F("last_year"))
    )


def years_of(series: Series, countries: Collection[Country]) -> dict[int, list[Figure]]:
    """What a series says of each of these countries, by key, the earliest year first. One query."""
    rows = Figure.objects.filter(series=series, country__in=countries, replaced_at=None)
    found: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in rows.order_by("year"):
        figure.series = series
        found[figure.country_id].append(figure)
    return found


def profiles() -> dict[int, similarity.Places]:
    """Each country's place in each series by what was said last, by key. Two queries.

    What nobody knows has no place.
    """
    numbers: defaultdict[int, dict[int, float]] = defaultdict(dict)
    categories: defaultdict[int, dict[int, str]] = defaultdict(dict)
    # As plain values: to make objects of three thousand rows takes longer than to read them.
    for series, country, value, category in _last_figures().values_list(
        "series_id", "country_id", "value", "category"
    ):
        if value is not None:
            numbers[series][country] = float(value)
        elif category not in UNKNOWN:
            categories[series][country] = category
    found: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for one in Series.objects.all():
        scale = _scale(one)
        places = similarity.ranks(numbers[one.pk]) | {
            country: scale[category] for country, category in categories[one.pk].items()
        }
        for country, place in places.items():
            found[country][one.code] = place
    return dict(found)


def _scale(series: Series) -> dict[str, float]:
    """The place of each answer or level between 0 and 1."""
    if series.kind == SeriesKind.ANSWER:
        return {Answer.NO: 0.0, Answer.YES: 1.0}
    last = max(1, len(series.levels) - 1)
    return {level["code"]: at / last for at, level in enumerate(series.levels)}


# --- peers -------------------------------------------------------------------------------------

MOST_PEERS = 8


def peers_by(country: Country, attribute: str, countries: Iterable[Country]) -> list[Country]:
    """Those that share a region or an income group with a country; no query.

    Example countries are compared among themselves, and Member States too.
    """
    own = getattr(country, attribute)
    return [
        one
        for one in countries
        if own
        and getattr(one, attribute) == own
        and one.pk != country.pk
        and one.is_example == country.is_example
    ]


def peers_by_language(
    country: Country, countries: Iterable[Country], *, language: str = ""
) -> list[Country]:
    """Those that share an official language with a country, or this one of its; no query.

    Of examples and Member States as in ``peers_by``.
    """
    own = set(country.languages)
    wanted = own & {language} if language else own
    return [
        one
        for one in countries
        if wanted.intersection(one.languages)
        and one.pk != country.pk
        and one.is_example == country.is_example
    ]


def peers_alike(country: Country, countries: Collection[Country]) -> list[Country]:
    """The countries whose open figures are most like a country's, nearest first. Two queries.

    Of examples and Member States as in ``peers_by``.
    """
    by_key = {one.pk: one for one in countries if one.is_example == country.is_example}
    found = similarity.nearest(country.pk, profiles(), most=MOST_PEERS, among=by_key.keys())
    return [by_key[key] for key in found]
