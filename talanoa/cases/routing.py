"""Which expert a question that cannot wait goes to. Pure: imports no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

HOW_MANY = 2
"""With how many experts a question is at once: one may be ill; of three each waits for others."""


@dataclass(frozen=True, kw_only=True)
class Expert:
    """What the choice looks at."""

    key: int
    speaks_it: bool
    """Whether they read the asker's language."""
    knows_area: bool
    """Whether they answered or led in the question's focus area before."""
    open: int
    """Questions that are with them now."""
    last_at: datetime | None = None
    """When one last went to them; none: never."""


def chosen(experts: Iterable[Expert], *, been: Iterable[int] = (), with_now: int = 0) -> list[int]:
    """The keys of those it goes to now, in order: as many as bring it to ``HOW_MANY``.

    First whoever reads the asker's language, then whoever knows the area, then whoever has the
    fewest open questions, then whoever waited longest for one, then the lowest key: the same
    question always goes to the same people, and nobody is asked a second time.

    Args:
        been: keys of those it has been with, and of whoever asks.
        with_now: with how many it still is.
    """
    passed = set(been)
    free = [expert for expert in experts if expert.key not in passed]
    ranked = sorted(free, key=_rank)
    return [expert.key for expert in ranked[: max(HOW_MANY - with_now, 0)]]


def _rank(expert: Expert) -> tuple[bool, bool, int, float, int]:
    waited_since = expert.last_at.timestamp() if expert.last_at else float("-inf")
    return (not expert.speaks_it, not expert.knows_area, expert.open, waited_since, expert.key)
