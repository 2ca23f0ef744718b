"""Attendance as a ledger of intervals: arithmetic alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.attendance import Span, measure
from talanoa.live.durations import LONGEST_GAP

OPENED = datetime(2026, 3, 5, 14, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=1)


def at(minutes: float, seconds: float = 0) -> datetime:
    return OPENED + timedelta(minutes=minutes, seconds=seconds)


def stayed(began: float, ended: float) -> Span:
    """A connection ended in good order; minutes after the opening."""
    return Span(at(began), at(ended), at(ended))


def fell_silent(began: float, ended: float) -> Span:
    return Span(at(began), at(ended))


def minutes(*spans: Span, outages=()) -> float:
    attended = measure(spans, opened=OPENED, closed=CLOSED, outages=outages)
    return attended.total.total_seconds() / 60


@pytest.mark.parametrize(
    ("spans", "attended"),
    [
        ([], 0),
        ([stayed(0, 60)], 60),
        ([stayed(10, 30)], 20),
        ([stayed(-20, -5)], 0),
        ([stayed(-20, 10)], 10),
        ([stayed(50, 90)], 10),
        ([stayed(61, 70)], 0),
        ([stayed(0, 30), stayed(0, 30)], 30),
        ([stayed(0, 30), stayed(20, 40)], 40),
        ([stayed(0, 40), stayed(10, 20)], 40),
        ([stayed(20, 40), stayed(0, 10)], 30),
        ([fell_silent(0, 25)], 25),
        ([stayed(0, 10), stayed(11, 20)], 20),
        ([stayed(0, 10), stayed(11.01, 20)], 18.99),
        ([stayed(-5, -0.5), stayed(0.25, 10)], 10),
        ([stayed(0, 59.5), stayed(60.25, 70)], 60),
        ([stayed(5, 5)], 0),
    ],
    ids=str,
)
def test_minutes_attended(spans, attended):
    assert minutes(*spans) == pytest.approx(attended)


def test_a_clock_set_back_gives_no_time_less_than_none():
    backwards = Span(at(20), at(10), at(5))

    assert minutes(backwards) == 0
    assert minutes(backwards, stayed(30, 40)) == 10


RESTART = (at(20), at(21))


@pytest.mark.parametrize(
    ("spans", "attended"),
    [
        ([fell_silent(0, 20), stayed(21, 60)], 60),
        ([fell_silent(0, 19.5), stayed(25.9, 60)], 60),
        ([fell_silent(0, 20), stayed(26, 60)], 60),
        ([fell_silent(0, 20), stayed(26.1, 60)], 20 + 33.9),
        ([fell_silent(0, 20)], 20),
        ([fell_silent(0, 18.9), stayed(22, 60)], 18.9 + 38),
        ([stayed(0, 20), stayed(25, 60)], 20 + 35),
        ([stayed(22, 60)], 38),
        ([fell_silent(0, 20), stayed(23, 24), stayed(25.5, 60)], 24 + 34.5),
    ],
    ids=str,
)
def test_our_own_restart_costs_nobody_anything_who_is_back_in_five_minutes(spans, attended):
    assert minutes(*spans, outages=[RESTART]) == pytest.approx(attended)


def test_two_restarts_one_after_the_other_cost_nothing_either():
    spans = [fell_silent(0, 20), fell_silent(22, 24), stayed(27, 60)]

    assert minutes(*spans, outages=[(at(20), at(21)), (at(24), at(25))]) == 60


def test_an_outage_gives_nothing_to_whoever_was_not_there():
    assert minutes(outages=[(at(0), at(60))]) == 0


def test_a_session_cannot_close_before_it_opened():
    with pytest.raises(ValueError, match="before it opened"):
        measure([], opened=CLOSED, closed=OPENED)


moments = st.integers(-600, 4200).map(lambda seconds: OPENED + timedelta(seconds=seconds))


@st.composite
def any_span(draw):
    began, last = draw(moments), draw(moments)
    return Span(began, last, draw(st.none() | st.just(last)))


spans = st.lists(any_span(), max_size=12)
outages = st.lists(st.tuples(moments, moments).map(lambda pair: tuple(sorted(pair))), max_size=3)


@given(spans, outages, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_heard_of_is_irrelevant(given_spans, given_outages, chance):
    shuffled, others = list(given_spans), list(given_outages)
    chance.shuffle(shuffled)
    chance.shuffle(others)

    assert measure(shuffled, opened=OPENED, closed=CLOSED, outages=others) == measure(
        given_spans, opened=OPENED, closed=CLOSED, outages=given_outages
    )


@given(spans, outages)
def test_what_is_heard_of_twice_counts_once(given_spans, given_outages):
    assert measure(
        given_spans * 2, opened=OPENED, closed=CLOSED, outages=given_outages * 2
    ) == measure(given_spans, opened=OPENED, closed=CLOSED, outages=given_outages)


@given(spans, any_span())
def test_what_is_heard_of_late_never_takes_time_away(given_spans, late):
    before = measure(given_spans, opened=OPENED, closed=CLOSED).total

    assert measure([*given_spans, late], opened=OPENED, closed=CLOSED).total >= before


@given(spans, outages)
def test_an_outage_of_ours_never_takes_time_away(given_spans, given_outages):
    without = measure(given_spans, opened=OPENED, closed=CLOSED).total

    assert (
        measure(given_spans, opened=OPENED, closed=CLOSED, outages=given_outages).total >= without
    )


@given(spans, outages)
def test_intervals_lie_in_the_session_apart_and_add_up(given_spans, given_outages):
    attended = measure(given_spans, opened=OPENED, closed=CLOSED, outages=given_outages)

    assert all(OPENED <= began < ended <= CLOSED for began, ended in attended.intervals)
    assert all(
        later[0] - earlier[1] > LONGEST_GAP for earlier, later in pairwise(attended.intervals)
    )
    assert attended.total == sum(
        (ended - began for began, ended in attended.intervals), timedelta(0)
    )
