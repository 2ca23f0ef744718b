"""How far an answer stands from the best there is, and which gap comes first. Pure.

**Distance.** 0 is the best there is, 1 the furthest from it: for levels and for numbers with
bounds, the way still to go as a part of the whole way; for yes and no, 0 or 1. A number without
bounds has no best and no distance.

**Weight.** A country gives each gap three marks in three steps (1 low, 2 middle, 3 high): what
closing it would do (impact), how well it can be done (feasibility), and how much it matters to
the country itself (priority). A mark not given counts as the middle. The score is the distance
times the three marks, over 27, which is the most they can be; so it lies between 0 and 1.

**Order.** By score; where two are equal by distance, impact, priority, feasibility; where those
are equal too by the indicator's place in its framework, and last by its code. No two are alike.

**Apart.** "Don't know" is a gap of knowledge and has no score. What is not yet answered is no
gap: nothing is known of it, not even that nobody knows.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)

MIDDLE = 2
MOST = 27
"""Three marks of three."""


class Scale(NamedTuple):
    """On what an indicator is measured; ``place`` is where it stands in its framework."""

    code: str
    place: int
    lowest: float | None
    highest: float | None
    higher_is_better: bool = True


class Reply(NamedTuple):
    """What a country said of one indicator; without ``value``, it does not know."""

    code: str
    value: float | None
    impact: int | None = None
    feasibility: int | None = None
    priority: int | None = None


class Gap(NamedTuple):
    """One gap; ``distance`` and ``score`` lie above 0 and up to 1."""

    code: str
    distance: float
    score: float
    impact: int | None
    feasibility: int | None
    priority: int | None


@dataclass(frozen=True)
class Standing:
    """Where a country stands: each indicator of the framework is in exactly one of these."""

    gaps: list[Gap]
    """The largest first."""
    closed: list[str]
    """Codes of those that stand at the best there is."""
    unmeasured: list[str]
    """Codes answered with a number that has no best."""
    unknown: list[str]
    """Codes of which the country says that it does not know."""
    unanswered: list[str]
    """Codes nobody has answered yet."""


class Change(StrEnum):
    """What became of an indicator since an earlier assessment."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    CHANGED = "changed"
    """Another number, of which nobody says which is better."""
    NEWLY_ANSWERED = "newly-answered"
    NEWLY_UNKNOWN = "newly-unknown"
    """Answered before, and now not known."""
    STILL_UNKNOWN = "still-unknown"
    UNANSWERED = "unanswered"
    NEW = "new"
    """The earlier version of the framework did not ask it."""


def distance(value: float, scale: Scale) -> float | None:
    """The way from ``value`` to the best, as a part of the whole way; ``None``: there is no best.

    Beyond the bounds counts as at them.
    """
    lowest, highest = scale.lowest, scale.highest
    if lowest is None or highest is None or highest <= lowest:
        return None
    way = (highest - value) / (highest - lowest)
    if not scale.higher_is_better:
        way = 1 - way
    return 0.0 if way < 0 else 1.0 if way > 1 else way


def score(
    distance: float, impact: int | None, feasibility: int | None, priority: int | None
) -> float:
    """How much a gap counts, between 0 and 1, to nine places so that equals are equal."""
    marks = (impact or MIDDLE) * (feasibility or MIDDLE) * (priority or MIDDLE)
    return round(distance * marks / MOST, 9)


def standing(scales: Sequence[Scale], replies: Iterable[Reply]) -> Standing:
    """Sort every indicator of ``scales`` by where it stands, the gaps ranked."""
    said = {reply.code: reply for reply in replies}
    ranked: list[tuple[float, float, int, int, int, int, str, Gap]] = []
    found = Standing(gaps=[], closed=[], unmeasured=[], unknown=[], unanswered=[])
    for scale in scales:
        code = scale.code
        reply = said.get(code)
        if reply is None:
            found.unanswered.append(code)
            continue
        _code, value, impact, feasibility, priority = reply
        if value is None:
            found.unknown.append(code)
            continue
        way = distance(value, scale)
        if way is None:
            found.unmeasured.append(code)
        elif way == 0:
            found.closed.append(code)
        else:
            points = score(way, impact, feasibility, priority)
            gap = Gap(code, way, points, impact, feasibility, priority)
            ranked.append(
                (
                    -points,
                    -way,
                    -(impact or MIDDLE),
                    -(priority or MIDDLE),
                    -(feasibility or MIDDLE),
                    scale.place,
                    code,
                    gap,
                )
            )
    ranked.sort()
    found.gaps.extend(each[-1] for each in ranked)
    return found


