"""A case goes through its steps in order: who moves it, and what may be written when."""

from datetime import timedelta

import pytest

from talanoa.cases import access, queries, services
from talanoa.cases.terms import StepName
from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live.models import Entry
from talanoa.live.services import floor
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db

ACTS = ("question", "participant's", "expert's", "room's")


class Hour:
    """An open session with a case on its agenda between a welcome and a discussion."""

    def __init__(self, *, is_open=True):
        self.programme = make.a_programme()
        self.session = make.a_session(self.programme, starts_in=timedelta(minutes=10))
        kinds = ("welcome", "case", "discussion", "closing")
        self.welcome, self.item, self.discussion, self.closing = schedule.set_agenda(
            by=None,
            session=self.session,
            items=[schedule.ItemOfAgenda(kind=kind, title=kind, minutes=10) for kind in kinds],
        )
        self.case = make.a_case(self.programme, status="scheduled", item=self.item)
        self.facilitator = make.a_role(self.programme, "facilitator")
        self.scribe = make.a_part(self.session, "scribe")
        self.people = {
            "question": make.a_part(self.session, "speaker"),
            "participant's": make.a_part(self.session, "speaker"),
            "expert's": make.a_part(self.session, "expert"),
            "room's": None,
        }
        if is_open:
            schedule.open_session(by=None, session=self.session)
            self.session.refresh_from_db()

    def move(self, item):
        floor.move_agenda(by=self.facilitator, session=self.session, item=item.pk)

    def step(self, step=None, *, by=None, client_id=""):
        return services.step(
            by=by or self.facilitator,
            session=self.session,
            case=self.case.pk,
            step=step,
            client_id=client_id,
        )

    def write(self, act, *, by=None, out_of_turn=False):
        person = self.people[act]
        named = {"asker" if act == "question" else "author": person.pk if person else None}
        service = services.ask if act == "question" else services.recommend
        return service(
            by=by or self.scribe,
            session=self.session,
            case=self.case.pk,
            text="Who signs?",
            out_of_turn=out_of_turn,
            **named,
        )

    def written(self):
        return [*self.case.clarifying_questions.all(), *self.case.recommendations.all()]

    @property
    def stands_at(self):
        return queries.standing(self.case).step

    @property
    def history(self):
        return list(self.case.steps.values_list("step", flat=True))


# --- Moving on


def test_a_case_is_moved_step_by_step_to_its_end():
    hour = Hour()

    for _ in StepName:
        hour.step()

    assert hour.history == list(StepName)
    with pytest.raises(Refused, match="All steps of this case are done."):
        hour.step()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("facilitator", True),
        ("coordinator", True),
        ("scribe", False),
        ("expert", False),
        ("presenter", False),
        ("enrolled", False),
    ],
)
def test_only_hosts_move_a_case(who, may):
    hour = Hour()
    person = {
        "facilitator": lambda: hour.facilitator,
        "coordinator": lambda: make.a_role(hour.programme, "coordinator"),
        "scribe": lambda: hour.scribe,
        "expert": lambda: hour.people["expert's"],
        "presenter": lambda: hour.case.presenter,
        "enrolled": lambda: make.enrolled(hour.programme),
    }[who]()

    if may:
        hour.step(by=person)
    else:
        with pytest.raises(Refused, match="Only facilitators and coordinators"):
            hour.step(by=person)

    assert hour.history == (["presentation"] if may else [])


def test_who_moved_a_case_and_when_stays():
    hour = Hour()
    at = clock.now()

    with clock.standing_at(at):
        entry = hour.step("questions")

    row = hour.case.steps.get()
    assert (row.session, row.begun_by, row.begun_at) == (hour.session, hour.facilitator, at)
    assert (entry.kind, entry.data) == (
        "case.stepped",
        {"case": hour.case.pk, "step": "questions", "before": None},
    )
    event = Event.objects.get(kind="cases.stepped")
    assert (event.actor, event.subject_id, event.data) == (
        hour.facilitator,
        row.pk,
        {"before": None, "step": "questions"},
    )


def test_going_back_is_allowed_and_in_the_log():
    hour = Hour()
    for step in ("questions", "participants", "questions"):
        hour.step(step)

    assert hour.history == ["questions", "participants", "questions"]
    assert [
        (data["before"], data["step"])
        for data in Entry.objects.filter(kind="case.stepped")
        .order_by("seq")
        .values_list("data", flat=True)
    ] == [(None, "questions"), ("questions", "participants"), ("participants", "questions")]


def test_a_step_named_twice_or_sent_twice_is_begun_once():
    hour = Hour()
    first = hour.step("questions", client_id="s1")

    again = hour.step("questions", client_id="s1")
    another_press = hour.step("questions", client_id="s2")

    assert (again, another_press, hour.history) == (first, first, ["questions"])


def test_a_frame_that_comes_again_late_moves_nothing_back():
    hour = Hour()
    first = hour.step("questions", client_id="s1")
    hour.step("participants", client_id="s2")

    assert hour.step("questions", client_id="s1") == first
    assert hour.stands_at == "participants"


