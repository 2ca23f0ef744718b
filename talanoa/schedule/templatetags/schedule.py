"""Times of sessions in mail, and the names by which hubs call their time."""

from datetime import date, datetime, time, timedelta, tzinfo

from babel.lists import format_list
from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talanoa.people.queries import UTC, zone_named
from talanoa.programmes.models import Hub
from talanoa.schedule.models import LiveSession, Series
from talanoa.schedule.recurrence import Stretch
from talanoa.schedule.spread import Place
from talanoa.ui import moments

register = template.Library()


@register.simple_tag
def place_of(session: LiveSession) -> str:
    """What the hub calls the time that ``session`` goes by; its hub must be loaded."""
    hub = session.cohort.programme.hub
    return str(hub.place) if session.time_zone == hub.time_zone else ""


@register.simple_tag
def in_words(at: datetime, session: LiveSession) -> str:
    """``at`` as plain text for a mail: in the reader's zone, and in the session's if it differs."""
    there = zone_named(session.time_zone) or UTC
    here = timezone.get_current_timezone()
    place = place_of(session)
    if at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset():
        return _plain(at, here, place if str(here) == str(there) else "")
    return _("%(own_time)s (%(hub_time)s)") % {
        "own_time": _plain(at, here, ""),
        "hub_time": _plain(at, there, place),
    }


@register.simple_tag
def zone_words(viewer_zone: tzinfo | None, session: LiveSession) -> str:
    """The zone in which a page shows a session's times: the reader's, else the session's."""
    zone = viewer_zone or zone_named(session.time_zone) or UTC
    place = place_of(session) if str(zone) == session.time_zone else ""
    return moments.zone_name(zone, session.starts_at, place=place)


@register.simple_tag
def day(on: date) -> str:
    """A day in words: "Tuesday 1 December 2026"."""
    return moments.date_words(datetime.combine(on, time(12)))


@register.filter
def until(at: datetime, now: datetime) -> str:
    """The time from ``now`` to ``at`` in words, coarser the farther away; "" once passed."""
    left = at - now
    if left <= timedelta(0):
        return ""
    if left > timedelta(days=2):
        left = timedelta(days=left.days)
    elif left > timedelta(hours=3):
        left = timedelta(hours=left // timedelta(hours=1))
    return moments.duration(max(left, timedelta(minutes=1)))


def _plain(at: datetime, zone: tzinfo, place: str) -> str:
    local = at.astimezone(zone)
    return _("%(date)s, %(time)s %(zone)s") % {
        "date": moments.date_words(local),
        "time": f"{local:%H:%M}",
        "zone": moments.zone_name(zone, at, place=place),
    }


@register.simple_tag
def length_of(session: LiveSession) -> timedelta:
    return session.ends_at - session.starts_at


@register.filter
def minutes_of(seconds: float) -> int:
    return round(seconds / 60)


@register.simple_tag
def in_zone(at: datetime, zone: str, hub: Hub) -> str:
    """``at`` in one zone, in words; the hub's zone by the hub's name for it."""
    return _plain(at, zone_named(zone) or UTC, hub.place if zone == hub.time_zone else "")


@register.simple_tag
def rule_in_words(series: Series) -> str:
    """A series' rule: "first Tuesday of the month, 14:00"."""
    return _("%(week)s %(weekday)s of the month, %(time)s") % {
        "week": series.get_week_display(),
        "weekday": series.get_weekday_display(),
        "time": f"{series.local_time:%H:%M}",
    }


@register.simple_tag
def zone_of_place(place: Place) -> str:
    return moments.city_name(place.zone.key) if place.zone.key != "UTC" else "UTC"


@register.simple_tag
def stretch_in_words(stretch: Stretch) -> str:
    """Sessions in a row at one local time: "14:00, from 5 January to 2 March 2027"."""
    clock = f"{stretch.local_time:%H:%M}"
    first = day(stretch.first)
    if stretch.count == 1:
        return _("%(time)s on %(day)s") % {"time": clock, "day": first}
    last = day(stretch.last)
    return _("%(time)s from %(first)s to %(last)s") % {"time": clock, "first": first, "last": last}


@register.simple_tag
def joined(names: list[str]) -> str:
    """Names in a row, as the language joins them."""
    return format_list(names, locale=get_language() or "en")
