"""Reads of countries."""

import unicodedata
from collections.abc import Iterable

from talanoa.countries import access
from talanoa.countries.models import Country


def by_name(*, region: str = "") -> list[Country]:
    """Countries in the order of their names in the reader's language. One query.

    Sorted here and not by the database, which knows neither the reader's language
    nor that É stands with E.
    """
    countries = access.countries_visible()
    if region:
        countries = countries.filter(who_region=region)
    return in_order(countries)


def in_order(countries: Iterable[Country]) -> list[Country]:
    return sorted(countries, key=lambda country: sort_key(country.name))


def sort_key(name: str) -> str:
    """Fold case and accents, so that Éthiopie stands before Fidji."""
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