@pytest.mark.parametrize("step", ["", "invented", "Questions"])
def test_there_is_no_other_step(step):
    hour = Hour()

    with pytest.raises(Refused, match="There is no such step."):
        hour.step(step)


@pytest.mark.parametrize(
    ("when", "why"),
    [("before", "Open the session first."), ("after", "This session has ended.")],
)
def test_a_case_is_moved_while_the_session_runs(when, why):
    hour = Hour(is_open=False)
    if when == "after":
        make.closed(hour.session)

    with pytest.raises(Refused, match=why):
        hour.step()


def test_a_withdrawn_case_and_one_of_another_session_are_not_moved():
    hour = Hour()
    other = make.a_case(status="scheduled")
    with pytest.raises(NotVisible):
        services.step(by=hour.facilitator, session=hour.session, case=other.pk)
    services.withdraw(by=hour.case.presenter, case=hour.case, reason="A name was in it.")

    with pytest.raises(Refused, match="This case was withdrawn."):
        hour.step()


# --- Where it stands by itself


def test_the_presentation_begins_as_the_item_is_taken_up():
    hour = Hour()
    seen = [hour.stands_at]
    for item in (hour.welcome, hour.item, hour.discussion):
        hour.move(item)
        seen.append(hour.stands_at)

    assert seen == [None, None, "presentation", "presentation"]
    assert hour.history == []
    assert hour.step("presentation").kind == "agenda.moved"
    hour.step()
    assert hour.history == ["restating"]


def test_taking_the_item_up_again_keeps_the_step():
    hour = Hour()
    hour.step("questions")

    hour.move(hour.item)

    assert hour.stands_at == "questions"


# --- What may be written when

TURNS = {
    None: set(),
    "presentation": set(),
    "restating": set(),
    "questions": {"question"},
    "participants": {"participant's", "room's"},
    "experts": {"expert's", "room's"},
    "done": set(ACTS),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", TURNS)
@pytest.mark.parametrize("who", ["scribe", "facilitator"])
def test_what_may_be_written_at_which_step(who, step, act):
    hour = Hour()
    if step:
        hour.step(step)

    try:
        hour.write(act, by=getattr(hour, who))
    except Refused:
        is_taken = False
    else:
        is_taken = True

    assert is_taken is (act in TURNS[step])
    assert [noted.allowed_by for noted in hour.written()] == ([None] if is_taken else [])


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", TURNS)
def test_a_host_takes_out_of_turn_what_is_not_in_turn_and_the_log_says_so(step, act):
    hour = Hour()
    if step:
        hour.step(step)

    entry = hour.write(act, by=hour.facilitator, out_of_turn=True)

    is_in_turn = act in TURNS[step]
    (noted,) = hour.written()
    assert noted.allowed_by == (None if is_in_turn else hour.facilitator)
    assert entry.data.get("out_of_turn") == (None if is_in_turn else step or "")


@pytest.mark.parametrize("act", ACTS)
def test_a_scribe_takes_nothing_out_of_turn(act):
    hour = Hour()

    with pytest.raises(Refused, match="Only facilitators and coordinators"):
        hour.write(act, out_of_turn=True)

    assert hour.written() == []


@pytest.mark.parametrize(
    ("step", "act", "sentence"),
    [
        (
            None,
            "question",
            "The case has not been taken up yet. This belongs to the step “Clarifying "
            "questions”, which comes after “The facilitator restates”.",
        ),
        (
            "presentation",
            "room's",
            "The case is at the step “Presentation”. This belongs to the step “Recommendations "
            "of participants”, which comes after “Clarifying questions”.",
        ),
        (
            "questions",
            "participant's",
            "The case is at the step “Clarifying questions”. This belongs to the step "
            "“Recommendations of participants”, which comes next.",
        ),
        (
            "experts",
            "participant's",
            "The case is at the step “Recommendations of experts”. This belongs to the step "
            "“Recommendations of participants”, which is over. The facilitator can go back to "
            "it, or take this out of turn.",
        ),
    ],
)
def test_the_refusal_says_which_step_it_is_and_when_the_turn_comes(step, act, sentence):
    hour = Hour()
    if step:
        hour.step(step)

    with pytest.raises(Refused) as refused:
        hour.write(act)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("step", list(StepName))
def test_an_answer_is_written_whenever_it_comes(step):
    hour = Hour()
    hour.step("questions")
    hour.write("question")
    hour.step(step)

    services.answer(
        by=hour.scribe,
        session=hour.session,
        case=hour.case.pk,
        question=hour.case.clarifying_questions.get().pk,
        text="The doctor.",
    )

    assert hour.case.clarifying_questions.get().answer == "The doctor."


@pytest.mark.parametrize("step", [None, "presentation", "experts"])
@pytest.mark.parametrize("act", ACTS)
def test_after_the_session_everything_may_be_written(step, act):
    hour = Hour()
    if step:
        hour.step(step)
    make.closed(hour.session)

    hour.write(act)

    assert [noted.allowed_by for noted in hour.written()] == [None]


def test_what_a_person_may_do_is_said_without_a_case_in_a_session():
    case = make.a_case(status="accepted")

    refusal = access.stepping_refused(make.a_role(case.programme, "facilitator"), case)

    assert refusal == "This case has no place in a session."
