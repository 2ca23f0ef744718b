"""Time zones as people find them: by country and city, in their own language."""

import unicodedata
from functools import lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import gettext as _
from django.utils.translation import override

Choice = tuple[str, str]


@lru_cache(maxsize=16)
def choices(language: str) -> tuple[Choice, ...]:
    """``(zone, "Kenya: Nairobi")`` for every zone of today, by country and then city.

    About 420 of them, made once a process and language.
    """
    locale = _locale(language)
    # Kept for everyone who asks in this language, whatever language asked first.
    with override(language):
        named = [(zone, _name(zone, country, locale)) for zone, country in _zones()]
    named.sort(key=lambda choice: _sorting(choice[1]))
    return (("UTC", "UTC"), *named)


@lru_cache(maxsize=1024)
def offered_name(zone: str) -> str:
    """The name under which the list offers ``zone``; "" when it does not.

    Browsers still say ``Asia/Calcutta`` where the list says ``Asia/Kolkata``.
    """
    offered = {name for name, _country in _zones()} | {"UTC"}
    if zone in offered:
        return zone
    if zone in {"Etc/UTC", "Etc/GMT", "GMT", "Etc/Universal", "Etc/Zulu"}:
        return "UTC"
    return {_old_name(name): name for name in offered}.get(_old_name(zone), "")


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[str, str], ...]:
    """Zone and country code, as the tz database lists them; the first country of each."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple((zone, country) for country, _place, zone, *_comment in rows)


def _name(zone: str, country: str, locale: Locale) -> str:
    city = get_timezone_location(zone, locale=locale, return_city=True)
    land = locale.territories.get(country, country)
    return _("%(country)s: %(city)s") % {"country": land, "city": city}


def _old_name(zone: str) -> str:
    aliases = get_global("zone_aliases")
    return str(aliases.get(zone, zone))


def _sorting(name: str) -> str:
    """Accents do not send a country to the end of the list."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
