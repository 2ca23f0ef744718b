"""In which order hands wait: by their time, or those not yet heard first; none waits for ever."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from talanoa.live import hands
from talanoa.live.hands import MOST_PASSED, Raised, as_raised, unheard_first

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
COUNTRIES = (None, 1, 2, 3)


def hand(number, person, *, at=0, country=None, passed=0):
    return Raised(
        hand=number,
        person=person,
        raised_at=NOON + timedelta(seconds=at),
        country=country,
        passed=passed,
    )


def order(placed):
    return [(each.raised.hand, each.reason) for each in placed]


some_hands = st.lists(
    st.tuples(st.integers(1, 8), st.integers(0, 5), st.sampled_from(COUNTRIES), st.integers(0, 5)),
    max_size=12,
).map(
    lambda rows: [
        hand(number, person, at=at, country=country, passed=passed)
        for number, (person, at, country, passed) in enumerate(rows, start=1)
    ]
)
some_people = st.sets(st.integers(1, 8))
some_countries = st.sets(st.sampled_from(COUNTRIES[1:]))


def test_as_raised_is_by_time_and_of_one_moment_by_what_was_stored_first():
    up = [hand(3, 1, at=5), hand(2, 2, at=5), hand(1, 3, at=9)]

    assert order(as_raised(up)) == [(2, ""), (3, ""), (1, "")]


def test_a_country_not_heard_goes_before_a_person_not_heard_before_the_rest():
    up = [hand(1, 1, country=1), hand(2, 2, at=1, country=1), hand(3, 3, at=2, country=2)]

    placed = unheard_first(up, people_heard={1}, countries_heard={1})

    assert order(placed) == [(3, "country"), (2, "person"), (1, "")]


def test_of_one_country_the_first_hand_alone_goes_first_for_it():
    up = [hand(1, 1, country=2), hand(2, 2, at=1, country=2), hand(3, 3, at=2, country=3)]

    placed = unheard_first(up, people_heard=set(), countries_heard=set())

    assert order(placed) == [(1, "country"), (3, "country"), (2, "person")]


def test_somebody_of_no_country_is_not_yet_heard_as_a_person():
    placed = unheard_first([hand(1, 1)], people_heard=set(), countries_heard=set())

    assert order(placed) == [(1, "person")]


def test_whoever_has_let_three_go_first_goes_before_everyone():
    up = [hand(1, 1, country=1, passed=MOST_PASSED), hand(2, 2, at=1, country=2)]

    placed = unheard_first(up, people_heard={1}, countries_heard={1})

    assert order(placed) == [(1, "waited"), (2, "country")]


@given(some_hands, some_people, some_countries)
def test_every_hand_has_one_place(up, heard, countries):
    for placed in (
        as_raised(up),
        unheard_first(up, people_heard=heard, countries_heard=countries),
    ):
        assert sorted(each.raised.hand for each in placed) == [each.hand for each in up]


@given(some_hands, some_people, some_countries, st.randoms())
def test_the_order_does_not_depend_on_that_in_which_they_are_told(up, heard, countries, random):
    shuffled = random.sample(up, len(up))

    assert as_raised(up) == as_raised(shuffled)
    assert unheard_first(up, people_heard=heard, countries_heard=countries) == unheard_first(
        shuffled, people_heard=heard, countries_heard=countries
    )


@given(some_hands, some_people, some_countries)
def test_among_those_for_whom_the_same_speaks_time_decides(up, heard, countries):
    placed = unheard_first(up, people_heard=heard, countries_heard=countries)

    for reason in ("waited", "country", "person", ""):
        times = [
            (each.raised.raised_at, each.raised.hand) for each in placed if each.reason == reason
        ]
        assert times == sorted(times)


@given(some_hands, some_countries)
def test_where_everyone_was_heard_and_nobody_passed_it_is_the_order_of_raising(up, countries):
    fresh = [hand(each.hand, each.person, at=each.hand, country=1) for each in up]

    placed = unheard_first(fresh, people_heard=range(1, 9), countries_heard={1} | countries)

    assert placed == as_raised(fresh)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.sampled_from(COUNTRIES)), min_size=1, max_size=40),
    st.integers(1, 6),
)
def test_no_hand_waits_for_more_than_those_before_it_and_three_more(coming, at_first):
    """Hands go up one after another, one is called in between: whoever stands first."""
    up, called, heard, countries, waits = [], [], set(), set(), {}
    batches = [coming[:at_first], *([each] for each in coming[at_first:])]
    numbers = itertools.count(1)
    while batches or up:
        for person, country in batches.pop(0) if batches else ():
            number = next(numbers)
            up.append(hand(number, person, at=number, country=country))
            waits[number] = len(up) - 1 + MOST_PASSED
        standing = [
            Raised(
                hand=each.hand,
                person=each.person,
                raised_at=each.raised_at,
                country=each.country,
                passed=hands.passed(each.raised_at, called),
            )
            for each in up
        ]
        first = unheard_first(standing, people_heard=heard, countries_heard=countries)[0].raised
        assert waits.pop(first.hand) >= 0
        waits = {each: left - 1 for each, left in waits.items()}
        called.append(first.raised_at)
        heard.add(first.person)
        countries |= {first.country} - {None}
        up = [each for each in up if each.hand != first.hand]
    assert waits == {}
