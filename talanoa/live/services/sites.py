"""Learning sites: opened, changed, closed by coordinators; their host keeps the usual people."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from talanoa.countries.models import Country
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import NotVisible, demand
from talanoa.live import access
from talanoa.live.models import LearningSite, SiteMember
from talanoa.live.terms import MOST_BESIDE
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Enrolment, Programme, Role


@transaction.atomic
def open_site(
    *, by: Person | None, programme: Programme, name: str, country: Country, host: str
) -> LearningSite:
    """Open a site whose host has the address ``host``.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: the name is blank, too long or taken; the host is not in the programme.
    """
    _demand_coordinates(by, programme)
    site = LearningSite(programme=programme, name=name.strip(), country=country)
    return _written(site, host=host, by=by, event="live.site_opened")


@transaction.atomic
def change_site(
    *, by: Person, site: LearningSite, name: str, country: Country, host: str
) -> LearningSite:
    """Give a site another name, country or host.

    Raises:
        Refused, ValidationError: as ``open_site``.
        NotVisible: it has been closed meanwhile.
    """
    _demand_coordinates(by, site.programme)
    site = _open(site)
    site.name, site.country = name.strip(), country
    return _written(site, host=host, by=by, event="live.site_changed")


@transaction.atomic
def close_site(*, by: Person, site: LearningSite) -> bool:
    """Close a site; what it did stays. ``False`` when it was closed. Its usual people go.

    Raises:
        Refused: ``by`` does not coordinate the programme.
    """
    _demand_coordinates(by, site.programme)
    open_site = LearningSite.objects.filter(pk=site.pk, closed_at=None)
    if not open_site.update(closed_at=clock.now()):
        return False
    site.members.all().delete()
    events.record("live.site_closed", by=by, subject=site)
    return True


@transaction.atomic
def add_member(*, by: Person | None, site: LearningSite, address: str) -> SiteMember:
    """Say that somebody of the programme usually sits at a site.

    Raises:
        Refused: for the reasons in ``access.keeping_site_refused``.
        ValidationError: nobody in the programme has this address, or the site is full.
        NotVisible: it has been closed meanwhile.
    """
    if by is not None:
        demand(access.keeping_site_refused(by, site))
    person = _someone(site.programme, address, field="address")
    site = _open(site)
    if site.members.count() >= MOST_BESIDE:
        raise ValidationError(
            {"address": _("At most %(most)d people can be named.") % {"most": MOST_BESIDE}}
        )
    member, is_new = SiteMember.objects.get_or_create(site=site, person=person)
    if is_new:
        events.record("live.site_changed", by=by, subject=site)
    return member


@transaction.atomic
def remove_member(*, by: Person, site: LearningSite, person: int) -> bool:
    """Say that somebody (an id) does not usually sit at a site; ``False`` when nobody said so.

    Raises:
        Refused: for the reasons in ``access.keeping_site_refused``.
    """
    demand(access.keeping_site_refused(by, site))
    deleted, _rows = site.members.filter(person=person).delete()
    if deleted:
        events.record("live.site_changed", by=by, subject=site)
    return bool(deleted)


def forget(*, person: Person) -> None:
    """They host no site and are usually at none. Safe to run twice."""
    LearningSite.objects.filter(host=person).update(host=None)
    SiteMember.objects.filter(person=person).delete()


def _open(site: LearningSite) -> LearningSite:
    """The site as it is now, locked, since others may have changed or closed it."""
    current = LearningSite.objects.select_for_update().filter(pk=site.pk, closed_at=None).first()
    if current is None:
        raise NotVisible(site.pk)
    current.programme = site.programme
    return current


def _written(site: LearningSite, *, host: str, by: Person | None, event: str) -> LearningSite:
    site.host = _someone(site.programme, host, field="host")
    site.full_clean()
    site.save()
    events.record(event, by=by, subject=site)
    return site


def _demand_coordinates(by: Person | None, programme: Programme) -> None:
    if by is not None:
        demand(programmes.coordinates_refused(by, programme))


def _someone(programme: Programme, address: str, *, field: str) -> Person:
    enrolled = Enrolment.objects.filter(
        cohort__programme=programme, person=OuterRef("pk"), left_at=None
    )
    works = Role.objects.filter(programme=programme, person=OuterRef("pk"))
    people = Person.objects.filter(Q(Exists(enrolled)) | Q(Exists(works)), erased_at=None)
    found = people.filter(email__iexact=address.strip()).first() if address.strip() else None
    if found is None:
        raise ValidationError(
            {
                field: _(
                    "Nobody in this programme has this address. People enrol first; then they "
                    "can be named here."
                )
            }
        )
    return found
