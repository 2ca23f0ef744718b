"""How long people spoke: the same whatever order turns are heard of in, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.room.speech import Speaking
from talanoa.live.speech import Turn, held, measure, shares

START = datetime(2026, 3, 5, 14, tzinfo=UTC)
HOUR = 3600


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def turn(person: int, began: float, until: float) -> Turn:
    return Turn(person, at(began), at(until))


def spoke(turns, *, opened=0, closed=HOUR) -> dict[int, float]:
    found = measure(turns, opened=at(opened), closed=at(closed))
    return {person: length.total_seconds() for person, length in found.items()}


seconds = st.integers(-300, HOUR + 300)
turns_of_some = st.lists(
    st.builds(
        lambda person, began, length: turn(person, began, began + length),
        st.integers(1, 4),
        seconds,
        st.integers(0, 600),
    ),
    max_size=12,
)


def test_overlaps_of_one_person_count_once_and_of_two_for_both():
    turns = [turn(1, 0, 60), turn(1, 30, 90), turn(1, 40, 50), turn(2, 0, 60)]

    assert spoke(turns) == {1: 90, 2: 60}


def test_only_what_is_said_while_the_session_runs_counts():
    turns = [turn(1, -60, 30), turn(2, HOUR - 10, HOUR + 40), turn(3, -60, -10)]

    assert spoke(turns) == {1: 30, 2: 10}


def test_a_session_cannot_close_before_it_opens():
    with pytest.raises(ValueError, match="before it opened"):
        spoke([], opened=10, closed=0)


@given(turns_of_some, st.randoms())
def test_order_and_repetition_change_nothing(turns, random):
    told = turns * 2
    random.shuffle(told)

    assert spoke(told) == spoke(turns)


@given(turns_of_some, st.data())
def test_what_was_known_of_a_turn_on_its_way_changes_nothing(turns, data):
    """Late tellings, from before the turn had got so far."""
    early = [
        Turn(
            each.person_id,
            each.began_at,
            each.began_at + (each.heard_until - each.began_at) * data.draw(st.floats(0, 1)),
        )
        for each in turns
    ]

    assert spoke([*turns, *early]) == spoke(early + turns) == spoke(turns)


@given(turns_of_some, st.integers(0, 10))
def test_an_end_that_is_missing_costs_no_more_than_what_was_not_told(turns, lost):
    cut = [
        Turn(
            each.person_id,
            each.began_at,
            max(each.began_at, each.heard_until - timedelta(seconds=lost)),
        )
        for each in turns
    ]
    whole, told = spoke(turns), spoke(cut)

    for person, length in whole.items():
        of_theirs = sum(each.person_id == person for each in turns)
        assert length - lost * of_theirs <= told.get(person, 0) <= length


@given(turns_of_some)
def test_the_sum_never_passes_the_session_nor_falls_below_the_longest_turn(turns):
    for person, length in spoke(turns).items():
        within = [
            (min(each.heard_until, at(HOUR)) - max(each.began_at, START)).total_seconds()
            for each in turns
            if each.person_id == person
        ]
        assert max(within) <= length <= min(HOUR, sum(one for one in within if one > 0))


@given(
    st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.integers(0, 5)), max_size=40),
    st.randoms(),
)
def test_what_is_written_in_batches_is_what_was_heard(events, random):
    """Whenever it is written, and however often a beginning is told, the lengths are the same."""
    speaking, rows, now = Speaking(), {}, 0
    since, truth = {}, []
    for person, begins, step in events:
        now += step
        if begins:
            since.setdefault(person, now)
            speaking.begin(FLOOR, person, at(now))
        else:
            if person in since:
                truth.append(turn(person, since.pop(person), now))
            speaking.end(FLOOR, person, at(now))
        if random.random() < 0.3:
            _write(rows, speaking.take(at(now)), fails=random.random() < 0.3, speaking=speaking)
    truth += [turn(person, began, now) for person, began in since.items()]
    _write(rows, speaking.take(at(now)))

    assert spoke(rows.values()) == spoke(truth)


FLOOR = (7, "")


def _write(rows, turns, *, fails=False, speaking=None):
    if fails:
        speaking.put_back(turns)
        return
    for session, each in turns:
        assert session == FLOOR
        rows[each.person_id, each.began_at] = each


def test_a_turn_that_goes_on_is_written_again_and_a_quiet_room_writes_nothing():
    speaking = Speaking()
    speaking.begin(FLOOR, 1, at(0))
    first, second = speaking.take(at(3)), speaking.take(at(6))
    speaking.end(FLOOR, 1, at(7))
    last, none = speaking.take(at(9)), speaking.take(at(12))

    assert first == [(FLOOR, turn(1, 0, 3))]
    assert second == [(FLOOR, turn(1, 0, 6))]
    assert (last, none) == ([(FLOOR, turn(1, 0, 7))], [])


def test_a_clock_set_back_makes_no_turn_run_backwards():
    speaking = Speaking()
    speaking.begin(FLOOR, 1, at(10))
    speaking.end(FLOOR, 1, at(4))

    assert speaking.take(at(5)) == [(FLOOR, turn(1, 10, 10))]


def test_the_floor_is_held_until_it_is_given_on_taken_or_the_hour_ends():
    acts = [(3, 1, at(0)), (5, 2, at(60)), (9, None, at(90)), (12, 1, at(100))]

    assert held(acts, until=at(130)) == [turn(1, 0, 60), turn(2, 60, 90), turn(1, 100, 130)]


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 3)), max_size=10),
    st.randoms(),
)
def test_the_floor_is_read_by_the_numbers_of_the_log(people, random):
    acts = [(number, person, at(number * 10)) for number, person in enumerate(people)]
    told = acts * 2
    random.shuffle(told)

    assert held(told, until=at(500)) == held(acts, until=at(500))


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, HOUR), max_size=4))
def test_shares_are_whole_add_up_and_are_off_by_less_than_one(lengths):
    found = shares({name: timedelta(seconds=length) for name, length in lengths.items()})

    total = sum(lengths.values())
    if not total:
        assert found == {}
    else:
        assert sum(found.values()) == 100
        assert all(abs(found[name] - lengths[name] / total * 100) < 1 for name in lengths)
