"""Who goes into which group. Pure: people and groups are whatever keys the caller uses."""

import random
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", int, str)


def by_lot(people: Iterable[int], groups: int, *, seed: int) -> list[list[int]]:
    """Draw ``people`` into so many groups whose sizes differ by one at most.

    The same people and seed give the same groups, in whatever order the people come; someone
    named twice is one.

    Raises:
        ValueError: fewer than one group.
    """
    if groups < 1:
        raise ValueError(f"People cannot be drawn into {groups} groups.")
    drawn = sorted(set(people))
    random.Random(seed).shuffle(drawn)  # noqa: S311 - a fair draw that can be made again, no secret
    return [sorted(drawn[first::groups]) for first in range(groups)]


def by_kind(kinds: Mapping[int, str]) -> dict[str, list[int]]:
    """People by what each is of, both in order; those of no kind (empty) last."""
    found: dict[str, list[int]] = {}
    for kind in sorted(set(kinds.values()), key=lambda kind: (not kind, kind)):
        found[kind] = sorted(person for person, theirs in kinds.items() if theirs == kind)
    return found


def smallest(sizes: Mapping[Key, int], *, fitting: Collection[Key]) -> Key | None:
    """The smallest of the groups that fit, else the smallest of all; the first among equals.

    ``None`` where there is no group.
    """
    chosen = [group for group in sizes if group in fitting] or list(sizes)
    return min(chosen, key=lambda group: (sizes[group], group), default=None)
