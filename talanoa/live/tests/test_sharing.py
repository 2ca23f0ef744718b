"""The time of those at somebody else's device: arithmetic alone, with the ledger's own laws."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.attendance import measure
from talanoa.live.durations import CODE_COUNTS
from talanoa.live.sharing import with_those_beside
from talanoa.live.tests.test_attendance import CLOSED, OPENED, any_span, at, moments, stayed

people = st.integers(1, 5)
everyones = st.dictionaries(people, st.lists(any_span(), max_size=4), max_size=5)
besides = st.dictionaries(people, st.sets(people, max_size=4), max_size=5)


def totals(spans, beside) -> dict[int, timedelta]:
    return {
        person: measure(own, opened=OPENED, closed=CLOSED).total
        for person, own in with_those_beside(spans, beside).items()
    }


def test_whoever_sits_at_a_device_has_its_time():
    assert totals({1: [stayed(0, 40)]}, {2: {1}}) == {
        1: timedelta(minutes=40),
        2: timedelta(minutes=40),
    }


def test_own_device_and_site_count_once_where_they_overlap():
    found = totals({1: [stayed(0, 40)], 2: [stayed(30, 60)]}, {2: {1}})

    assert found[2] == timedelta(minutes=60)
    assert found[1] == timedelta(minutes=40)


def test_two_who_name_each_other_gain_nothing_that_neither_has():
    found = totals({1: [stayed(0, 10)], 3: [stayed(50, 60)]}, {1: {2}, 2: {1}, 3: {3}})

    assert found == {
        1: timedelta(minutes=10),
        2: timedelta(minutes=10),
        3: timedelta(minutes=10),
    }


@given(everyones, besides)
def test_nobody_loses_by_a_device_and_its_own_person_gains_nothing(spans, beside):
    before, after = totals(spans, {}), totals(spans, beside)

    for person, total in before.items():
        assert after[person] >= total
        if not beside.get(person, set()) - {person}:
            assert after[person] == total


@given(everyones, besides)
def test_nobody_has_more_than_all_devices_together(spans, beside):
    everything = [span for own in spans.values() for span in own]
    together = measure(everything, opened=OPENED, closed=CLOSED).total

    assert all(total <= together for total in totals(spans, beside).values())


@given(everyones, besides)
def test_what_was_given_is_left_as_it_was(spans, beside):
    before = {person: list(own) for person, own in spans.items()}

    with_those_beside(spans, beside)

    assert spans == before


@given(st.lists(moments, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_codes_count_from_the_first_to_the_last_in_whatever_order_they_come(seen, chance):
    """What ``check_ins.check_in`` keeps: the earliest moment and the latest, and a minute."""
    shuffled = list(seen)
    chance.shuffle(shuffled)
    began, ended = shuffled[0], shuffled[0] + CODE_COUNTS
    for moment in shuffled[1:]:
        began, ended = min(began, moment), max(ended, moment + CODE_COUNTS)

    assert (began, ended) == (min(seen), max(seen) + CODE_COUNTS)


def test_the_minute_of_a_code_ends_with_the_session():
    assert totals({1: [stayed(59.5, 60.5)]}, {}) == {1: timedelta(seconds=30)}
    assert at(60) == CLOSED
