"""What this room does when something happens, and what it adds to the pages of others."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from talanoa.assessment import (
    framework_listeners,  # noqa: F401 - registers its own
    tasks,
)
from talanoa.assessment.access import assessments as access
from talanoa.assessment.access import plans as plan_access
from talanoa.assessment.forms.plans import OriginForm
from talanoa.assessment.models import Assessment, Review
from talanoa.assessment.queries import assessments as queries
from talanoa.assessment.queries import drawing, plans
from talanoa.assessment.terms import Subject
from talanoa.cases import sections as case_sections
from talanoa.cases.models import Case
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.library import sections as library_sections
from talanoa.library.models import Resource
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes import sections as programme_sections
from talanoa.programmes import team_sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam, Programme
from talanoa.programmes.queries import coordinators
from talanoa.schedule import sections as session_sections
from talanoa.schedule.models import LiveSession
from talanoa.ui.addresses import address

LATEST = 3
"""Assessments named on the programme's page; the list has them all."""


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id, event.data["words"])


@exports.adds("assessments")
def kept(person: Person) -> object:
    return queries.kept_about(person)


@exports.adds("plans")
def kept_in_plans(person: Person) -> object:
    return plans.kept_about(person)


@events.within("assessment.submitted")
def tell_the_coordinators(event: Event) -> None:
    assessment = _assessment(event.subject_id)
    for person in coordinators(assessment.team.programme):
        _mail(event, person, "submitted", assessment)


@events.within("assessment.review_asked")
def tell_the_reviewer(event: Event) -> None:
    review = _review(event)
    if review.reviewer is not None:
        _mail(event, review.reviewer, "asked", review.assessment)


@events.within("assessment.returned")
def tell_the_team_it_is_returned(event: Event) -> None:
    _mail_team(event, "returned")


@events.within("assessment.reviewed")
def tell_the_team_it_is_reviewed(event: Event) -> None:
    _mail_team(event, "reviewed")


def _mail_team(event: Event, template: str) -> None:
    review = _review(event)
    for person in queries.team_members(review.assessment):
        _mail(event, person, template, review.assessment, review=review)


def _mail(
    event: Event, person: Person, template: str, assessment: Assessment, **context: object
) -> None:
    notices.send(
        key=f"{event.kind}:{event.pk}:{person.pk}",
        person=person,
        template=f"assessment/mail/{template}",
        context={"assessment": assessment, **context},
    )


def _assessment(key: int) -> Assessment:
    return Assessment.objects.select_related("version", "country", "team__programme__hub").get(
        pk=key
    )


def _review(event: Event) -> Review:
    review = (
        Review.objects.select_related("reviewer")
        .prefetch_related("reasons")
        .get(pk=event.subject_id)
    )
    review.assessment = _assessment(review.assessment_id)
    return review


def _latest_assessments(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """For whoever sees any or may begin one; two queries, one for the public."""
    latest = list(queries.assessments_of(person, programme)[:LATEST])
    may_begin = person.pk is not None and access.teams_of(person, programme).exists()
    if not latest and not may_begin:
        return None
    by_framework = {one.version.framework_id: one.version.framework for one in latest}
    frameworks = [one for one in by_framework.values() if one.subject == Subject.COUNTRY]
    return {"assessments": latest, "frameworks": frameworks, "may_begin": may_begin}


def _of_programme(programme: Programme, viewer: Viewer) -> Mapping[str, Any] | None:
    """Plans to read, and the reader's own teams. One query, two for who is signed in."""
    shown = list(plans.of_programme(viewer, programme))
    own = list(plans.own_teams(viewer, programme))
    return {"plans": shown, "own_teams": own} if shown or own else None


def _of_session(session: LiveSession, viewer: Viewer) -> Mapping[str, Any] | None:
    """The plans of teams whose case is on the agenda. One query."""
    shown = list(plans.of_session(viewer, session))
    return {"plans": shown} if shown else None


def _plan_in_room(case: Case) -> case_sections.Link | None:
    """To the session's page, which shows the plan to whoever may read it. One light query."""
    if not plans.may_stand_beside(case):
        return None
    url = reverse("schedule:session", args=[case.session_id])
    return case_sections.Link(_("What the team has set out to do"), f"{url}#plans-title")


def _of_case(case: Case, viewer: Viewer) -> Mapping[str, Any] | None:
    """Why the case was brought, and the plan of its team. Up to six queries."""
    if case.withdrawn_at is not None:
        return None
    origin = plans.origin_of(case)
    plan = plans.plan_of(viewer, case)
    may_name = plan_access.naming_gap_refused(viewer, case) is None
    if origin is None and plan is None and not may_name:
        return None
    form = OriginForm(named=origin.indicator_id if origin else None) if may_name else None
    return {"origin": origin, "plan": plan, "origin_form": form}


def _of_team(team: CountryTeam, person: Viewer) -> Mapping[str, Any]:
    """What the team has assessed, and its plan. Two queries."""
    return {
        "assessments": queries.of_team(person, team),
        "plan": plans.of_team(person, team),
    }


def _of_resource(resource: Resource, viewer: Viewer) -> Mapping[str, Any] | None:
    """The latest actions that draw on a work, and in which the reader may name it. One query, two
    for who is signed in.
    """
    actions = list(drawing.actions_drawing_on(viewer, resource)[:MOST_DRAWING])
    own = list(drawing.own_actions_without(viewer, resource)) if isinstance(viewer, Person) else []
    return {"actions": actions, "own": own} if actions or own else None


MOST_DRAWING = 10
"""Actions named on the page of a work they draw on."""

library_sections.page.register("actions", 10, "assessment/_drawing_on.html", context=_of_resource)


def _first_assessment(team: CountryTeam, person: Person) -> team_sections.Step | None:
    """For members of a team that has assessed nothing: a case begins at a gap. Two queries."""
    if team.assessments.filter(withdrawn_at=None).exists():
        return None
    if not programmes.is_member(person, team):
        return None
    return team_sections.Step(
        words=_("Say where your country stands: its gaps show what to bring to the room."),
        url=address("assessment:new", team.programme.slug),
    )


def _advice_to_take_on(team: CountryTeam, person: Person) -> team_sections.Step | None:
    """For members of a team to whom something was recommended that its plan does not hold yet.

    Two queries.
    """
    if not plans.waiting_recommendations(person, team).exists():
        return None
    if not programmes.is_member(person, team):
        return None
    return team_sections.Step(
        words=_("Turn what the room recommended into actions of your plan."),
        url=address("assessment:plan", team.pk),
    )


team_sections.page.register("assessment", 30, "assessment/_team.html", context=_of_team)
team_sections.register_step("assessment", 10, step=_first_assessment)
team_sections.register_step("plan", 30, step=_advice_to_take_on)
programme_sections.page.register(
    "assessments",
    30,
    "assessment/_programme_assessments.html",
    context=_latest_assessments,
)
programme_sections.page.register(
    "plans", 40, "assessment/_programme_plans.html", context=_of_programme
)
session_sections.page.register("plans", 10, "assessment/_session_plans.html", context=_of_session)
case_sections.link_in_room(_plan_in_room)
case_sections.page.register("plans", 10, "assessment/_case_plan.html", context=_of_case)
