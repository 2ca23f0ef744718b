"""What is shown and kept of shared screens and learning sites."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from talanoa.live import scene as room
from talanoa.live.models import AtScreen, Attendance, LearningSite, SharedScreen, SiteMember
from talanoa.live.queries import attended
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def of_session(session: LiveSession) -> list[dict[str, Any]]:
    """Each shared device: what it is called, its site, how many sit there. One query."""
    return _shown(session.shared_screens.all())


def _shown(screens: QuerySet[SharedScreen]) -> list[dict[str, Any]]:
    whole = screens.select_related("person", "site__country")
    found = whole.annotate(named_count=Count("named")).order_by("at", "pk")
    return [
        {
            "screen": screen,
            "name": screen.site.name if screen.site else str(screen.person),
            "country": room.called(screen.site.country) if screen.site else "",
            "people": 1 + screen.named_count + screen.others,
        }
        for screen in found
    ]


def scene(session: LiveSession) -> dict[str, Any]:
    """The devices at which several people sit, the same for every viewer. One query."""
    screens = of_session(session)
    return {
        "session": session,
        "screens": screens,
        "screens_people": sum(one["people"] for one in screens),
    }


def named_in(session: LiveSession) -> QuerySet[AtScreen]:
    """Who is named at somebody's device, those who wait for a word first. One query."""
    named = AtScreen.objects.filter(screen__session=session)
    people = named.select_related("person", "screen__person", "screen__site", "vouched_by")
    return people.order_by("vouched_at", "person__name", "pk")


def in_record(session: LiveSession, person: Person | None) -> dict[str, Any] | None:
    """How many people a session reached, where several sat at one device; the public reads no
    names. At most three queries.

    Devices count whose own person attended, so that nobody is counted who only said so.
    """
    came = Attendance.objects.filter(
        session=session, is_current=True, person=OuterRef("person"), intervals__0__isnull=False
    )
    screens = session.shared_screens.filter(Exists(came))
    sums = screens.aggregate(devices=Count("pk"), sites=Count("site"), counted=Sum("others"))
    if not sums["devices"]:
        return None
    named = attended(session).count()
    return {
        "session": session,
        "named": named,
        "counted": sums["counted"] or 0,
        "reached": named + (sums["counted"] or 0),
        "devices": sums["devices"],
        "site_count": sums["sites"],
        "sites": _shown(screens.filter(site__isnull=False)) if person else [],
    }


def held_at(site: LearningSite) -> list[dict[str, Any]]:
    """The sessions in which people sat at a site, newest first, with how many. One query."""
    screens = site.screens.select_related("session").annotate(named_count=Count("named"))
    return [
        {"session": screen.session, "people": 1 + screen.named_count + screen.others}
        for screen in screens.order_by("-session__starts_at")
    ]


def members_of(site: LearningSite) -> list[Person]:
    """Who usually sits at a site, by name. One query."""
    usual = SiteMember.objects.filter(site=site, person=OuterRef("pk"))
    return list(Person.objects.filter(Exists(usual)).order_by("name", "pk"))


def kept_about(person: Person) -> dict[str, object]:
    """What is kept of somebody at shared screens, fit for JSON. Five queries."""
    return {
        "sites_hosted": list(
            LearningSite.objects.filter(host=person)
            .order_by("pk")
            .values("programme__name", "name", "made_at", "closed_at")
        ),
        "usual_sites": list(
            SiteMember.objects.filter(person=person)
            .order_by("pk")
            .values("site__programme__name", "site__name")
        ),
        "shared_screens": list(
            SharedScreen.objects.filter(person=person)
            .order_by("pk")
            .values("session__title", "site__name", "others", "at")
        ),
        "at_screens": list(
            AtScreen.objects.filter(person=person)
            .order_by("pk")
            .values("screen__session__title", "screen__site__name", "at", "vouched_at")
        ),
        "vouched_for_at_screens": list(
            AtScreen.objects.filter(vouched_by=person)
            .order_by("pk")
            .values("screen__session__title", "vouched_at")
        ),
    }
