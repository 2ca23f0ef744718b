"""Times in mail about letters, people named by key, and what a machine could not read."""

from datetime import datetime
from html import unescape

from django import template
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from talanoa.cases.guard_wording import guarded_in_words, unread_in_words
from talanoa.people.queries import UTC, zone_named
from talanoa.programmes.models import Hub
from talanoa.ui import moments

register = template.Library()
register.filter("guarded_in_words", guarded_in_words)
register.filter("unread_in_words", unread_in_words)


@register.simple_tag
def by_when(at: datetime, hub: Hub) -> str:
    """``at`` as plain text for a mail: in the reader's zone, and in the hub's if it differs."""
    there = zone_named(hub.time_zone) or UTC
    here = timezone.get_current_timezone()
    if at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset():
        return _plain(at, str(here), hub.place if str(here) == str(there) else "")
    return _("%(own_time)s (%(hub_time)s)") % {
        "own_time": _plain(at, str(here), ""),
        "hub_time": _plain(at, str(there), hub.place),
    }


def _plain(at: datetime, zone: str, place: str) -> str:
    return unescape(strip_tags(moments.moment(at, zone, place=place)))
