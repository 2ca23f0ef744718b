"""How a series falls for the countries of those enrolled, before it is planned."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.core import get_global

from talanoa.countries.queries import sort_key
from talanoa.people.queries import zone_named
from talanoa.programmes.models import Cohort, Enrolment
from talanoa.schedule.recurrence import Stretch, stretches

NIGHT_ENDS, NIGHT_BEGINS = 7, 21
"""Hours on the local clock outside which a meeting is hard to come to."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """People enrolled from some countries who keep the same time."""

    zone: ZoneInfo
    countries: list[str]
    people: int
    stretches: list[Stretch]

    @property
    def moves(self) -> bool:
        """Whether a clock change moves the meeting for them."""
        return len({stretch.local_time for stretch in self.stretches}) > 1

    @property
    def is_at_night(self) -> bool:
        hours = [stretch.local_time.hour for stretch in self.stretches]
        return any(hour < NIGHT_ENDS or hour >= NIGHT_BEGINS for hour in hours)


def places(cohort: Cohort, moments: Sequence[datetime]) -> list[Place]:
    """Where the cohort's people are and when ``moments`` fall for them. One query.

    A person's own zone counts; who has not told it is taken to keep the time of the country
    they enrolled for, where that has only one. Zones whose clocks agree at every one of
    ``moments`` are one place. The places with the most people come first.

    Args:
        moments: timezone-aware, earliest first.
    """
    names: dict[tuple[Stretch, ...], set[str]] = defaultdict(set)
    zones: dict[tuple[Stretch, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    enrolled = Enrolment.objects.filter(cohort=cohort, left_at=None).select_related(
        "person", "country"
    )
    for place in enrolled.order_by("pk"):
        country = place.country
        zone = zone_named(place.person.time_zone) or _only_zone(country.iso2 if country else "")
        if zone is None:
            continue
        fall = tuple(stretches(moments, zone))
        zones[fall][zone.key] += 1
        if country is not None:
            names[fall].add(country.name)
    found = [
        Place(
            zone=ZoneInfo(max(sorted(counts), key=lambda key: counts[key])),
            countries=sorted(names[fall], key=sort_key),
            people=sum(counts.values()),
            stretches=list(fall),
        )
        for fall, counts in zones.items()
    ]
    return sorted(found, key=lambda place: (-place.people, place.zone.key))


def _only_zone(iso2: str) -> ZoneInfo | None:
    """The zone of a country that has one only."""
    zones = get_global("territory_zones").get(iso2, [])
    return zone_named(zones[0]) if len(zones) == 1 else None
