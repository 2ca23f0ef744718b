"""Who goes into which group: fair, whole, the same again. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live import lots

PEOPLE = st.lists(st.integers(1, 10_000), max_size=80)
SEEDS = st.integers(0, 2**31 - 1)


@given(PEOPLE, st.integers(1, 40), SEEDS)
def test_everybody_is_in_one_group_and_sizes_differ_by_one_at_most(people, groups, seed):
    drawn = lots.by_lot(people, groups, seed=seed)

    assert sorted(person for group in drawn for person in group) == sorted(set(people))
    assert len(drawn) == groups
    assert max(map(len, drawn)) - min(map(len, drawn)) <= 1


@given(PEOPLE, st.integers(1, 40), SEEDS, st.randoms())
def test_the_same_seed_draws_the_same_in_whatever_order_people_come(people, groups, seed, order):
    shuffled = people * 2
    order.shuffle(shuffled)

    assert lots.by_lot(shuffled, groups, seed=seed) == lots.by_lot(people, groups, seed=seed)


def test_a_lot_favours_nobody():
    people, rounds = range(6), 3000
    first = dict.fromkeys(people, 0)
    for seed in range(rounds):
        for person in lots.by_lot(people, 3, seed=seed)[0]:
            first[person] += 1

    # A third of the rounds each: four standard deviations are a hundred.
    assert all(abs(times - rounds / 3) < 105 for times in first.values())


def test_people_are_not_drawn_into_no_group():
    with pytest.raises(ValueError, match="0 groups"):
        lots.by_lot([1], 0, seed=1)


@given(st.dictionaries(st.integers(1, 500), st.sampled_from(["fr", "en", ""])))
def test_by_kind_everybody_is_with_their_own(kinds):
    found = lots.by_kind(kinds)

    assert {person: kind for kind, people in found.items() for person in people} == kinds
    assert list(found) == sorted(found, key=lambda kind: (not kind, kind))


@pytest.mark.parametrize(
    ("sizes", "fitting", "chosen"),
    [
        ({1: 3, 2: 1, 3: 2}, {1, 3}, 3),
        ({1: 3, 2: 1, 3: 2}, set(), 2),
        ({1: 3, 2: 1, 3: 1}, {9}, 2),
        ({2: 1, 1: 1}, {1, 2}, 1),
        ({}, {1}, None),
    ],
)
def test_a_latecomer_goes_to_the_smallest_that_fits(sizes, fitting, chosen):
    assert lots.smallest(sizes, fitting=fitting) == chosen
