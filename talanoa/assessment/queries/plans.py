"""Reads of action plans."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import (
    Action,
    ActionPlan,
    ActionResource,
    CaseOrigin,
    Indicator,
    Milestone,
    ProgressNote,
)
from talanoa.assessment.queries.frameworks import current_versions
from talanoa.assessment.terms import Subject, Visibility
from talanoa.cases import access as cases
from talanoa.cases.models import Case, Recommendation
from talanoa.cases.terms import RecommendationState
from talanoa.countries.models import Country
from talanoa.kernel.compiled import Compiled
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam, Programme
from talanoa.schedule.models import LiveSession

CAN_BECOME_ACTIONS = (
    RecommendationState.PROPOSED,
    RecommendationState.ACCEPTED,
    RecommendationState.ADOPTED,
    RecommendationState.ADAPTED,
)
"""States of recommendations out of which a team makes actions."""


def actions_of(plan: ActionPlan) -> QuerySet[Action]:
    """A plan's actions in the order in which they were added. Four queries.

    Milestones, notes with their writers, resources, indicator and recommendation are loaded.
    """
    notes = ProgressNote.objects.select_related("by")
    return (
        plan.actions.select_related(
            "indicator__version", "recommendation__case", "recommendation__session"
        )
        .prefetch_related("milestones", Prefetch("notes", queryset=notes), with_resources())
        .order_by("made_at", "pk")
    )


def with_resources() -> Prefetch[Any]:
    """To load on what actions draw, for ``Action.resources``. One query."""
    return Prefetch("drawn", queryset=ActionResource.objects.select_related("resource"))


def waiting_recommendations(person: Person, team: CountryTeam) -> QuerySet[Recommendation]:
    """Recommendations to a team that stand, and of which no action was made.

    Oldest first, with case and session. One query.
    """
    made = Action.objects.filter(plan__team=team, recommendation=OuterRef("pk"))
    return (
        cases.recommendations_standing(person)
        .filter(~Exists(made), case__team=team, state__in=CAN_BECOME_ACTIONS)
        .select_related("case", "session", "challenge_area")
        .order_by("at", "pk")
    )


def re_presentations(person: Viewer, plan: ActionPlan) -> QuerySet[CaseOrigin]:
    """The cases with which the team came back, or will, as far as ``person`` may see them."""
    if not isinstance(person, Person):
        return CaseOrigin.objects.none()
    return (
        plan.re_presentations.filter(case__in=cases.cases_named_to(person))
        .select_related("case__session")
        .order_by("case__begun_at", "pk")
    )


def indicators_to_move(named: int | None = None) -> QuerySet[Indicator]:
    """What an action may set out to move, by framework, then number. One query.

    That is: the newest indicators for countries, and the one ``named`` already.
    """
    current = Q(version__in=current_versions().filter(framework__subject=Subject.COUNTRY))
    if named is not None:
        current |= Q(pk=named)
    return (
        Indicator.objects.filter(current)
        .select_related("version")
        .order_by("version__title", "version", "number", "pk")
    )


def sees_recommendation(person: Viewer, action: Action) -> bool:
    """Whether an action's recommendation may be named to ``person``. At most one query."""
    if action.recommendation_id is None or not isinstance(person, Person):
        return False
    return _named_recommendations(person).filter(pk=action.recommendation_id).exists()


def plan_head() -> list[str]:
    return [
        _("Action"),
        _("State"),
        _("Responsible office"),
        _("Means"),
        _("Done by"),
        _("Indicator"),
        _("Recommended in the case"),
        _("Resources"),
        _("Milestones"),
        _("Last note"),
        _("Noted on"),
    ]


def plan_rows(person: Viewer, plan: ActionPlan) -> list[list[str]]:
    """A plan as a table, an action a line; cases are named to who may see them. Five queries."""
    seen: set[int] = set()
    if isinstance(person, Person):
        named = _named_recommendations(person).filter(actions__plan=plan)
        seen = set(named.values_list("pk", flat=True))
    return [_row(action, seen) for action in actions_of(plan)]


def _row(action: Action, seen: set[int]) -> list[str]:
    latest = action.latest_note
    recommendation = action.recommendation if action.recommendation_id in seen else None
    return [
        action.title,
        str(action.state.label),
        action.office,
        action.means,
        action.due_on.isoformat() if action.due_on else "",
        action.indicator.said("title").text if action.indicator else "",
        str(recommendation.case) if recommendation else "",
        "; ".join(one.title for one in action.resources),
        "; ".join(_milestone(one) for one in action.milestones.all()),
        latest.text if latest else "",
        f"{latest.at:%Y-%m-%d}" if latest else "",
    ]


