"""Say when something is, so that nobody has to guess in whose zone.

Times are on the 24-hour clock in every language; dates are written as the language
writes them.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Zone = str | tzinfo

# British English is written here; CLDR's "en" alone is American.
_WRITTEN_AS = {"en": "en_GB", "zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}
# Zones were renamed (Calcutta, Kolkata); the names of cities are filed under the old ones.
_NEW_NAMES: Mapping[str, str] = get_global("zone_aliases")
_OTHER_NAMES = {new: old for old, new in _NEW_NAMES.items()}
_OTHER_NAMES |= {"Asia/Kolkata": "Asia/Calcutta", "Europe/Kyiv": "Europe/Kiev"}
_YEAR = re.compile(r"\s*(?:'de'\s+)?y(?:\s*'г'\.|年)?")
_LATIN = {"en", "fr", "es", "pt", "de", "it", "nl", "sw", "tr", "id", "vi"}


def moment(at: datetime, zone: Zone, *, place: str = "") -> SafeString:
    """``at`` with its date, in ``zone``, naming the zone: "Tuesday 1 December 2026, 14:00
    Nairobi time (EAT)".

    Args:
        at: timezone-aware.
        zone: IANA name, or a tzinfo with a ``key``.
        place: what the zone is called here, when its own city is not the one people know
            (Geneva keeps Zurich's time).

    Raises:
        ValueError: ``at`` is naive.
        ZoneInfoNotFoundError: there is no such zone.
    """
    return _moment(at, at.tzinfo, zone, place, get_language())


# The same sessions stand on page after page, and the words for a moment never change. Moments
# that are equal may be written in different zones: hence ``_written``.
@lru_cache(maxsize=4096)
def _moment(
    at: datetime, _written: tzinfo | None, zone: Zone, place: str, _language: str | None
) -> SafeString:
    local = _in_zone(at, zone)
    words = _("%(date)s, %(time)s") % {"date": date_words(local), "time": _clock(local, place)}
    return _time_element(at, words)


def time_of_day(at: datetime, zone: Zone, *, is_clock: bool = False) -> SafeString:
    """``at`` on the clocks of ``zone``, "14:00", drawn in one step: a room's chat has a hundred.

    ``is_clock``: in the live room a script shows it by the reader's own clock.
    """
    there = _in_zone(at, zone)
    mark = " data-clock" if is_clock else ""
    stamp = at.astimezone(UTC).isoformat()
    return mark_safe(f'<time datetime="{stamp}"{mark}>{there:%H:%M}</time>')  # noqa: S308 - digits


def both_zones(
    at: datetime, viewer_zone: Zone | None, hub_zone: Zone, *, place: str = ""
) -> SafeString:
    """``at`` in the reader's zone with the hub's beside it; once, where the two agree.

    Where the reader's zone is not known yet, the hub's stands first and the browser fills
    in the reader's own. ``place`` names the hub's zone. Raises as ``moment`` does.
    """
    if viewer_zone is None:
        return format_html(
            '<span class="zones">{}<time class="own-time" datetime="{}" data-local></time></span>',
            moment(at, hub_zone, place=place),
            at.isoformat(),
        )
    return _both_zones(at, at.tzinfo, viewer_zone, hub_zone, place, get_language())


@lru_cache(maxsize=4096)
def _both_zones(
    at: datetime,
    _written: tzinfo | None,
    viewer_zone: Zone,
    hub_zone: Zone,
    place: str,
    _language: str | None,
) -> SafeString:
    here, there = _in_zone(at, viewer_zone), _in_zone(at, hub_zone)
    if here.utcoffset() == there.utcoffset():
        return format_html(
            '<span class="zones">{}</span>',
            moment(at, viewer_zone, place=place if _key(viewer_zone) == _key(hub_zone) else ""),
        )
    beside = _clock(there, place)
    if here.date() != there.date():
        beside = _("%(date)s, %(time)s") % {"date": short_date_words(there), "time": beside}
    return format_html(
        '<span class="zones">{} <span aria-hidden="true">·</span> '
        '<span class="hub-time">{}</span></span>',
        moment(at, viewer_zone),
        _time_element(at, beside),
    )


def duration(length: timedelta) -> str:
    """A length of time in days, hours and minutes: "1 hour 5 minutes". Seconds are rounded.

    Raises:
        ValueError: ``length`` is negative.
    """
    if length < timedelta(0):
        raise ValueError(f"A length of time cannot be negative: {length}.")
    minutes = round(length.total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = []
    if days:
        parts.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes or not parts:
        count = {"count": minutes}
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % count)
    said = parts[0]
    for part in parts[1:]:
        said = _("%(longer)s %(shorter)s") % {"longer": said, "shorter": part}
    return said


def date_words(day: datetime) -> str:
    """The whole date: "Tuesday 1 December 2026"."""
    locale = _locale()
    return format_date(day, "EEEE d MMMM y" if locale.language == "en" else "full", locale=locale)


def short_date_words(day: datetime) -> str:
    """The date where the year is known already: "Wednesday 2 December"."""
    locale = _locale()
    pattern = _YEAR.sub("", str(locale.date_formats["full"]))
    return format_date(day, "EEEE d MMMM" if locale.language == "en" else pattern, locale=locale)


def zone_name(zone: Zone, at: datetime, *, place: str = "") -> str:
    """What people call ``zone`` at ``at``: "Nairobi time (EAT)"; "UTC" for UTC."""
    local = _in_zone(at, zone)
    return _zone_words(local, place)


def _clock(local: datetime, place: str) -> str:
    time = format_time(local, "HH:mm", locale=_locale())
    return _("%(time)s %(zone)s") % {"time": time, "zone": _zone_words(local, place)}


def _zone_words(local: datetime, place: str) -> str:
    key = _key(local.tzinfo)
    if key in ("UTC", "Etc/UTC"):
        return "UTC"
    return _("%(place)s time (%(zone)s)") % {
        "place": place or city_name(key),
        "zone": zone_letters(local),
    }


def city_name(key: str) -> str:
    """The city of the zone ``key`` as the language writes it."""
    zones = _locale().time_zones
    for name in (key, _OTHER_NAMES.get(key, key)):
        if city := zones.get(name, {}).get("city"):
            return str(city)
    return _NEW_NAMES.get(key, key).rpartition("/")[2].replace("_", " ")


def zone_letters(local: datetime) -> str:
    """The zone's letters where the language has Latin letters, else its distance from UTC."""
    letters = local.tzname() or ""
    if letters.isalpha() and _locale().language in _LATIN:
        return letters
    minutes = round((local.utcoffset() or timedelta(0)).total_seconds() / 60)
    sign = "+" if minutes >= 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    distance = f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"
    # Isolated, so that the sign stays before the number in a right-to-left sentence.
    return f"\u2066{distance}\u2069"


def _time_element(at: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), words)


def _in_zone(at: datetime, zone: Zone) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} does not say in which zone it is.")
    return at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def _key(zone: Zone | None) -> str:
    return zone if isinstance(zone, str) else str(getattr(zone, "key", zone))


def _locale() -> Locale:
    language = get_language() or "en"
    try:
        return Locale.parse(_WRITTEN_AS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
