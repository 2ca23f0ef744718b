"""A question that cannot wait: to two experts, each with a clock, and on to the next."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given as any_
from hypothesis import strategies as some

from talanoa.cases import access, queries, routing, services, tasks
from talanoa.cases.models import UrgentQuestion
from talanoa.cases.routing import Expert
from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.notices.models import Message
from talanoa.people import services as people
from tests import make
from tests.contracts.test_personal_data import run_all_jobs
from tests.together import at_once

moments = some.none() | some.integers(0, 9).map(lambda n: datetime(2026, 1, 1 + n, tzinfo=UTC))
experts = some.lists(
    some.builds(
        Expert,
        key=some.integers(1, 20),
        speaks_it=some.booleans(),
        knows_area=some.booleans(),
        open=some.integers(0, 5),
        last_at=moments,
    ),
    unique_by=lambda expert: expert.key,
    max_size=8,
)


@any_(experts=experts, been=some.sets(some.integers(1, 20)), with_now=some.integers(0, 3))
def test_it_goes_to_as_many_as_are_wanted_and_never_twice_to_one(experts, been, with_now):
    keys = routing.chosen(experts, been=been, with_now=with_now)

    free = {expert.key for expert in experts} - been
    assert set(keys) <= free
    assert len(keys) == len(set(keys)) == min(len(free), max(2 - with_now, 0))


@any_(experts=experts, order=some.randoms())
def test_the_choice_does_not_depend_on_the_order_in_which_they_come(experts, order):
    shuffled = list(experts)
    order.shuffle(shuffled)

    assert routing.chosen(shuffled) == routing.chosen(experts)


@any_(experts=experts)
def test_nobody_better_suited_is_passed_over(experts):
    keys = routing.chosen(experts)
    by_key = {expert.key: expert for expert in experts}

    for taken in keys:
        for left in set(by_key) - set(keys):
            one, other = by_key[taken], by_key[left]
            assert (one.speaks_it, one.knows_area, -one.open) >= (
                other.speaks_it,
                other.knows_area,
                -other.open,
            )


def test_the_rule_in_its_order():
    early, late = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2))

    def expert(key, **fields):
        usual = {"speaks_it": False, "knows_area": False, "open": 0, "last_at": early}
        return Expert(key=key, **(usual | fields))

    ranked = [
        expert(9, speaks_it=True, open=5),
        expert(8, knows_area=True, open=4),
        expert(7, last_at=None),
        expert(5),
        expert(6),
        expert(4, last_at=late),
        expert(3, open=1),
    ]
    been: list[int] = []
    for one in ranked:
        assert routing.chosen(ranked, been=been, with_now=1) == [one.key]
        been.append(one.key)


@pytest.fixture
def programme():
    return make.a_programme()


def with_whom(question):
    routings = question.routings.filter(handed_on_at=None, lapsed_at=None)
    return sorted(routings.values_list("expert", flat=True))


def mailed(about):
    messages = Message.objects.filter(subject__startswith=about).order_by("person")
    return list(messages.values_list("person", flat=True))


@pytest.mark.django_db
def test_it_goes_to_two_experts_who_are_told_when_their_time_ends(programme):
    first, second, third = (make.a_role(programme, "expert") for _ in "123")
    asker = make.enrolled(programme)

    question = make.an_urgent_question(programme, by=asker, client_id="q1")
    again = make.an_urgent_question(programme, by=asker, client_id="q1")
    other = make.an_urgent_question(programme, by=asker)

    assert question == again
    assert with_whom(question) == [first.pk, second.pk]
    assert with_whom(other) == [first.pk, third.pk]
    assert mailed("A question that cannot wait") == [first.pk, first.pk, second.pk, third.pk]
    assert {one.due_at - one.routed_at for one in question.routings.all()} == {timedelta(hours=48)}


@pytest.mark.django_db
def test_the_first_answer_ends_it_and_joins_the_case(programme):
    expert = make.a_role(programme, "expert")
    case = make.a_case(programme, status="scheduled")
    question = make.an_urgent_question(programme, by=case.presenter, case=case)

    question = services.answer_urgent(by=expert, question=question, text=" Yes, slowly. ")

    assert (question.answer, question.answered_by) == ("Yes, slowly.", expert)
    assert mailed("Your question is answered") == [case.presenter_id]
    assert list(queries.urgent_with(expert)) == []
    with pytest.raises(Refused):
        services.answer_urgent(by=expert, question=question, text="Again.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told():
    programme = make.a_programme()
    experts = [make.a_role(programme, "expert") for _ in "12"]
    question = make.an_urgent_question(programme)

    outcomes = at_once(
        *[
            lambda by=by: services.answer_urgent(by=by, question=question, text="So.")
            for by in experts
        ]
    )

    assert {type(outcome) for outcome in outcomes} == {UrgentQuestion, Refused}


@pytest.mark.django_db
def test_whoever_hands_it_on_is_not_asked_again_and_the_last_tells_the_coordinators(programme):
    experts = [make.a_role(programme, "expert") for _ in "123"]
    coordinator = make.a_role(programme, "coordinator")
    question = make.an_urgent_question(programme)

    first = services.hand_on_urgent(by=experts[0], question=question)
    assert [one.expert for one in first] == [experts[2]]
    assert mailed("A question was not answered") == []
    for expert in experts[1:]:
        assert services.hand_on_urgent(by=expert, question=question) == []

    assert with_whom(question) == []
    assert mailed("A question was not answered") == [coordinator.pk]
    with pytest.raises(Refused):
        services.hand_on_urgent(by=experts[0], question=question)


@pytest.mark.django_db
def test_without_an_answer_it_goes_to_the_next_and_the_coordinators_know(programme):
    experts = [make.a_role(programme, "expert") for _ in "123"]
    coordinator = make.a_role(programme, "coordinator")
    question = make.an_urgent_question(programme)

    with clock.standing_at(question.asked_at + timedelta(hours=49)):
        assert [tasks.lapse_routings.call() for _ in range(2)] == [2, 0]

    assert with_whom(question) == [experts[2].pk]
    assert mailed("A question was not answered") == [coordinator.pk, coordinator.pk]
    # An answer that comes late is welcome.
    assert services.answer_urgent(by=experts[0], question=question, text="Sorry. Yes.").answered_at


@pytest.mark.django_db
def test_of_an_expert_who_is_erased_it_goes_on(programme):
    first, second, third = (make.a_role(programme, "expert") for _ in "123")
    question = make.an_urgent_question(programme)

    people.erase(by=first, person=first)
    run_all_jobs()

    assert with_whom(question) == [second.pk, third.pk]


@pytest.mark.django_db
def test_the_programme_says_how_long_an_expert_has(programme):
    make.a_role(programme, "expert")
    services.set_letter_policy(
        by=make.a_role(programme, "coordinator"),
        programme=programme,
        sign_within_hours=72,
        answer_within_hours=6,
        sends_to_all=False,
    )

    routing_row = make.an_urgent_question(programme).routings.get()

    assert routing_row.due_at - routing_row.routed_at == timedelta(hours=6)


@pytest.mark.django_db
def test_the_language_of_the_asker_comes_first(programme):
    make.a_role(programme, "expert", make.a_person(language="en"))
    french = make.a_role(programme, "expert", make.a_person(language="fr"))
    asker = make.enrolled(programme, make.a_person(language="fr"))

    question = make.an_urgent_question(programme, by=asker)

    assert question.routings.first().expert == french


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "a" * 4001])
def test_a_question_says_something_and_not_too_much(programme, text):
    with pytest.raises(ValidationError):
        make.an_urgent_question(programme, text=text)

    assert UrgentQuestion.objects.count() == 0


@pytest.mark.django_db
def test_one_asks_about_ones_own_cases(programme):
    case = make.a_case(programme, status="scheduled")

    with pytest.raises(ValidationError):
        make.an_urgent_question(programme, case=case)


DOORS = {
    "asker": (True, set()),
    "colleague": (True, set()),
    "expert": (True, {"answer", "hand-on"}),
    "expert handed on": (True, set()),
    "other expert": (False, set()),
    "coordinator": (True, set()),
    "enrolled": (False, set()),
    "stranger": (False, set()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("who", DOORS)
def test_who_sees_a_question_and_does_what_with_it(programme, who):
    case = make.a_case(programme, status="scheduled", team=make.a_team(programme))
    experts = [make.a_role(programme, "expert") for _ in "1234"]
    question = make.an_urgent_question(programme, by=case.presenter, case=case)
    services.hand_on_urgent(by=experts[0], question=question)
    colleague = make.a_person()
    make.programmes.add_to_team(by=None, team=case.team, person=colleague)
    person = {
        "asker": case.presenter,
        "colleague": colleague,
        "expert": experts[1],
        "expert handed on": experts[0],
        "other expert": experts[3],
        "coordinator": make.a_role(programme, "coordinator"),
        "enrolled": make.enrolled(programme),
        "stranger": make.a_person(),
    }[who]

    try:
        access.get_urgent_question(person, question.pk)
    except NotVisible:
        sees = False
    else:
        sees = True
    refusals = {
        "answer": access.answering_refused(person, question),
        "hand-on": access.handing_on_refused(person, question),
    }
    may = {name for name, refused in refusals.items() if refused is None}
    assert (sees, may) == DOORS[who]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "may"),
    [("enrolled", True), ("team", True), ("expert", False), ("stranger", False)],
)
def test_who_asks(programme, who, may):
    expert = make.a_role(programme, "expert")
    team, member = make.a_team(programme), make.a_person()
    make.programmes.add_to_team(by=None, team=team, person=member)
    person = {
        "enrolled": make.enrolled(programme),
        "team": member,
        "expert": expert,
        "stranger": make.a_person(),
    }[who]

    assert (access.asking_refused(person, programme) is None) is may


@pytest.mark.django_db
def test_without_experts_nobody_is_promised_an_answer(programme):
    asker = make.enrolled(programme)

    refusal = access.asking_refused(asker, programme)

    assert refusal == "This programme has no expert who could answer yet."


@pytest.mark.django_db
def test_one_person_asks_ten_times_a_day(programme):
    make.a_role(programme, "expert")
    asker = make.enrolled(programme)

    def ask(number):
        services.ask_urgently(by=asker, programme=programme, text=f"What now, {number}?")

    for number in range(10):
        ask(number)
    with pytest.raises(Refused, match="ten questions within a day"):
        ask(11)
    with clock.standing_at(clock.now() + timedelta(days=1, seconds=1)):
        ask(12)
