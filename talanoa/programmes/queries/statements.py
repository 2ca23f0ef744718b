"""Reads about statements of collaboration and their signatures."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.programmes import access
from talanoa.programmes.models import (
    CountryTeam,
    Hub,
    Programme,
    Signature,
    Statement,
    TeamMember,
)
from talanoa.programmes.queries.teams import members


def versions(hub: Hub, programme: Programme | None) -> QuerySet[Statement]:
    """Every version of a programme's statement, or of the hub's own, newest first. One query."""
    return Statement.objects.filter(hub=hub, programme=programme).order_by("-number")


def teams_to_sign(programme: Programme, statement: Statement) -> list[CountryTeam]:
    """The teams of ``programme`` by name, with members, people and signatures of ``statement``.

    Four queries.
    """
    teams: list[CountryTeam] = list(
        programme.country_teams.select_related("country")
        .prefetch_related(
            Prefetch("members", TeamMember.objects.select_related("person").order_by("pk")),
            Prefetch("signatures", signatures_of(statement), to_attr="signed"),
        )
        .order_by("name", "pk")
    )
    for team in teams:
        team.programme = programme
    return teams


def signatures_of(statement: Statement) -> QuerySet[Signature]:
    """Who signed a version, in order; people loaded."""
    return Signature.objects.filter(statement=statement).select_related("person").order_by("pk")


def signatures(team: CountryTeam, statement: Statement) -> QuerySet[Signature]:
    """Who signed a version for ``team``, whoever led it first; people loaded. One query."""
    return signatures_of(statement).filter(team=team).order_by("-as_lead", "signed_at", "pk")


def unsigned(team: CountryTeam, statement: Statement) -> list[TeamMember]:
    """Members who have still to sign ``statement``, people loaded.

    No query for a team of ``teams_to_sign``, else two.
    """
    is_loaded = hasattr(team, "signed")
    signed: Iterable[Signature] = (
        getattr(team, "signed", ()) if is_loaded else signatures(team, statement)
    )
    done = {signature.person_id for signature in signed}
    return [
        member
        for member in (team.members.all() if is_loaded else members(team))
        if access.signs(member, statement) and member.person_id not in done
    ]


def signed_by(team: CountryTeam) -> list[Statement]:
    """The versions a team has signed, newest first. One query."""
    found = Statement.objects.filter(signatures__team=team).distinct()
    return list(found.order_by("-in_force_at", "-pk"))


def asked_today(statement: Statement) -> set[int]:
    """The members who were reminded of this version since midnight UTC. One query."""
    asked = Event.objects.filter(
        kind="programmes.signature_asked",
        data__statement=statement.pk,
        at__gte=clock.now().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return set(asked.values_list("subject_id", flat=True))


def was_asked(member: TeamMember, statement: Statement) -> bool:
    """Whether this member has been reminded of this version. One query."""
    return Event.objects.filter(
        kind="programmes.signature_asked", subject_id=member.pk, data__statement=statement.pk
    ).exists()
