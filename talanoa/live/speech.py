"""Who spoke for how long, from what was heard of turns in any order. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Turn:
    """That somebody was heard to speak from a moment on, and how far this is known."""

    person_id: int
    began_at: datetime
    heard_until: datetime


def measure(turns: Iterable[Turn], *, opened: datetime, closed: datetime) -> dict[int, timedelta]:
    """How long each person spoke between ``opened`` and ``closed``; whoever did not is left out.

    What one person said twice at once counts once. Two people who speak at once have both
    spoken. Turns come in any order, the same one told twice or as far as it was known at the
    time: what reaches further holds what does not.

    Raises:
        ValueError: ``closed`` is before ``opened``.
    """
    if closed < opened:
        raise ValueError(f"Session closed at {closed}, before it opened at {opened}.")
    heard: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for turn in turns:
        began, ended = max(turn.began_at, opened), min(turn.heard_until, closed)
        if began < ended:
            heard[turn.person_id].append((began, ended))
    return {person: _length(heard[person]) for person in sorted(heard)}


def held(acts: Iterable[tuple[int, int | None, datetime]], *, until: datetime) -> list[Turn]:
    """The turns that the floor gives: from each giving to what comes next, at last to ``until``.

    Args:
        acts: (number in the log, whose the floor is from then on or ``None``, moment), in any
            order and as often as one likes.
    """
    ordered = sorted({number: (person, at) for number, person, at in acts}.items())
    moments = [at for _number, (_person, at) in ordered]
    ends = [*moments[1:], until]
    return [
        Turn(person, at, max(at, end))
        for (_number, (person, at)), end in zip(ordered, ends, strict=False)
        if person is not None
    ]


def shares(lengths: Mapping[str, timedelta]) -> dict[str, int]:
    """Each as a percentage of all, whole numbers that add up to 100; nothing where all is zero.

    What rounding leaves over goes to where most was cut off, the first of equals.
    """
    total = sum(lengths.values(), timedelta(0))
    if not total:
        return {}
    exact = {name: length / total * 100 for name, length in lengths.items()}
    found = {name: int(share) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: found[name] - exact[name])
    for name in by_rest[: 100 - sum(found.values())]:
        found[name] += 1
    return found


def _length(intervals: list[tuple[datetime, datetime]]) -> timedelta:
    total, reached = timedelta(0), datetime.min.replace(tzinfo=intervals[0][0].tzinfo)
    for began, ended in sorted(intervals):
        if ended > reached:
            total += ended - max(began, reached)
            reached = ended
    return total
