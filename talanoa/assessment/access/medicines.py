"""Who sees and says how it stands with medicines in a country: its team, until it publishes.

A country's record is kept by the teams of one hub, that of whoever was the first to say something.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.assessment.models import CountryMedicine, MedicineSharing
from talanoa.countries import access as countries
from talanoa.countries.models import Country
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.models import Hub, TeamMember

Viewer = Person | AnonymousUser


def speaks_for(person: Viewer, country: Country) -> bool:
    """Whether ``person`` is in a team of the country, of the hub that keeps this. One query."""
    return person.pk is not None and _members(country).filter(person_id=person.pk).exists()


def countries_spoken_for(person: Viewer) -> QuerySet[Country]:
    """The countries for which ``speaks_for`` holds."""
    if person.pk is None:
        return Country.objects.none()
    return Country.objects.filter(Exists(_members(OuterRef("pk")).filter(person_id=person.pk)))


def hub_of(person: Person, country: Country) -> Hub | None:
    """The hub by whose team ``person`` speaks for a country; of several, the oldest. One query."""
    places = _members(country).filter(person=person).order_by("team__programme__hub")
    found = places.select_related("team__programme__hub").first()
    return found.team.programme.hub if found else None


def countries_published() -> QuerySet[Country]:
    """The countries that show everyone what they say of their medicines."""
    return countries.countries_visible().filter(medicine_sharing__published_at__isnull=False)


def answers_visible_to(person: Viewer) -> QuerySet[CountryMedicine]:
    """What published countries say, and what one's own says."""
    published = Q(country__in=countries_published())
    if person.pk is None:
        return CountryMedicine.objects.filter(published)
    own = Q(country__in=countries_spoken_for(person))
    return CountryMedicine.objects.filter(published | own)


def get_country(person: Viewer, iso3: str) -> Country:
    """The door to a country's medicines. Two queries, three for its own team.

    Raises:
        NotVisible: no such country, or it has not published and ``person`` is not in its team.
    """
    country = countries.get_country(iso3)
    if not (is_published(country) or speaks_for(person, country)):
        raise NotVisible(iso3)
    return country


def get_own_country(person: Person, iso3: str) -> Country:
    """As ``get_country``, for those in its team only.

    Raises:
        NotVisible: no such country, or ``person`` is not in its team.
    """
    country = countries.get_country(iso3)
    if not speaks_for(person, country):
        raise NotVisible(iso3)
    return country


def is_published(country: Country) -> bool:
    """One query."""
    return MedicineSharing.objects.filter(country=country, published_at__isnull=False).exists()


def saying_refused(person: Person, country: Country) -> str | None:
    """Why ``person`` may not say how it stands with the country's medicines, or who sees it."""
    if speaks_for(person, country):
        return None
    return _("Only the country's own team can do this.")


def _members(country: Country | OuterRef) -> QuerySet[TeamMember]:
    """Who is in a team of a country, of the hub that keeps its record where one does."""
    outer = OuterRef(country) if isinstance(country, OuterRef) else country
    elsewhere = MedicineSharing.objects.filter(
        ~Q(hub=OuterRef("team__programme__hub")), country=outer, hub__isnull=False
    )
    return TeamMember.objects.filter(
        Q(team__country=country) | Q(team__countries=country), ~Exists(elsewhere)
    )
