"""What this room adds to the pages of other rooms, and does when something happens there."""

from collections.abc import Mapping
from typing import Any

from talanoa.assessment import tasks
from talanoa.assessment.queries import plans
from talanoa.cases import sections as case_sections
from talanoa.cases.models import Case
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import sections as programme_sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme
from talanoa.schedule import sections as session_sections
from talanoa.schedule.models import LiveSession


@exports.adds("assessment")
def kept(person: Person) -> object:
    return plans.kept_about(person)


@events.within("people.erased")
def forget(event: Event) -> None:
    if event.data["words"]:
        tasks.forget_words.enqueue(event.subject_id)


def _of_programme(programme: Programme, viewer: Viewer) -> Mapping[str, Any] | None:
    """Plans to read, and the reader's own teams. One query, two for who is signed in."""
    shown = list(plans.of_programme(viewer, programme))
    own = list(plans.own_teams(viewer, programme))
    return {"plans": shown, "own_teams": own} if shown or own else None


def _of_session(session: LiveSession, viewer: Viewer) -> Mapping[str, Any] | None:
    """The plans of teams whose case is on the agenda. One query."""
    shown = list(plans.of_session(viewer, session))
    return {"plans": shown} if shown else None


def _of_case(case: Case, viewer: Viewer) -> Mapping[str, Any] | None:
    """Why the case was brought, and the plan of its team. One or two queries."""
    origin = plans.origin_of(case)
    plan = plans.plan_of(viewer, case)
    if origin is None and plan is None:
        return None
    return {"origin": origin, "plan": plan}


programme_sections.page.register(
    "plans", 30, "assessment/_programme_plans.html", context=_of_programme
)
session_sections.page.register("plans", 10, "assessment/_session_plans.html", context=_of_session)
case_sections.page.register("plans", 10, "assessment/_case_plan.html", context=_of_case)
