"""Reads about country teams."""

from django.db.models import Prefetch, Q, QuerySet

from talanoa.countries.models import Country
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Application, CountryTeam, Invitation, Programme, TeamMember
from talanoa.programmes.terms import RoleName


def teams(programme: Programme) -> QuerySet[CountryTeam]:
    """Country teams by name, with country, countries and members (leads first). Four queries."""
    return (
        programme.country_teams.select_related("country")
        .prefetch_related("countries", _members())
        .order_by("name", "pk")
    )


def teams_of(person: Viewer, programme: Programme) -> QuerySet[CountryTeam]:
    """The country teams of ``programme`` that ``person`` belongs to, by name. One query."""
    if person.pk is None:
        return CountryTeam.objects.none()
    return (
        programme.country_teams.filter(members__person_id=person.pk)
        .select_related("country")
        .order_by("name", "pk")
    )


def own_teams(person: Person) -> QuerySet[CountryTeam]:
    """Every team somebody belongs to, by name; programme, country and countries loaded.

    Two queries.
    """
    return (
        CountryTeam.objects.filter(members__person_id=person.pk)
        .select_related("programme", "country")
        .prefetch_related("countries")
        .order_by("name", "pk")
    )


def teams_for(country: Country) -> QuerySet[CountryTeam]:
    """The teams that speak for ``country``, alone or together with others. No query of its own."""
    return (
        CountryTeam.objects.filter(Q(country=country) | Q(countries=country))
        .distinct()
        .order_by("pk")
    )


def teams_there(application: Application) -> QuerySet[CountryTeam]:
    """The teams of the same programme that speak for its country already; of a regional
    application, the regional ones that share a country with it. One query."""
    there = application.round.programme.country_teams.order_by("name", "pk")
    if application.country_id is not None:
        return there.filter(country=application.country_id)
    return there.filter(country=None, countries__in=application.countries.all()).distinct()


def countries_of(team: CountryTeam) -> list[Country]:
    """The country a team speaks for, or all of a regional one. One query where it is regional."""
    return [team.country] if team.country else list(team.countries.order_by("iso3"))


def members(team: CountryTeam) -> QuerySet[TeamMember]:
    """Who is in ``team``, whoever leads it first, then by name; people loaded. One query."""
    return team.members.select_related("person").order_by("-is_lead", "person__name", "pk")


def invited_to(team: CountryTeam) -> QuerySet[Invitation]:
    """Invitations to ``team`` without an answer, newest first. One query."""
    return team.invitations.filter(accepted_at=None, withdrawn_at=None).order_by(
        "-invited_at", "-pk"
    )


def coordinators(programme: Programme) -> QuerySet[Person]:
    """Who is told of what needs a coordinator: they, or the hub's administrators without one.

    Two queries.
    """
    named = Person.objects.filter(
        roles__programme=programme, roles__role=RoleName.COORDINATOR, is_active=True
    )
    if named.exists():
        return named.order_by("pk")
    return Person.objects.filter(hubs_run__hub=programme.hub_id, is_active=True).order_by("pk")


def _members() -> Prefetch[str]:
    return Prefetch(
        "members",
        TeamMember.objects.select_related("person").order_by("-is_lead", "person__name", "pk"),
    )
