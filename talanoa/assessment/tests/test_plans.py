"""What a team does with its plan."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.assessment.models import Action, ActionPlan, CaseOrigin
from talanoa.assessment.refusals import OutdatedAction
from talanoa.assessment.services import origins, planning
from talanoa.assessment.services.planning import ActionText, MilestoneText
from talanoa.assessment.terms import ActionState, Visibility
from talanoa.cases.models import Recommendation
from talanoa.cases.terms import CaseStatus, RecommendationState
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.a_team(make.a_programme())


@pytest.fixture
def lead(team):
    return make.a_member(team, make.enrolled(team.programme))


@pytest.fixture
def plan(team, lead):
    return planning.begin_plan(by=lead, team=team)


def advised(team, presenter):
    """A recommendation to the team, on a case discussed in a session."""
    case = make.a_case(team.programme, status="discussed", team=team, presenter=presenter)
    return Recommendation.objects.create(
        case=case, session=case.session, text="Train nurses.", written_by=presenter
    )


def an_action(plan, by, **fields):
    text = {"title": "Train twenty nurses"} | fields
    return planning.add_action(by=by, plan=plan, text=ActionText(**text))


def test_a_team_has_one_plan(team, lead, plan):
    assert planning.begin_plan(by=make.a_member(team), team=team) == plan
    assert ActionPlan.objects.count() == 1


def test_only_the_team_writes(team, plan):
    coordinator = make.a_role(team.programme, "coordinator")
    action = an_action(plan, team.members.get().person)

    for attempt in (
        lambda: planning.begin_plan(by=coordinator, team=team),
        lambda: planning.share_plan(by=coordinator, plan=plan, visibility="published"),
        lambda: an_action(plan, coordinator),
        lambda: planning.change_action(
            by=coordinator, action=action, revision=1, text=ActionText(title="X"), milestones=[]
        ),
        lambda: planning.note_progress(by=coordinator, action=action, text="x", state="done"),
        lambda: origins.re_present(by=coordinator, plan=plan),
    ):
        with pytest.raises(Refused, match="Only the team itself"):
            attempt()

    assert Action.objects.get() == action


def test_the_same_form_sent_twice_adds_one_action(plan, lead):
    text = ActionText(title="Train twenty nurses")

    first = planning.add_action(by=lead, plan=plan, text=text, client_id="a")
    again = planning.add_action(by=lead, plan=plan, text=text, client_id="a")

    assert first == again
    assert plan.actions.count() == 1


def test_an_action_out_of_a_recommendation_accepts_it(team, lead, plan):
    theirs = advised(team, lead)

    action = planning.add_action(
        by=lead, plan=plan, text=ActionText(title="Do it"), recommendation=theirs
    )

    theirs.refresh_from_db()
    assert (action.recommendation, theirs.state) == (theirs, RecommendationState.ACCEPTED)


def test_a_recommendation_to_another_team_is_no_action_of_this(team, lead, plan):
    other = make.a_team(team.programme, name="Other")
    theirs = advised(other, make.enrolled(team.programme))

    with pytest.raises(ValidationError, match="a case of this team"):
        planning.add_action(
            by=lead, plan=plan, text=ActionText(title="Do it"), recommendation=theirs
        )

    assert not plan.actions.exists()


def test_two_who_change_one_action_are_told(plan, lead, team):
    action = an_action(plan, lead)
    other = make.a_member(team)
    planning.change_action(
        by=other,
        action=action,
        revision=1,
        text=ActionText(title="Train thirty nurses"),
        milestones=[],
    )

    with pytest.raises(OutdatedAction, match=other.name) as raised:
        planning.change_action(
            by=lead, action=action, revision=1, text=ActionText(title="Mine"), milestones=[]
        )

    assert raised.value.action.title == "Train thirty nurses"
    assert Action.objects.get().title == "Train thirty nurses"


def test_milestones_stay_reached_when_the_action_is_changed(plan, lead):
    action = an_action(plan, lead)
    lines = [MilestoneText(text="Rooms found", due_on=date(2027, 1, 5)), MilestoneText(text=" ")]
    planning.change_action(
        by=lead, action=action, revision=1, text=ActionText(title="A"), milestones=lines
    )
    found = action.milestones.get()
    planning.reach(by=lead, milestone=found)
    planning.reach(by=lead, milestone=found)

    planning.change_action(
        by=lead,
        action=action,
        revision=2,
        text=ActionText(title="A"),
        milestones=[
            MilestoneText(text="Rooms rented", pk=found.pk),
            MilestoneText(text="Trainer found"),
        ],
    )

    assert [(one.text, one.reached_at is not None) for one in action.milestones.all()] == [
        ("Rooms rented", True),
        ("Trainer found", False),
    ]
    assert Event.objects.filter(kind="assessment.milestone_reached").count() == 1


def test_a_milestone_of_another_action_is_not_taken_over(plan, lead):
    one, other = an_action(plan, lead), an_action(plan, lead)
    planning.change_action(
        by=lead,
        action=one,
        revision=1,
        text=ActionText(title="A"),
        milestones=[MilestoneText(text="Ours")],
    )

    planning.change_action(
        by=lead,
        action=other,
        revision=1,
        text=ActionText(title="B"),
        milestones=[MilestoneText(text="Theirs", pk=one.milestones.get().pk)],
    )

    assert one.milestones.get().text == "Ours"
    assert other.milestones.get().text == "Theirs"


@pytest.mark.parametrize(
    ("states", "ends", "started", "done", "dropped"),
    [
        (["planned"], "planned", False, False, False),
        (["under_way"], "under_way", True, False, False),
        (["done"], "done", True, True, False),
        (["done", "under_way"], "under_way", True, False, False),
        (["dropped"], "dropped", False, False, True),
        (["under_way", "dropped", "planned"], "planned", False, False, False),
    ],
)
def test_where_an_action_stands(plan, lead, states, ends, started, done, dropped):
    action = an_action(plan, lead)
    for state in states:
        planning.note_progress(by=lead, action=action, text="The ministry moved.", state=state)

    action.refresh_from_db()

    assert action.state == ends
    assert (bool(action.started_at), bool(action.done_at), bool(action.dropped_at)) == (
        started,
        done,
        dropped,
    )
    assert action.drop_reason == ("The ministry moved." if dropped else "")


@pytest.mark.parametrize(("text", "state"), [(" ", "done"), ("x" * 2001, "done"), ("x", "nope")])
def test_a_note_that_says_nothing_or_too_much_is_refused(plan, lead, text, state):
    action = an_action(plan, lead)

    with pytest.raises(ValidationError):
        planning.note_progress(by=lead, action=action, text=text, state=state)

    assert not action.notes.exists()


def test_a_note_sent_twice_is_kept_once(plan, lead):
    action = an_action(plan, lead)
    for _ in range(2):
        planning.note_progress(by=lead, action=action, text="Begun", state="done", client_id="n")

    assert [note.text for note in action.notes.all()] == ["Begun"]


def test_a_plan_nobody_else_reads_does_not_come_back_to_the_room(plan, lead):
    an_action(plan, lead)

    with pytest.raises(Refused, match="could not read your plan"):
        origins.re_present(by=lead, plan=plan)


def test_a_plan_comes_back_as_a_case(team, lead, plan):
    planning.share_plan(by=lead, plan=plan, visibility=Visibility.RESTRICTED)
    done, open_one = an_action(plan, lead, title="Law changed"), an_action(plan, lead)
    planning.note_progress(by=lead, action=done, text="In force.", state=ActionState.DONE)

    plan.refresh_from_db()
    case = origins.re_present(by=lead, plan=plan, client_id="back")
    again = origins.re_present(by=lead, plan=plan, client_id="back")

    assert again == case
    assert (case.team, case.status) == (team, CaseStatus.DRAFT)
    today = clock.now()
    assert "Law changed (Done" in case.situation
    assert "In force." in case.situation
    assert case.tried == f"– {open_one.title} (Planned)"
    assert today - case.begun_at < timedelta(minutes=1)
    assert [origin.plan for origin in CaseOrigin.objects.all()] == [plan]


def test_the_reason_for_dropping_goes_with_the_words_of_whoever_gave_it(plan, lead):
    mine, other = an_action(plan, lead), an_action(plan, lead)
    colleague = make.a_member(plan.team)
    planning.note_progress(by=lead, action=mine, text="I was ill.", state="dropped")
    planning.note_progress(by=colleague, action=other, text="No money.", state="dropped")

    assert [planning.forget_words(person=lead) for _ in range(2)] == [1, 0]

    for action in (mine, other):
        action.refresh_from_db()
    assert [(one.state, one.drop_reason) for one in (mine, other)] == [
        ("dropped", ""),
        ("dropped", "No money."),
    ]
