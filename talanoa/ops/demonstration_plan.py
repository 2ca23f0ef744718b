"""The action plan of the demonstration's example team: what it took home, and how it goes."""

from datetime import timedelta
from typing import Any

from talanoa.assessment.models import Indicator
from talanoa.assessment.services import drawing, origins, planning
from talanoa.assessment.services.planning import ActionText, MilestoneText
from talanoa.assessment.terms import ActionState, Visibility
from talanoa.cases.models import Case, Recommendation
from talanoa.kernel import clock
from talanoa.library.models import Resource
from talanoa.ops import demonstration_library as library
from talanoa.ops.demonstration_hour import Cast
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam
from talanoa.schedule.models import LiveSession


def plan(session: LiveSession, cast: Cast) -> None:
    """Have the team of a session's case make a plan of what it was recommended there.

    And of what was recommended two years ago, which is done, and has moved its indicator since.
    """
    by = cast.people["presenter"]
    for words in library.told():
        if "action" in words:
            case = Case.objects.select_related("session").get(title=words["title"])
            action = words["action"]
            _carry_out(case, [action], by=by, gap=action["indicator"])
    actions = cast.example["actions"]
    case = Case.objects.get(session=session)
    _carry_out(case, actions, by=by, gap=actions[1]["indicator"])


def _carry_out(case: Case, actions: list[dict[str, Any]], *, by: Person, gap: str) -> None:
    """Say on which gap (the indicator's code) a case was brought; plan and do what came of it."""
    if case.session is None:
        return
    team = CountryTeam.objects.get(members__person=by)
    begun = case.session.ends_at + timedelta(days=3)
    origins.name_gap(by=by, case=case, indicator=_indicator(gap))
    advised = list(Recommendation.objects.filter(case=case).order_by("pk"))
    with clock.standing_at(begun):
        made = planning.begin_plan(by=by, team=team)
        planning.share_plan(by=by, plan=made, visibility=Visibility.PUBLISHED)
    for number, wanted in enumerate(actions):
        with clock.standing_at(begun + timedelta(hours=number)):
            action = planning.add_action(
                by=by,
                plan=made,
                text=_text(wanted),
                recommendation=advised[wanted["of"]] if wanted["of"] is not None else None,
                client_id=f"example-{case.pk}-{number}",
            )
            for resource in Resource.objects.filter(code__in=wanted["resources"]):
                drawing.draw_on(by=by, action=action, resource=resource)
            planning.change_action(
                by=by,
                action=action,
                revision=action.revision,
                text=_text(wanted),
                milestones=[
                    MilestoneText(text=text, due_on=(begun + timedelta(days=days)).date())
                    for text, days in wanted.get("milestones", ())
                ],
            )
        for text, state, days in wanted["notes"]:
            with clock.standing_at(begun + timedelta(days=days)):
                planning.note_progress(by=by, action=action, text=text, state=ActionState(state))


def _text(wanted: dict[str, Any]) -> ActionText:
    return ActionText(
        title=wanted["title"],
        office=wanted["office"],
        means=wanted["means"],
        due_on=(clock.now() + timedelta(days=int(wanted["days"]))).date(),
        indicator=_indicator(wanted["indicator"]),
    )


def _indicator(code: str) -> Indicator | None:
    """The newest of that code; none where the framework is not there to be loaded."""
    published = Indicator.objects.filter(code=code, version__published_at__isnull=False)
    return published.order_by("-version__number").first()
