"""The time of people who sat at somebody else's device. Pure."""

from collections.abc import Collection, Mapping, Sequence

from talanoa.live.attendance import Span


def with_those_beside(
    spans: Mapping[int, Sequence[Span]], beside: Mapping[int, Collection[int]]
) -> dict[int, list[Span]]:
    """Everyone's own spans, and those of the devices at which they sat.

    A device gives what its own person has, not what that person has from other devices: two
    who name each other gain nothing that neither has. Overlaps are for ``measure`` to join.

    Args:
        spans: by person (ids).
        beside: for a person, those at whose devices they sat.
    """
    found = {person: list(own) for person, own in spans.items()}
    for person, owners in beside.items():
        for owner in sorted(set(owners) - {person}):
            if lent := spans.get(owner):
                found.setdefault(person, []).extend(lent)
    return found
