"""Who keeps learning sites, and who may say who sits at a device."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused
from talanoa.live.models import AtScreen, LearningSite, Room
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


def sites_visible_to(person: Person, programme: Programme) -> QuerySet[LearningSite]:
    """A programme's open sites: all for its coordinators, for others those they host."""
    sites = LearningSite.objects.filter(programme=programme, closed_at=None)
    if not programmes.is_coordinator(person, programme):
        sites = sites.filter(host=person)
    return sites.select_related("country", "host").order_by("name", "pk")


def get_site(person: Person, slug: str, site_id: int) -> LearningSite:
    """The door to one open site, with its programme: for coordinators and its own host.

    Raises:
        NotVisible: no such site in that programme, or not one ``person`` may see.
    """
    programme = programmes.get_programme(person, slug)
    found = sites_visible_to(person, programme).filter(pk=site_id).first()
    if found is None:
        raise NotVisible(site_id)
    found.programme = programme
    return found


def keeping_site_refused(person: Person, site: LearningSite) -> str | None:
    """Why ``person`` may not say who usually sits at a site; ``None`` when they may."""
    if site.host_id == person.pk and site.closed_at is None:
        return None
    return programmes.coordinates_refused(person, site.programme)


def sharing_refused(session: LiveSession, room: Room | None) -> str | None:
    """Why nobody may say now who sits at their device. No query."""
    if session.cancelled_at is not None:
        return _("This session has been cancelled.")
    if room is not None and room.attendance_final_at is not None:
        return _("Attendance is final. A facilitator or coordinator can still add time by hand.")
    return None


def get_at_screen(person: Person, session_id: int, at_screen_id: int) -> AtScreen:
    """The door to someone named at a device, for those who host the session.

    Raises:
        NotVisible: nobody such in that session, or ``person`` does not host it.
    """
    session = get_session(person, session_id)
    named = AtScreen.objects.filter(screen__session=session).select_related("person", "screen")
    found = named.filter(pk=at_screen_id).first()
    if found is None or hosting_refused(person, session):
        raise NotVisible(at_screen_id)
    found.screen.session = session
    return found
