"""Where things stand in a recording: whatever was recorded, and whatever happened."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from talanoa.live.recordings import timeline
from talanoa.live.recordings.timeline import Gap, Part, Placed

BEGAN = datetime(2026, 12, 1, 14, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


TWO = [Part(0, at(10), 60), Part(60, at(100), 30)]
"""A minute from second 10 on; then half a minute from second 100 on."""

moments = st.floats(-100, 1000, allow_nan=False).map(at)


@st.composite
def recordings(draw):
    parts, offset, clock = [], 0.0, draw(st.integers(0, 100))
    for _ in range(draw(st.integers(1, 5))):
        seconds = draw(st.integers(1, 200))
        parts.append(Part(offset, at(clock), seconds))
        offset += seconds
        clock += seconds + draw(st.integers(0, 50))
    return parts


def test_a_moment_stands_where_it_was_recorded():
    places = [timeline.place(TWO, at(second)) for second in (0, 10, 40, 70, 85, 100, 110, 130, 500)]

    assert places == [0, 0, 30, 60, 60, 60, 70, 90, 90]


def test_the_state_at_the_beginning_is_the_last_one_before_it():
    turns = [(at(0), "a"), (at(5), "b"), (at(20), "c")]

    assert timeline.states(TWO, turns) == [Placed(0, "b"), Placed(10, "c")]


def test_of_what_was_turned_to_in_a_pause_the_last_counts():
    turns = [(at(20), "a"), (at(75), "b"), (at(90), "c"), (at(110), "d")]

    assert timeline.states(TWO, turns) == [Placed(10, "a"), Placed(60, "c"), Placed(70, "d")]


def test_what_came_after_the_end_is_no_state():
    assert timeline.states(TWO, [(at(20), "a"), (at(300), "b")]) == [Placed(10, "a")]


def test_a_gap_says_how_much_is_missing():
    shortest = timedelta(seconds=5)

    assert timeline.gaps(TWO, shortest=shortest) == [Gap(60, timedelta(seconds=30))]
    assert timeline.gaps(TWO, shortest=timedelta(minutes=1)) == []


def test_a_time_to_be_silent_is_cut_across_parts_and_merged():
    silent = [(at(60), at(105)), (at(65), at(69)), (at(120), at(121)), (at(200), at(300))]

    assert timeline.cuts(TWO, silent) == [(50, 65), (80, 81)]


@given(recordings(), st.lists(moments))
def test_every_mark_is_somewhere_in_the_recording_and_in_order(parts, made):
    placed = timeline.marks(parts, [(moment, moment) for moment in made])

    assert [mark.value for mark in placed] == sorted(made)
    offsets = [mark.offset for mark in placed]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= timeline.length(parts) for offset in offsets)


@given(recordings(), st.lists(st.tuples(moments, st.integers(0, 3))), st.randoms())
def test_states_differ_rise_and_do_not_depend_on_the_order_they_are_told_in(parts, turns, random):
    turns = list({moment: (moment, value) for moment, value in turns}.values())
    states = timeline.states(parts, turns)
    random.shuffle(turns)

    assert timeline.states(parts, turns) == states
    offsets = [state.offset for state in states]
    assert offsets == sorted(set(offsets))
    assert all(offset < timeline.length(parts) for offset in offsets)
    values = [state.value for state in states]
    assert all(one != next_one for one, next_one in pairwise(values))


@given(recordings(), st.lists(st.tuples(moments, st.floats(0, 300))))
def test_what_is_to_be_silent_is_silent_and_nothing_else_is(parts, times):
    silent = [(begins, begins + timedelta(seconds=length)) for begins, length in times]
    cuts = timeline.cuts(parts, silent)

    assert all(begins < ends for begins, ends in cuts)
    assert all(before[1] < after[0] for before, after in pairwise(cuts))
    for part in parts:
        for share in (0.1, 0.5, 0.9):
            offset = part.offset + share * part.seconds
            moment = part.began_at + timedelta(seconds=share * part.seconds)
            near = min(
                (abs((edge - moment).total_seconds()) for time in silent for edge in time),
                default=1,
            )
            if near > 0.001:
                is_cut = any(begins <= offset <= ends for begins, ends in cuts)
                assert is_cut == any(begins <= moment < ends for begins, ends in silent)


@given(recordings(), moments)
def test_a_moment_that_was_recorded_is_found_again(parts, moment):
    offset = timeline.place(parts, moment)

    for part in parts:
        if part.began_at <= moment < part.ended_at:
            again = part.began_at + timedelta(seconds=offset - part.offset)
            assert abs(again - moment) < timedelta(milliseconds=1)
