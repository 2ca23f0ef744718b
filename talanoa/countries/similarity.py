"""Which countries look alike by open figures. A function of its arguments alone.

Each country is a mapping from series to a place between 0 and 1: "no" 0 and "yes" 1; a level by
its place among the levels; a number by its rank among all countries that have one, so that one
country far ahead does not press all others together. What is not known has no place, and is never
taken for "no".

How far two countries are apart is the mean of the differences of their places, over the series in
which both are known. Two who share fewer than ``LEAST_SHARED`` series are not compared: alike in
one answer is not alike.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from typing import TypeVar

Key = TypeVar("Key", int, str)
Places = Mapping[str, float]

LEAST_SHARED = 3


def ranks(values: Mapping[Key, float]) -> dict[Key, float]:
    """Each value's place among all, the lowest at 0 and the highest at 1; equals share the middle
    of theirs. A single value stands in the middle."""
    ordered = sorted(values.values())
    last = len(ordered) - 1
    if last <= 0:
        return dict.fromkeys(values, 0.5)
    return {
        key: (bisect_left(ordered, value) + bisect_right(ordered, value) - 1) / 2 / last
        for key, value in values.items()
    }


def distance(one: Places, other: Places) -> float | None:
    """Between 0 and 1; ``None`` where too little is known of both."""
    shared = one.keys() & other.keys()
    if len(shared) < LEAST_SHARED:
        return None
    return sum(abs(one[series] - other[series]) for series in shared) / len(shared)


def nearest(
    of: Key, profiles: Mapping[Key, Places], *, most: int, among: Collection[Key] | None = None
) -> list[Key]:
    """The countries most like ``of``, nearest first; of equals, those that share more series.

    What is equal in that, too, comes in the order of the keys, so that the answer is one.

    Args:
        among: Only these; everybody where it is left out.
    """
    own = profiles.get(of, {})
    found = []
    for key, places in profiles.items():
        if key == of or (among is not None and key not in among):
            continue
        apart = distance(own, places)
        if apart is not None:
            # Rounded, so that sums taken in another order make no difference.
            found.append((round(apart, 9), -len(own.keys() & places.keys()), key))
    return [key for _apart, _shared, key in sorted(found)[:most]]
