"""What comes next in a case, and how long each step took."""

from datetime import timedelta

import pytest

from talanoa.cases import queries
from talanoa.cases.steps import Ran, as_they_ran, following
from talanoa.cases.terms import StepName
from talanoa.cases.tests.test_stepping import Hour
from talanoa.kernel import clock
from talanoa.live.services import floor
from tests import make

pytestmark = pytest.mark.django_db


def test_how_long_each_step_took():
    hour = Hour()
    begins = clock.now()
    for minute, act in (
        (0, lambda: hour.move(hour.item)),
        (10, lambda: hour.step("restating")),
        (12, lambda: hour.step("questions")),
        (13, lambda: hour.move(hour.discussion)),
        (20, lambda: hour.step("participants")),
        (25, lambda: hour.step("questions")),
        (28, lambda: hour.step("experts")),
        (33, lambda: hour.move(hour.closing)),
        (40, lambda: floor.close_session(by=hour.facilitator, session=hour.session)),
    ):
        with clock.standing_at(begins + timedelta(minutes=minute)):
            act()
    hour.session.refresh_from_db()

    ran = queries.steps_as_they_ran(hour.session)[hour.case.pk]

    assert [(step.step, step.took // timedelta(minutes=1)) for step in ran] == [
        ("presentation", 10),
        ("restating", 2),
        ("questions", 8),
        ("participants", 5),
        ("questions", 3),
        ("experts", 5),
    ]


def test_a_case_that_was_never_moved_did_not_run_by_steps():
    hour = Hour()
    hour.move(hour.item)
    make.closed(hour.session)

    assert queries.steps_as_they_ran(hour.session) == {}


def test_the_end_of_the_case_ends_its_last_step():
    at = clock.now()
    minutes = [at + timedelta(minutes=minute) for minute in range(4)]

    ran = as_they_ran([("experts", minutes[0]), ("done", minutes[1])], ended_at=minutes[3])

    assert ran == [
        Ran(step=StepName.EXPERTS, began_at=minutes[0], took=timedelta(minutes=1)),
    ]


@pytest.mark.parametrize(
    ("step", "comes"),
    [
        (None, "presentation"),
        ("presentation", "restating"),
        ("restating", "questions"),
        ("questions", "participants"),
        ("participants", "experts"),
        ("experts", "done"),
        ("done", None),
    ],
)
def test_what_comes_next(step, comes):
    assert following(step) == comes


@pytest.mark.parametrize("count", [1, 3])
def test_where_a_case_stands_costs_one_query_however_often_it_was_moved(
    django_assert_num_queries, count
):
    hour = Hour()
    for step in ("restating", "questions", "participants")[:count]:
        hour.step(step)

    with django_assert_num_queries(1):
        queries.standing(hour.case)
    with django_assert_num_queries(3):
        queries.steps_as_they_ran(hour.session)
