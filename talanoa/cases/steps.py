"""The steps of a case: what comes next, and how long each took. No queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from talanoa.cases.terms import StepName


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One stretch of time at a step; a step taken up again has another."""

    step: StepName
    began_at: datetime
    took: timedelta


def following(step: str | None) -> StepName | None:
    """What comes after ``step``; the first before any, ``None`` once the case is done."""
    if step is None:
        return StepName.PRESENTATION
    every = list(StepName)
    return next(iter(every[every.index(StepName(step)) + 1 :]), None)


def as_they_ran(begun: Sequence[tuple[str, datetime]], *, ended_at: datetime) -> list[Ran]:
    """How long a case stood at each step, in the order in which it did.

    Args:
        begun: (step, moment) in the order in which they were begun. ``done`` ends the one
            before and is left out.
        ended_at: when the room let go of the case, and with it of its last step.
    """
    ends = [at for _step, at in begun[1:]] + [ended_at]
    return [
        Ran(step=StepName(step), began_at=at, took=max(end - at, timedelta(0)))
        for (step, at), end in zip(begun, ends, strict=True)
        if step != StepName.DONE
    ]
