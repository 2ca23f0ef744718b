"""Reads of recommendations."""

from datetime import date

from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, When

from talanoa.cases import access
from talanoa.cases.models import Case, Recommendation, StateChange
from talanoa.cases.terms import OPEN_STATES
from talanoa.kernel.models import Event
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, Programme, Role, TeamMember


def recommendations_of(person: Person, programme: Programme) -> QuerySet[Recommendation]:
    """A programme's recommendations as far as this person may see them, latest first.

    What is part of another is left out: it is followed there. Case, country, author and owner
    are loaded. One query.
    """
    return (
        access.recommendations_visible_to(person)
        .filter(case__programme=programme, merged_into=None)
        .select_related("case__country", "author", "owner", "session", "challenge_area")
        .order_by("-at", "-pk")
    )


def overdue_first(found: QuerySet[Recommendation], today: date) -> QuerySet[Recommendation]:
    """What is overdue first, then what is due, then what has no date; the settled, latest, last."""
    open_ones = Q(state__in=OPEN_STATES)
    return found.annotate(
        rank=Choice(
            When(open_ones & Q(due_on__lt=today), then=Value(0)),
            When(open_ones & Q(due_on__isnull=False), then=Value(1)),
            When(open_ones, then=Value(2)),
            default=Value(3),
        )
    ).order_by("rank", F("due_on").asc(nulls_last=True), "-at", "-pk")


def owners_in(found: QuerySet[Recommendation]) -> QuerySet[Person]:
    """Who owns one of these recommendations, by name. One query."""
    owned = found.filter(owner=OuterRef("pk")).order_by()
    return Person.objects.filter(Exists(owned)).order_by("name", "pk")


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


def assignments_of(recommendation: Recommendation) -> QuerySet[Event]:
    """When it was written down and whose it became, earliest first, with who did it. One query."""
    return (
        Event.objects.filter(
            kind__in=["cases.recommended", "cases.recommendation_assigned"],
            subject_id=recommendation.pk,
        )
        .select_related("actor")
        .order_by("at", "pk")
    )


def changes_of(recommendation: Recommendation) -> QuerySet[StateChange]:
    """What was said of its state, earliest first, with who said it and when asked. One query."""
    return recommendation.changes.select_related("by", "follow_up").order_by("at", "pk")
