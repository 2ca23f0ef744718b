"""Reads of recommendations."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from talanoa.cases import access
from talanoa.cases.models import Case, Recommendation
from talanoa.kernel.models import Event
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, Programme, Role, TeamMember


def recommendations_of(person: Person, programme: Programme) -> QuerySet[Recommendation]:
    """A programme's recommendations as far as this person may see them, latest first.

    Case, country, author and owner are loaded. One query.
    """
    return (
        access.recommendations_visible_to(person)
        .filter(case__programme=programme)
        .select_related("case__country", "author", "owner", "session", "challenge_area")
        .order_by("-at", "-pk")
    )


def possible_owners(case: Case) -> QuerySet[Person]:
    """Who may take on a recommendation: the team, those enrolled, those who run the programme.

    By name. One query.
    """
    programme = case.programme_id
    return (
        Person.objects.filter(
            Q(pk=case.presenter_id)
            | Exists(TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk")))
            | Exists(Role.objects.filter(programme=programme, person=OuterRef("pk")))
            | Exists(
                Enrolment.objects.filter(
                    cohort__programme=programme, person=OuterRef("pk"), left_at=None
                )
            )
        )
        .filter(erased_at=None)
        .order_by("name", "pk")
    )


def history_of(recommendation: Recommendation) -> QuerySet[Event]:
    """What was done with a recommendation, earliest first, with who did it. One query."""
    return (
        Event.objects.filter(
            kind__in=[
                "cases.recommended",
                "cases.recommendation_assigned",
                "cases.recommendation_moved",
            ],
            subject_id=recommendation.pk,
        )
        .select_related("actor")
        .order_by("at", "pk")
    )