def change(
    now: Reply | None, before: Reply | None, scale: Scale, *, was_asked: bool = True
) -> Change:
    """What became of an indicator; ``scale`` is the later version's.

    Args:
        was_asked: whether the earlier version of the framework had the indicator.
    """
    if not was_asked:
        return Change.NEW
    if now is None:
        return Change.UNANSWERED
    if now.value is None:
        known = before is not None and before.value is not None
        return Change.NEWLY_UNKNOWN if known else Change.STILL_UNKNOWN
    if before is None or before.value is None:
        return Change.NEWLY_ANSWERED
    if now.value == before.value:
        return Change.SAME
    if scale.lowest is None or scale.highest is None:
        return Change.CHANGED
    return Change.BETTER if (now.value > before.value) == scale.higher_is_better else Change.WORSE


def attainment(values: Iterable[tuple[float, Scale]]) -> float | None:
    """How much of the way has been made, on average, 0 to 1; ``None`` where nothing has a best."""
    ways = [way for value, scale in values if (way := distance(value, scale)) is not None]
    return 1 - sum(ways) / len(ways) if ways else None


class Place(NamedTuple):
    """Where one value stands among those of its peers."""

    median: float
    """Of the peers alone."""
    rank: int | None
    """1 is best; equals share a rank. ``None``: the country itself gave no value."""
    of: int
    """How many are ranked, the country itself included when it gave a value."""


def placed(
    value: float | None, peers: Sequence[float], *, higher_is_better: bool = True
) -> Place | None:
    """Compare a value with those of peers; ``None`` where no peer gave one."""
    if not peers:
        return None
    in_order = sorted(peers)
    if value is None:
        return Place(_middle(in_order), None, len(peers))
    return Place(_middle(in_order), _rank(value, in_order, higher_is_better), len(peers) + 1)


def among_each_other(
    values: Mapping[Key, float], *, higher_is_better: bool = True
) -> dict[Key, Place]:
    """Where each value stands among all the others; nowhere, when it is alone.

    As ``placed`` for each, but the values are put in order once.
    """
    in_order = sorted(values.values())
    count = len(in_order)
    if count < 2:
        return {}
    found: dict[float, Place] = {}
    for value in values.values():
        if value not in found:
            rest = in_order.copy()
            del rest[bisect_left(rest, value)]
            rank = _rank(value, in_order, higher_is_better)
            found[value] = Place(_middle(rest), rank, count)
    return {key: found[value] for key, value in values.items()}


def _rank(value: float, in_order: Sequence[float], higher_is_better: bool) -> int:
    if higher_is_better:
        return len(in_order) - bisect_right(in_order, value) + 1
    return bisect_left(in_order, value) + 1


def _middle(in_order: Sequence[float]) -> float:
    half, is_odd = divmod(len(in_order), 2)
    return in_order[half] if is_odd else (in_order[half - 1] + in_order[half]) / 2


def development(
    years: Mapping[int, Mapping[str, Reply]], scales: Sequence[Scale]
) -> tuple[list[str], list[tuple[int, float]]]:
    """The way made, year by year, over what can be compared.

    Only indicators answered in every one of the years count, so that a line never moves
    because a question was added, left open, or answered with "don't know".

    Returns:
        Their codes, and (year, attainment) for each year, earliest first.
    """
    if not years:
        return [], []
    measured = [
        scale
        for scale in scales
        if scale.lowest is not None
        and all(
            (reply := replies.get(scale.code)) is not None and reply.value is not None
            for replies in years.values()
        )
    ]
    points = []
    for year in sorted(years):
        made = attainment(
            (value, scale)
            for scale in measured
            if (value := years[year][scale.code].value) is not None
        )
        if made is not None:
            points.append((year, made))
    return [scale.code for scale in measured], points
