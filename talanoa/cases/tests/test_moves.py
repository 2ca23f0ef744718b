"""Which change of a recommendation's state is whose: the whole table."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.cases import moves, services
from talanoa.cases.moves import Carrier
from talanoa.cases.terms import RecommendationState
from talanoa.kernel.refusals import Refused
from tests import make

TABLE = {
    ("owner", "proposed"): "accepted adopted adapted done",
    ("owner", "accepted"): "adopted adapted done",
    ("owner", "adopted"): "adapted done",
    ("owner", "adapted"): "adopted done",
    ("owner", "not-adopted"): "",
    ("owner", "done"): "",
    ("team", "proposed"): "accepted adopted adapted not-adopted done",
    ("team", "accepted"): "adopted adapted not-adopted done",
    ("team", "adopted"): "adapted not-adopted done",
    ("team", "adapted"): "adopted not-adopted done",
    ("team", "not-adopted"): "accepted adopted adapted",
    ("team", "done"): "adopted adapted",
    ("coordinator", "proposed"): "accepted adopted adapted not-adopted done",
    ("coordinator", "accepted"): "proposed adopted adapted not-adopted done",
    ("coordinator", "adopted"): "adapted not-adopted done",
    ("coordinator", "adapted"): "adopted not-adopted done",
    ("coordinator", "not-adopted"): "accepted adopted adapted",
    ("coordinator", "done"): "adopted adapted",
}


def test_the_table_is_whole():
    made = {
        (carrier.value, state.value): " ".join(moves.open_to({carrier}, state))
        for carrier in Carrier
        for state in RecommendationState
    }

    assert made == TABLE


def test_whoever_is_nothing_to_it_moves_nothing():
    assert [moves.open_to(set(), state) for state in RecommendationState] == [[]] * 6


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["owner", "team", "coordinator", "enrolled", "expert"])
def test_the_service_keeps_to_the_table(who):
    case = make.a_case(status="discussed")
    people = {
        "owner": make.enrolled(case.programme),
        "team": case.presenter,
        "coordinator": make.a_role(case.programme, "coordinator"),
        "enrolled": make.enrolled(case.programme),
        "expert": make.a_role(case.programme, "expert"),
    }
    moved = {}
    for before in RecommendationState:
        for after in RecommendationState:
            given = make.a_recommendation(case)
            given.owner, given.state = people["owner"], before
            given.save()
            if before != after:
                moved[before.value, after.value] = _moves(people[who], given, after)

    assert {pair for pair, is_moved in moved.items() if is_moved} == {
        (before, after)
        for (carrier, before), wanted in TABLE.items()
        if carrier == who
        for after in wanted.split()
    }


@pytest.mark.django_db
def test_what_was_settled_is_taken_up_again_with_a_word_on_why():
    case = make.a_case(status="discussed")
    given = make.a_recommendation(case)
    services.say_what_came_of_it(by=case.presenter, recommendation=given, state="done")

    with pytest.raises(ValidationError):
        services.say_what_came_of_it(by=case.presenter, recommendation=given, state="adopted")
    services.say_what_came_of_it(
        by=case.presenter, recommendation=given, state="adopted", note="It broke again."
    )

    assert list(given.changes.values_list("before", "after", "note")) == [
        ("proposed", "done", ""),
        ("done", "adopted", "It broke again."),
    ]


def _moves(person, recommendation, state):
    try:
        services.say_what_came_of_it(
            by=person, recommendation=recommendation, state=state, note="So."
        )
    except Refused:
        return False
    return True
