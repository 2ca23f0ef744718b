"""What a country team does with its action plan. The only code that writes plans."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import Action, ActionPlan, Indicator, Milestone, ProgressNote
from talanoa.assessment.models.plans import demand_likely
from talanoa.assessment.refusals import OutdatedAction
from talanoa.assessment.terms import ActionState, Visibility
from talanoa.cases import access as cases
from talanoa.cases import services as case_services
from talanoa.cases.models import Recommendation
from talanoa.cases.terms import RecommendationState
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """What an action says, as the form gives it."""

    title: str
    indicator: Indicator | None = None
    office: str = ""
    means: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MilestoneText:
    """One line of an action's milestones; ``pk`` is that of a line already kept."""

    text: str
    due_on: date | None = None
    pk: int | None = None


@transaction.atomic
def begin_plan(*, by: Person, team: CountryTeam) -> ActionPlan:
    """A team's plan; the one it has, where it was begun already.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
    """
    team = CountryTeam.objects.select_for_update().get(pk=team.pk)
    demand(access.planning_refused(by, team))
    plan, is_new = ActionPlan.objects.get_or_create(team=team)
    if is_new:
        events.record("assessment.plan_begun", by=by, subject=plan)
    return plan


@transaction.atomic
def share_plan(*, by: Person, plan: ActionPlan, visibility: str) -> ActionPlan:
    """Say who may read the plan.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
        ValidationError: there is no such choice.
    """
    plan = _locked_plan(plan)
    demand(access.planning_refused(by, plan.team))
    if plan.visibility == visibility:
        return plan
    plan.visibility = visibility
    plan.full_clean()
    plan.save(update_fields=["visibility"])
    events.record(
        "assessment.plan_shared",
        by=by,
        subject=plan,
        visibility=Visibility(visibility).value,
    )
    return plan


@transaction.atomic
def add_action(
    *,
    by: Person,
    plan: ActionPlan,
    text: ActionText,
    recommendation: Recommendation | None = None,
    client_id: str = "",
) -> Action:
    """Add an action to a plan. One that comes from a recommendation accepts it.

    Args:
        client_id: the form's own id; the same one again finds the action already added.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
        ValidationError: a part is blank or too long, or the recommendation is another team's.
    """
    plan = _locked_plan(plan)
    demand(access.planning_refused(by, plan.team))
    if client_id and (earlier := plan.actions.filter(client_id=client_id).first()):
        return earlier
    if recommendation is not None:
        _demand_theirs(by, plan, recommendation)
    action = Action(plan=plan, recommendation=recommendation, client_id=client_id, changed_by=by)
    _write(action, text)
    action.save()
    events.record("assessment.action_added", by=by, subject=action)
    if recommendation is not None and recommendation.state == RecommendationState.PROPOSED:
        case_services.say_what_came_of_it(
            by=by, recommendation=recommendation, state=RecommendationState.ACCEPTED
        )
    return action


@transaction.atomic
def change_action(
    *,
    by: Person,
    action: Action,
    revision: int,
    text: ActionText,
    milestones: Sequence[MilestoneText],
) -> Action:
    """Change what an action says, and its milestones; those reached stay reached.

    Args:
        revision: which revision the writer had before them.
        milestones: all of them; a line without words is left out, one not named goes.

    Raises:
        OutdatedAction: someone changed it in the meantime; nothing is written.
        Refused: for the reasons in ``access.planning_refused``.
        ValidationError: a part is blank or too long.
    """
    action = _locked_action(action)
    demand(access.planning_refused(by, action.plan.team))
    if action.revision != revision:
        raise OutdatedAction(_outdated(action), action=action)
    _write(action, text)
    _set_milestones(action, milestones)
    _changed(action, by=by)
    events.record("assessment.action_changed", by=by, subject=action, revision=action.revision)
    return action


@transaction.atomic
def reach(*, by: Person, milestone: Milestone, is_reached: bool = True) -> Milestone:
    """Tick a milestone off, or take the tick away. Safe to send twice.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
    """
    action = _locked_action(milestone.action)
    demand(access.planning_refused(by, action.plan.team))
    milestone = action.milestones.get(pk=milestone.pk)
    if (milestone.reached_at is not None) == is_reached:
        return milestone
    milestone.reached_at = clock.now() if is_reached else None
    milestone.save(update_fields=["reached_at"])
    events.record("assessment.milestone_reached", by=by, subject=milestone, is_reached=is_reached)
    return milestone


