"""In how many sessions of each programme somebody of the country took part."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.http import QueryDict

from talanoa.countries.models import Country
from talanoa.live import access
from talanoa.live.models import Attendance
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Enrolment, TeamMember
from talanoa.schedule import access as schedule


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """By programme; of sessions whose record the reader may read, as the record tells it.

    Somebody belongs to the country they enrolled for; who named none, to that of their team. One
    query.
    """
    published = Q(record_published_at__isnull=False)
    read = schedule.sessions_visible_to(viewer).filter(published).values("pk")
    readable = Q(session__in=read)
    if viewer.is_authenticated:
        readable |= Q(session__in=access.sessions_open_to(viewer).values("pk"))
    programme = OuterRef("session__cohort__programme")
    places = Enrolment.objects.filter(
        cohort__programme=programme, person=OuterRef("person"), country__isnull=False
    )
    in_team = TeamMember.objects.filter(
        team__programme=programme, team__country=country, person=OuterRef("person")
    )
    of_country = Q(Exists(places.filter(country=country))) | (Q(Exists(in_team)) & ~Exists(places))
    there = Attendance.objects.filter(
        readable,
        of_country,
        session__closed_at__isnull=False,
        is_current=True,
        attended__gt=timedelta(0),
    )
    programmes = (
        there.order_by()
        .values(slug=F("session__cohort__programme__slug"))
        .annotate(
            name=F("session__cohort__programme__name"),
            sessions=Count("session", distinct=True),
            last=Max("session__starts_at"),
        )
        .order_by("name", "slug")
    )
    found = list(programmes)
    return {"programmes": found} if found else None