def _milestone(one: Milestone) -> str:
    if one.reached_at:
        return _("%(milestone)s (reached %(day)s)") % {
            "milestone": one.text,
            "day": f"{one.reached_at:%Y-%m-%d}",
        }
    return f"{one.text} ({one.due_on.isoformat()})" if one.due_on else one.text


def own_actions(person: Person) -> QuerySet[Action]:
    """Open actions of the plans of a person's teams, soonest due first. One query."""
    return (
        Action.objects.filter(plan__team__members__person=person.pk, done_at=None, dropped_at=None)
        .select_related("plan__team")
        .order_by("due_on", "pk")
    )


def of_programme(person: Viewer, programme: Programme) -> QuerySet[ActionPlan]:
    """The plans of a programme's teams that ``person`` may read, by the team's name.

    Each has ``open_actions`` and ``done_actions``. One query.
    """
    return _counted(access.plans_visible_to(person).filter(team__programme=programme))


def of_session(person: Viewer, session: LiveSession) -> QuerySet[ActionPlan]:
    """The plans of teams whose cases a session takes, where the reader may know whose they are.

    None for a visitor. One light query where no such team has a plan, else one more.
    """
    if not isinstance(person, Person) or not _has_plans(session=session.pk):
        return ActionPlan.objects.none()
    brought = cases.cases_named_to(person).filter(session=session).values("team")
    return _counted(access.plans_visible_to(person).filter(team__in=brought))


_has_plans = Compiled(
    lambda session: ActionPlan.objects.filter(team__cases__session=session).values_list("pk")[:1]
)


def may_stand_beside(case: Case) -> bool:
    """Whether the team of a case in hand is named to the room and has a plan that others read.

    One light query; none where it is not named, or there is no team.
    """
    if case.team_id is None or case.withholds_names:
        return False
    return bool(_has_open_plan(team=case.team_id))


_has_open_plan = Compiled(
    lambda team: (
        ActionPlan.objects.filter(team=team)
        .exclude(visibility=Visibility.PRIVATE)
        .values_list("pk")[:1]
    )
)


def of_team(person: Viewer, team: CountryTeam) -> ActionPlan | None:
    """A team's plan with its counts, if ``person`` may read it. One query."""
    return _counted(access.plans_visible_to(person).filter(team=team)).first()


def of_country(person: Viewer, country: Country) -> QuerySet[ActionPlan]:
    """The plans of teams that speak for a country alone, as ``of_programme``. One query."""
    return _counted(access.plans_visible_to(person).filter(team__country=country))


def plan_of(person: Viewer, case: Case) -> ActionPlan | None:
    """The plan of the team that brings a case, if ``person`` may read it. At most one query.

    None where they may not know whose case it is.
    """
    return of_team(person, case.team) if case.team and not case.hides_names else None


def cases_by_code(person: Viewer, framework_id: int) -> dict[str, int]:
    """How many cases of the library are on each indicator, as far as one may read them.

    One query; none for who is not signed in.
    """
    if not isinstance(person, Person):
        return {}
    rows = _in_library(person, framework_id).order_by().values_list("indicator__code")
    return dict(rows.annotate(number=Count("case")))


def cases_on(person: Viewer, framework_id: int, code: str) -> list[Case]:
    """The cases of the library on one indicator, the last discussed first. One query at most."""
    if not isinstance(person, Person):
        return []
    rows = _in_library(person, framework_id).filter(indicator__code=code).select_related("case")
    return [row.case for row in rows.order_by("-case__discussed_at", "-pk")]


def _in_library(person: Person, framework_id: int) -> QuerySet[CaseOrigin]:
    return CaseOrigin.objects.filter(
        case__in=cases.cases_in_library(person), indicator__version__framework=framework_id
    )


def origin_of(case: Case) -> CaseOrigin | None:
    """Why a team brought a case, with the indicator. One query."""
    return (
        CaseOrigin.objects.filter(case=case).select_related("indicator__version__framework").first()
    )


def own_teams(person: Viewer, programme: Programme) -> QuerySet[CountryTeam]:
    """The teams of a programme on which ``person`` is, by name. One query, none for a visitor."""
    if person.pk is None:
        return CountryTeam.objects.none()
    return CountryTeam.objects.filter(programme=programme, members__person=person.pk).order_by(
        "name", "pk"
    )


def _counted(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    return (
        plans.select_related("team")
        .annotate(
            open_actions=Count(
                "actions", filter=Q(actions__done_at=None, actions__dropped_at=None)
            ),
            done_actions=Count("actions", filter=Q(actions__done_at__isnull=False)),
        )
        .order_by("team__name", "pk")
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


def _named_recommendations(person: Person) -> QuerySet[Recommendation]:
    """Those of cases of which ``person`` may know the team: a plan would tell whose they are."""
    visible = cases.recommendations_visible_to(person)
    return visible.filter(case__in=cases.cases_named_to(person))