@transaction.atomic
def note_progress(
    *, by: Person, action: Action, text: str, state: str, client_id: str = ""
) -> ProgressNote:
    """Write how an action goes, and where it stands from now on.

    Args:
        state: one of ``ActionState``; to drop it, ``text`` says why.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
        ValidationError: nothing is written, or there is no such state.
    """
    action = _locked_action(action)
    demand(access.planning_refused(by, action.plan.team))
    if client_id and (earlier := action.notes.filter(client_id=client_id).first()):
        return earlier
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Say in a sentence or two how it goes.")})
    note = ProgressNote(action=action, text=text, state=state, by=by, client_id=client_id)
    note.full_clean()
    note.save()
    _move(action, ActionState(state), text)
    _changed(action, by=by)
    events.record("assessment.progress_noted", by=by, subject=note, state=action.state.value)
    return note


def forget_words(*, person: Person) -> int:
    """Blank the progress notes of somebody who was erased; how many. Safe to run twice.

    Also where one of them stands as the reason why an action was dropped.
    """
    dropped = ProgressNote.objects.filter(by=person, state=ActionState.DROPPED).exclude(text="")
    for note in dropped.select_related("action"):
        Action.objects.filter(pk=note.action_id, drop_reason=note.text[:500]).update(drop_reason="")
    return ProgressNote.objects.filter(by=person).exclude(text="").update(text="")


def _move(action: Action, state: ActionState, why: str) -> None:
    now = clock.now()
    if state == ActionState.PLANNED:
        action.started_at = None
    elif state != ActionState.DROPPED:
        action.started_at = action.started_at or now
    action.done_at = (action.done_at or now) if state == ActionState.DONE else None
    action.dropped_at = (action.dropped_at or now) if state == ActionState.DROPPED else None
    action.drop_reason = why[:500] if state == ActionState.DROPPED else ""


def _write(action: Action, text: ActionText) -> None:
    for field in fields(text):
        value = getattr(text, field.name)
        setattr(action, field.name, value.strip() if isinstance(value, str) else value)
    if action.due_on is not None:
        try:
            demand_likely(action.due_on)
        except ValidationError as error:
            raise ValidationError({"due_on": error}) from error
    action.full_clean()


def _set_milestones(action: Action, lines: Sequence[MilestoneText]) -> None:
    kept = {one.pk: one for one in action.milestones.all()}
    for line in lines:
        if not line.text.strip():
            continue
        milestone = kept.pop(line.pk or 0, None) or Milestone(action=action)
        milestone.text, milestone.due_on = line.text.strip(), line.due_on
        if milestone.due_on is not None:
            demand_likely(milestone.due_on)
        milestone.full_clean()
        milestone.save()
    Milestone.objects.filter(pk__in=kept).delete()


def _changed(action: Action, *, by: Person) -> None:
    action.revision += 1
    action.changed_at = clock.now()
    action.changed_by = by
    action.save()


def _demand_theirs(by: Person, plan: ActionPlan, recommendation: Recommendation) -> None:
    is_theirs = recommendation.case.team_id == plan.team_id
    sees = cases.recommendations_visible_to(by).filter(pk=recommendation.pk).exists()
    if not (is_theirs and sees):
        raise ValidationError(_("Choose a recommendation to a case of this team."))


def _locked_plan(plan: ActionPlan) -> ActionPlan:
    return (
        ActionPlan.objects.select_for_update(of=("self",))
        .select_related("team__programme__hub", "team__country")
        .get(pk=plan.pk)
    )


def _locked_action(action: Action) -> Action:
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("plan__team__programme__hub", "indicator", "changed_by")
        .get(pk=action.pk)
    )


def _outdated(action: Action) -> str:
    return _(
        "%(name)s changed this action while you were writing. Nothing of either text is lost: "
        "yours is in the form, theirs beside it."
    ) % {"name": action.changed_by or _("Someone")}
