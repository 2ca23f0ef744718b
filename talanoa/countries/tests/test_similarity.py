import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.countries.similarity import distance, nearest, ranks

PLACES = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"a": 1, "b": 0, "c": 1}, {"a": 1, "b": 0, "c": 1}, 0),
        ({"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 0, "c": 0}, 1),
        ({"a": 1, "b": 0.5, "c": 0}, {"a": 1, "b": 0, "c": 0.25}, 0.25),
        ({"a": 1, "b": 0}, {"a": 1, "b": 0}, None),
        ({"a": 1, "b": 0, "c": 1}, {"a": 1, "b": 0, "d": 1}, None),
        ({}, {}, None),
    ],
)
def test_how_far_two_countries_are_apart(one, other, apart):
    assert distance(one, other) == apart


@given(PLACES, PLACES)
def test_a_distance_is_the_same_from_both_sides_and_within_its_bounds(one, other):
    apart = distance(one, other)

    assert apart == distance(other, one)
    assert apart is None or 0 <= apart <= 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"a": 7}, {"a": 0.5}),
        ({"a": 1, "b": 1000, "c": 2}, {"a": 0, "b": 1, "c": 0.5}),
        ({"a": 1, "b": 1}, {"a": 0.5, "b": 0.5}),
        ({"a": 1, "b": 1, "c": 5}, {"a": 0.25, "b": 0.25, "c": 1}),
    ],
)
def test_numbers_stand_by_their_rank(values, expected):
    assert ranks(values) == expected


PROFILES = {
    "own": {"a": 1, "b": 1, "c": 0},
    "alike": {"a": 1, "b": 1, "c": 0},
    "alike-in-more": {"a": 1, "b": 1, "c": 0, "d": 1},
    "near": {"a": 1, "b": 1, "c": 0.3},
    "far": {"a": 0, "b": 0, "c": 1},
    "unknown": {"a": 1},
}


def test_the_nearest_come_first_and_who_is_not_known_never():
    assert nearest("own", PROFILES, most=9) == ["alike", "alike-in-more", "near", "far"]


@pytest.mark.parametrize(
    ("of", "options", "found"),
    [
        ("own", {"most": 1}, ["alike"]),
        ("own", {"most": 9, "among": {"far", "near"}}, ["near", "far"]),
        ("unknown", {"most": 9}, []),
        ("nobody", {"most": 9}, []),
    ],
)
def test_the_nearest_among_some(of, options, found):
    assert nearest(of, PROFILES, **options) == found


def test_of_equals_the_one_that_shares_more_comes_first():
    own = {"a": 1, "b": 1, "c": 0, "d": 1}

    assert nearest("own", PROFILES | {"own": own}, most=2) == ["alike-in-more", "alike"]
