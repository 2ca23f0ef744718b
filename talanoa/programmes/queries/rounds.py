"""Reads about rounds and applications."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from talanoa.countries import queries as countries
from talanoa.people.models import Person
from talanoa.programmes import access
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Application, ApplicationMember, CountryTeam, Programme, Round
from talanoa.programmes.naming import digest_of
from talanoa.programmes.terms import Decision, RoundStatus

SUBMITTED = Q(submitted_at__isnull=False, withdrawn_at=None)


def rounds_at_hand(programme: Programme) -> list[Round]:
    """Published rounds that are not decided yet, the next to close first. One query."""
    rounds = programme.rounds.filter(published_at__isnull=False, decided_at=None)
    return list(rounds.order_by("closes_at", "pk"))


def rounds(person: Viewer, programme: Programme) -> QuerySet[Round]:
    """The rounds a person may see, latest first, each with ``sent``: how many applied."""
    sent = Q(applications__submitted_at__isnull=False, applications__withdrawn_at=None)
    return access.rounds_visible_to(person, programme).annotate(
        sent=Count("applications", filter=sent)
    )


def own_applications(person: Viewer, programme: Programme) -> list[Application]:
    """What somebody applies with to a programme, latest first; round and country loaded.

    One query; none for the public.
    """
    if person.pk is None:
        return []
    mine = Application.objects.filter(round__programme=programme, lead_id=person.pk)
    return list(mine.select_related("round", "country").order_by("-pk"))


def applications_in_hand(person: Person) -> list[Application]:
    """What somebody applies with anywhere and was not decided yet, the next to close first.

    Round, programme and country are loaded. One query.
    """
    mine = Application.objects.filter(
        lead_id=person.pk,
        withdrawn_at=None,
        forgotten_at=None,
        told_at=None,
        round__decided_at=None,
    ).select_related("round__programme", "country")
    found = mine.order_by("round__closes_at", "pk")
    return [one for one in found if one.submitted_at or one.round.status == RoundStatus.OPEN]


def applications_to(team_round: Round) -> list[Application]:
    """Everything submitted to a round, by name; what is deleted last.

    Lead and country, countries, members and answers are loaded, and each has ``same_country``:
    how many others that stand name the same country, and ``teams_there``: the teams its country
    has already. Five queries.
    """
    found = list(
        team_round.applications.filter(submitted_at__isnull=False)
        .select_related("lead", "country", "team")
        .prefetch_related("countries", "members", "answers")
        .order_by("submitted_at", "pk")
    )
    there: dict[int | None, list[CountryTeam]] = {}
    for team in team_round.programme.country_teams.exclude(country=None).order_by("name", "pk"):
        there.setdefault(team.country_id, []).append(team)
    named = Counter(
        country
        for one in found
        if not one.is_stub
        for country in {one.country_id, *(each.pk for each in one.countries.all())} - {None}
    )
    for one in found:
        one.round = team_round
        own = [one.country_id] if one.country_id else [each.pk for each in one.countries.all()]
        most = max((named[country] for country in own), default=1)
        one.teams_there = [  # type: ignore[attr-defined]
            team for team in there.get(one.country_id, []) if not one.is_stub and not one.team_id
        ]
        one.same_country = 0 if one.is_stub else most - 1  # type: ignore[attr-defined]
    return sorted(
        found,
        key=lambda one: (one.is_stub, countries.sort_key(one.place), one.pk),
    )


def submitted_before(application: Application) -> Application | None:
    """What the same person submitted for the same country in the same round. One query."""
    if application.country_id is None:
        return None
    same = Application.objects.filter(
        SUBMITTED,
        round=application.round_id,
        lead=application.lead_id,
        country=application.country_id,
        forgotten_at=None,
    )
    return same.exclude(pk=application.pk).order_by("submitted_at", "pk").first()


def to_become_team(application: Application) -> Application | None:
    """Another of its round and country that is selected and not a team yet. One query."""
    if application.country_id is None:
        return None
    same = Application.objects.filter(
        round=application.round_id,
        country=application.country_id,
        decision=Decision.SELECTED,
        team=None,
        withdrawn_at=None,
    )
    return same.exclude(pk=application.pk).order_by("pk").first()


def past_their_time(now: datetime) -> QuerySet[Application]:
    """Applications that led to no team, whose round closed and of which the team was told, if it
    was, longer ago than the hub keeps what they say. One query."""
    until = now - timedelta(days=settings.APPLICATIONS_KEPT_DAYS)
    return Application.objects.filter(
        Q(told_at=None) | Q(told_at__lt=until),
        Q(team=None) | ~Q(told_decision=Decision.SELECTED),
        withdrawn_at=None,
        forgotten_at=None,
        round__closes_at__lt=until,
    ).order_by("pk")


def naming(person: Person) -> QuerySet[ApplicationMember]:
    """Where others name somebody as a member of a team that applies: by their address.

    Also where they have said that they do not take part.
    """
    if not person.email:
        return ApplicationMember.objects.none()
    declined = Q(declined_digest=digest_of(person.email))
    return ApplicationMember.objects.filter(Q(address__iexact=person.email) | declined).order_by(
        "pk"
    )
