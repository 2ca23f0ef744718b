"""The ranking of gaps: properties of any answers, and the rule on a few."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.assessment import gaps
from talanoa.assessment.gaps import Change, Reply, Scale

LEVELS = Scale("L", 1, 1, 4)
SHARE = Scale("S", 2, 0, 100)
DEATHS = Scale("D", 3, 0, 50, higher_is_better=False)
COUNT = Scale("N", 4, None, None)

marks = st.none() | st.integers(1, 3)
numbers = st.floats(-50, 150, allow_nan=False)


@st.composite
def asked_and_said(draw):
    """A framework of up to twelve indicators, some answered, some not known, some left open."""
    scales, replies = [], []
    for place in range(draw(st.integers(0, 12))):
        bounds = draw(st.sampled_from([(1, 4), (0, 100), (0, 1), (None, None)]))
        code = f"I{draw(st.integers(0, 3))}-{place}"
        scales.append(Scale(code, draw(st.integers(1, 3)), *bounds, draw(st.booleans())))
        said = draw(st.sampled_from(["value", "unknown", "open"]))
        if said == "open":
            continue
        value = draw(numbers) if said == "value" else None
        replies.append(Reply(code, value, draw(marks), draw(marks), draw(marks)))
    return scales, replies


@given(asked_and_said())
def test_each_indicator_stands_in_exactly_one_place(made):
    scales, replies = made
    found = gaps.standing(scales, replies)

    listed = [gap.code for gap in found.gaps]
    listed += found.closed + found.unmeasured + found.unknown + found.unanswered
    assert sorted(listed) == sorted(scale.code for scale in scales)
    assert set(found.unknown) == {reply.code for reply in replies if reply.value is None}
    assert set(found.unanswered) == {s.code for s in scales} - {r.code for r in replies}


@given(asked_and_said(), st.randoms())
def test_the_order_is_total_whatever_comes_first(made, random):
    scales, replies = made
    found = gaps.standing(scales, replies).gaps
    random.shuffle(scales)
    random.shuffle(replies)

    assert gaps.standing(scales, replies).gaps == found
    assert all(one.score >= other.score for one, other in pairwise(found))
    assert all(0 < gap.distance <= 1 and 0 <= gap.score <= 1 for gap in found)


@given(numbers, numbers, st.booleans())
def test_a_better_value_is_never_further_from_the_best(one, other, higher):
    scale = Scale("S", 1, 0, 100, higher)
    better, worse = (max, min) if higher else (min, max)

    assert gaps.distance(better(one, other), scale) <= gaps.distance(worse(one, other), scale)


@given(st.floats(0.001, 1), marks, marks, marks)
def test_a_higher_mark_never_lowers_a_gap(way, impact, feasibility, priority):
    here = gaps.score(way, impact, feasibility, priority)

    assert gaps.score(way, 3, feasibility, priority) >= here
    assert gaps.score(way, impact, 3, priority) >= here
    assert gaps.score(way, impact, feasibility, 3) >= here
    assert gaps.score(way, 2, 2, 2) == gaps.score(way, None, None, None)


@pytest.mark.parametrize(
    ("value", "scale", "way"),
    [
        (4, LEVELS, 0),
        (1, LEVELS, 1),
        (2, LEVELS, 2 / 3),
        (25, SHARE, 0.75),
        (0, DEATHS, 0),
        (50, DEATHS, 1),
        (60, DEATHS, 1),
        (7, COUNT, None),
    ],
)
def test_distance_is_the_part_of_the_way_still_to_go(value, scale, way):
    assert gaps.distance(value, scale) == way


def test_the_rule_on_five_answers():
    scales = [LEVELS, SHARE, DEATHS, COUNT, Scale("Y", 5, 0, 1), Scale("Z", 6, 0, 1)]
    replies = [
        Reply("L", 2, impact=3, feasibility=3, priority=3),
        Reply("S", 0, impact=1, feasibility=1, priority=1),
        Reply("D", 10),
        Reply("N", 7),
        Reply("Y", None, impact=3, feasibility=3, priority=3),
    ]
    found = gaps.standing(scales, replies)

    assert [(gap.code, gap.score) for gap in found.gaps] == [
        ("L", 0.666666667),
        ("D", 0.059259259),
        ("S", 0.037037037),
    ]
    assert (found.unmeasured, found.unknown, found.unanswered) == (["N"], ["Y"], ["Z"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Reply("A", 1, 1, 2, 2), Reply("B", 2.5, 2, 2, 2)),
        (Reply("A", 2, 3, 2, 1), Reply("B", 2, 1, 2, 3)),
        (Reply("A", 2, 2, 1, 3), Reply("B", 2, 2, 3, 1)),
        (Reply("A", 2), Reply("B", 2, 2, 2, 2)),
    ],
)
def test_equals_are_ordered_by_distance_then_impact_then_priority_then_place(first, second):
    scales = [Scale("B", 2, 1, 4), Scale("A", 1, 1, 4)]
    found = gaps.standing(scales, [second, first]).gaps

    assert [gap.code for gap in found] == ["A", "B"]
    assert found[0].score == found[1].score


@pytest.mark.parametrize(
    ("now", "before", "scale", "became"),
    [
        (3, 2, LEVELS, Change.BETTER),
        (1, 2, LEVELS, Change.WORSE),
        (2, 2, LEVELS, Change.SAME),
        (5, 9, DEATHS, Change.BETTER),
        (9, 5, DEATHS, Change.WORSE),
        (9, 5, COUNT, Change.CHANGED),
        (2, "unknown", LEVELS, Change.NEWLY_ANSWERED),
        (2, "open", LEVELS, Change.NEWLY_ANSWERED),
        ("unknown", 2, LEVELS, Change.NEWLY_UNKNOWN),
        ("unknown", "unknown", LEVELS, Change.STILL_UNKNOWN),
        ("unknown", "open", LEVELS, Change.STILL_UNKNOWN),
        ("open", 2, LEVELS, Change.UNANSWERED),
        ("open", "unknown", LEVELS, Change.UNANSWERED),
    ],
)
def test_what_became_of_an_indicator(now, before, scale, became):
    said = {"unknown": Reply(scale.code, None), "open": None}
    now, before = (
        said[each] if each in said else Reply(scale.code, each) for each in (now, before)
    )

    assert gaps.change(now, before, scale) == became
    assert gaps.change(now, None, scale, was_asked=False) == Change.NEW


@pytest.mark.parametrize(
    ("value", "peers", "higher", "place"),
    [
        (3, [1, 2, 4], True, (2, 2, 4)),
        (3, [3, 3, 4], True, (3, 2, 4)),
        (3, [1, 2, 4], False, (2, 3, 4)),
        (None, [1, 2], True, (1.5, None, 2)),
        (0, [0], True, (0, 1, 2)),
    ],
)
def test_a_value_stands_among_those_of_its_peers(value, peers, higher, place):
    assert gaps.placed(value, peers, higher_is_better=higher) == place
    assert gaps.placed(value, []) is None


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.booleans())
def test_all_at_once_stand_where_each_would_alone(values, higher):
    named = dict(enumerate(values))
    alone = {
        key: gaps.placed(value, values[:key] + values[key + 1 :], higher_is_better=higher)
        for key, value in named.items()
    }

    together = gaps.among_each_other(named, higher_is_better=higher)

    assert together == {key: place for key, place in alone.items() if place is not None}


def test_a_line_counts_only_what_every_year_answered():
    years = {
        2026: {"L": Reply("L", 4), "S": Reply("S", 100), "D": Reply("D", None)},
        2025: {"L": Reply("L", 1), "D": Reply("D", 10)},
    }

    assert gaps.development(years, [LEVELS, SHARE, DEATHS]) == (["L"], [(2025, 0), (2026, 1)])
    assert gaps.development({}, [LEVELS]) == ([], [])
    assert gaps.development({2025: {}}, [LEVELS]) == ([], [])
