"""Spans of presence in memory, from signs of life, whatever the clock does."""

import uuid
from datetime import UTC, datetime, timedelta

from talanoa.live.room.spans import Spans

START = datetime(2026, 3, 5, 14, tzinfo=UTC)
ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def begun(*connections) -> Spans:
    spans = Spans()
    for connection in connections or [ONE]:
        spans.begin(session_id=5, person_id=9, connection=connection, now=at(0))
    return spans


def times(spans) -> list[tuple[float, float, bool]]:
    return [
        (
            (span.began_at - START).total_seconds(),
            (span.last_sign_at - START).total_seconds(),
            span.ended_at is not None,
        )
        for span in spans
    ]


def test_a_span_is_written_when_it_begins_and_when_it_ends():
    spans = begun()
    first = times(spans.take_urgent())
    spans.sign(ONE, at(15))
    spans.end(ONE, at(20), in_order=True)

    assert (first, times(spans.take_urgent())) == ([(0, 0, False)], [(0, 20, True)])


def test_a_connection_that_is_cut_ends_at_its_last_sign():
    spans = begun()
    spans.take_urgent()
    spans.sign(ONE, at(15))
    spans.end(ONE, at(55), in_order=False)

    assert times(spans.take_urgent()) == [(0, 15, False)]


def test_a_laptop_that_slept_begins_anew():
    spans = begun()
    spans.take_urgent()
    spans.sign(ONE, at(15))
    spans.sign(ONE, at(1000))
    spans.end(ONE, at(1010), in_order=True)

    assert sorted(set(times(spans.take_urgent()))) == [(0, 15, False), (1000, 1010, True)]


def test_a_clock_set_back_by_an_hour_begins_anew():
    spans = begun()
    spans.take_urgent()
    spans.sign(ONE, at(30))
    spans.sign(ONE, at(-3570))

    assert sorted(set(times(spans.take_urgent()))) == [(-3570, -3570, False), (0, 30, False)]


def test_a_clock_set_back_a_little_stands_still():
    spans = begun()
    spans.sign(ONE, at(30))
    spans.sign(ONE, at(10))

    assert times(spans.take_all(at(30))) == [(0, 30, False)]


def test_what_is_due_is_what_was_written_longest_ago():
    spans = begun(ONE, TWO)
    spans.take_urgent()

    early = spans.take_due(at(14), most=10)
    first = spans.take_due(at(15), most=1)
    second = spans.take_due(at(15), most=10)
    none = spans.take_due(at(16), most=10)

    assert [span.connection for span in [*early, *first, *second, *none]] == [ONE, TWO]


def test_all_spans_of_one_session_are_taken_at_its_end():
    spans = begun(ONE)
    spans.begin(session_id=6, person_id=9, connection=TWO, now=at(0))

    assert [span.session_id for span in spans.take_all(at(1), session_id=6)] == [6]


def test_signs_of_a_connection_that_has_gone_mean_nothing():
    spans = begun()
    spans.end(ONE, at(1), in_order=False)
    spans.take_urgent()

    spans.sign(ONE, at(2))
    spans.end(ONE, at(3), in_order=True)

    assert (spans.take_urgent(), len(spans)) == ([], 0)
