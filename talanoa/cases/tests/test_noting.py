"""What the scribe writes on a case in the room, and what comes of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from talanoa.cases import queries, services
from talanoa.cases.models import Recommendation
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db


def mailed():
    return set(Message.objects.values_list("person_id", "subject"))


def in_the_room(step="questions"):
    case = make.a_case(status="scheduled")
    schedule.open_session(by=None, session=case.session)
    case.session.refresh_from_db()
    make.at_step(case, step)
    return case, make.a_part(case.session, "scribe")


def test_the_scribe_writes_a_question_and_later_its_answer():
    case, scribe = in_the_room()
    asker = make.a_part(case.session, "expert")
    common = {"by": scribe, "session": case.session, "case": case.pk}

    asked = services.ask(**common, text=" Who signs? ", asker=asker.pk, client_id="q1")
    question = case.clarifying_questions.get()
    services.answer(**common, question=question.pk, text="The doctor.", client_id="a1")

    question.refresh_from_db()
    assert (question.text, question.asker, question.answer) == (
        "Who signs?",
        asker,
        "The doctor.",
    )
    assert (asked.kind, asked.data) == (
        "case.asked",
        {"case": case.pk, "question": question.pk},
    )


def test_a_recommendation_sent_twice_is_written_once():
    case, scribe = in_the_room("participants")
    common = {"by": scribe, "session": case.session, "case": case.pk, "text": "Change the law."}

    first = services.recommend(**common, client_id="r1")
    second = services.recommend(**common, client_id="r1")

    assert (first, Recommendation.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    ("role", "step", "is_expert"),
    [("expert", "experts", True), ("speaker", "participants", False)],
)
def test_what_an_expert_recommends_is_marked(role, step, is_expert):
    case, scribe = in_the_room(step)
    author = make.a_part(case.session, role)

    services.recommend(
        by=scribe, session=case.session, case=case.pk, text="Train nurses.", author=author.pk
    )

    given = Recommendation.objects.get()
    assert (given.author, given.is_expert, given.written_by) == (author, is_expert, scribe)


def test_nobody_who_is_not_here_can_be_named():
    case, scribe = in_the_room()

    with pytest.raises(ValidationError) as found:
        services.recommend(
            by=scribe,
            session=case.session,
            case=case.pk,
            text="Train nurses.",
            author=make.a_person().pk,
        )

    assert list(found.value.message_dict) == ["author"]


@pytest.mark.parametrize("who", ["presenter", "enrolled", "expert"])
def test_only_scribes_and_hosts_write(who):
    case, _scribe = in_the_room()
    person = {
        "presenter": lambda: case.presenter,
        "enrolled": lambda: make.enrolled(case.programme),
        "expert": lambda: make.a_part(case.session, "expert"),
    }[who]()

    with pytest.raises(Refused):
        services.ask(by=person, session=case.session, case=case.pk, text="Who signs?")


def test_a_case_of_another_session_is_not_found_in_this_one():
    case, scribe = in_the_room()
    other = make.a_case(status="discussed")

    with pytest.raises(NotVisible):
        services.ask(by=scribe, session=case.session, case=other.pk, text="Who signs?")


def test_a_recommendation_is_taken_on_and_followed_with_its_history():
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    owner = make.enrolled(case.programme)
    coordinator = make.a_role(case.programme, "coordinator")
    Message.objects.all().delete()

    services.assign(by=coordinator, recommendation=given, owner=owner, due_on=date(2027, 3, 1))
    services.say_what_came_of_it(by=owner, recommendation=given, state="accepted")
    services.say_what_came_of_it(
        by=owner, recommendation=given, state="adapted", note="For two islands first."
    )

    assert mailed() == {(owner.pk, "A recommendation is yours to follow")}
    assert list(queries.assignments_of(given).values_list("kind", "actor")) == [
        ("cases.recommended", given.written_by_id),
        ("cases.recommendation_assigned", coordinator.pk),
    ]
    assert list(queries.changes_of(given).values_list("before", "after", "by", "note")) == [
        ("proposed", "accepted", owner.pk, ""),
        ("accepted", "adapted", owner.pk, "For two islands first."),
    ]


@pytest.mark.parametrize(
    ("state", "note", "is_taken"),
    [
        ("adopted", "", True),
        ("done", "", True),
        ("adapted", "", False),
        ("not-adopted", "  ", False),
        ("not-adopted", "No budget.", True),
        ("invented", "", False),
    ],
)
def test_what_was_not_adopted_as_given_needs_a_word_on_why(state, note, is_taken):
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)

    try:
        services.say_what_came_of_it(
            by=case.presenter, recommendation=given, state=state, note=note
        )
    except ValidationError:
        taken = False
    else:
        taken = True

    given.refresh_from_db()
    assert (taken, given.state) == (is_taken, state if is_taken else "proposed")


def test_saying_the_same_again_leaves_no_trace():
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    for _ in range(2):
        services.say_what_came_of_it(by=case.presenter, recommendation=given, state="done")

    assert Event.objects.filter(kind="cases.recommendation_moved").count() == 1
