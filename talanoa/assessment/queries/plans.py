"""Reads of action plans."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from talanoa.assessment.models import Action, ActionPlan, CaseOrigin, ProgressNote
from talanoa.cases import access as cases
from talanoa.cases.models import Recommendation
from talanoa.cases.terms import RecommendationState
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer

CAN_BECOME_ACTIONS = (
    RecommendationState.PROPOSED,
    RecommendationState.ACCEPTED,
    RecommendationState.ADOPTED,
    RecommendationState.ADAPTED,
)
"""States of recommendations out of which a team makes actions."""


def actions_of(plan: ActionPlan) -> QuerySet[Action]:
    """A plan's actions in the order in which they were added. Three queries.

    Milestones, notes with their writers, indicator and recommendation are loaded.
    """
    notes = ProgressNote.objects.select_related("by")
    return (
        plan.actions.select_related(
            "indicator__version", "recommendation__case", "recommendation__session"
        )
        .prefetch_related("milestones", Prefetch("notes", queryset=notes))
        .order_by("made_at", "pk")
    )


def waiting_recommendations(person: Person, plan: ActionPlan) -> QuerySet[Recommendation]:
    """Recommendations to the team that ``person`` may see, and of which no action was made.

    Oldest first, with case and session. One query.
    """
    made = Action.objects.filter(plan=plan, recommendation=OuterRef("pk"))
    return (
        cases.recommendations_visible_to(person)
        .filter(~Exists(made), case__team=plan.team_id, state__in=CAN_BECOME_ACTIONS)
        .select_related("case", "session", "challenge_area")
        .order_by("at", "pk")
    )


def re_presentations(person: Viewer, plan: ActionPlan) -> QuerySet[CaseOrigin]:
    """The cases with which the team came back, or will, as far as ``person`` may see them."""
    if not isinstance(person, Person):
        return CaseOrigin.objects.none()
    return (
        plan.re_presentations.filter(
            case__in=cases.cases_visible_to(person).filter(withdrawn_at=None)
        )
        .select_related("case__session")
        .order_by("case__begun_at", "pk")
    )


def own_actions(person: Person) -> QuerySet[Action]:
    """Open actions of the plans of a person's teams, soonest due first. One query."""
    return (
        Action.objects.filter(
            plan__team__members__person=person.pk, done_at=None, dropped_at=None
        )
        .select_related("plan__team")
        .order_by("due_on", "pk")
    )


def plans_with_counts(person: Viewer, plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Each with ``open_actions`` and ``done_actions``. One query."""
    return plans.annotate(
        open_actions=Count("actions", filter=Q(actions__done_at=None, actions__dropped_at=None)),
        done_actions=Count("actions", filter=Q(actions__done_at__isnull=False)),
    )


def kept_about(person: Person) -> dict[str, object]:
    """What a person's export tells of plans. Two queries."""
    return {
        "progress_notes": list(
            ProgressNote.objects.filter(by=person).values("action__title", "at", "text")
        ),
        "actions_changed": list(
            Action.objects.filter(changed_by=person).values("title", "changed_at")
        ),
    }

