"""Sets of keys, as numbers."""

import pytest

from talanoa.kernel import bits


@pytest.mark.parametrize("keys", [[], [0], [7], [8], [1, 2, 3], [5, 64, 1000, 50_000]])
def test_a_set_gives_back_its_keys(keys):
    held = bits.of(reversed(keys))

    assert (bits.keys(held), held.bit_count()) == (keys, len(keys))


def test_sets_are_met_joined_and_taken_from_each_other():
    one, other = bits.of([1, 2, 300]), bits.of([2, 300, 4000])

    assert bits.keys(one & other) == [2, 300]
    assert bits.keys(one | other) == [1, 2, 300, 4000]
    assert bits.keys(one & ~other) == [1]


@pytest.mark.parametrize(("most", "expected"), [(0, []), (2, [300, 2]), (9, [300, 2, 1])])
def test_the_first_of_an_order_are_those_in_the_set(most, expected):
    order = [5000, 300, 4, 2, 1]

    assert bits.first_of(order, bits.of([1, 2, 300]), most=most) == expected
