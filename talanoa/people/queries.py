"""Reads about people."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from talanoa.kernel import clock
from talanoa.people.models import Person, SignInLink

UTC = ZoneInfo("UTC")


@cache
def zone_names() -> frozenset[str]:
    """Every name a time zone may be stored under. Read from disk once a process."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; ``None`` when there is none."""
    return ZoneInfo(name) if name in zone_names() else None


def today_in(name: str) -> date:
    """The day it is now in the zone of that name; in UTC where there is none."""
    return clock.now().astimezone(zone_named(name) or UTC).date()


def end_of_day_in(name: str, day: date) -> datetime:
    """The moment from which ``today_in`` that zone is later than ``day``.

    Raises:
        OverflowError: no calendar goes further.
    """
    zone = zone_named(name) or UTC
    # Where clocks are put back over midnight this is its first coming; where it is skipped, the
    # moment at which they are put forward.
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def zone_of_person(person: Person) -> ZoneInfo:
    """The zone the person chose; UTC when they have not."""
    return zone_named(person.time_zone) or UTC


def person_at(address: str) -> Person | None:
    """Whose address this is, however it is spelt. One query."""
    return Person.objects.filter(email__iexact=address.strip()).first()


def link_by_hash(secret_hash: str) -> SignInLink | None:
    """The link, used and expired ones included, with its person. One query."""
    return SignInLink.objects.select_related("person").filter(secret_hash=secret_hash).first()


def link_by_id(link_id: int) -> SignInLink | None:
    """The link, used and expired ones included, with its person. One query."""
    return SignInLink.objects.select_related("person").filter(pk=link_id).first()
