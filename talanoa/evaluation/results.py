"""Count answers, honestly: each number beside how many gave it, nothing from a small group.

Pure: imports no Django.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

SCALE = (1, 2, 3, 4, 5)
SMALLEST_GROUP = 5
"""With fewer answers than this, only their number is shown."""

Answers = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Question:
    code: str
    kind: str
    words: str
    lowest: str = ""
    highest: str = ""
    """What the ends of a scale mean."""
    yes: str = "yes"
    no: str = "no"


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """What was answered to one item; empty but for ``n`` where the group is too small."""

    code: str
    kind: str
    words: str
    n: int
    """How many answered this item."""
    is_shown: bool
    distribution: tuple[tuple[str, int], ...] = ()
    """(answer, how many), in the order of the scale, or first yes and then no."""
    middle: float | None = None
    """The median of a scale."""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Results:
    n: int
    is_shown: bool
    items: tuple[ItemResult, ...] = field(default=())


def summarise(questions: Sequence[Question], answers: Sequence[Answers]) -> Results:
    """Count each question's answers.

    Own words come in alphabetical order, since any other would be that of the responses and
    would set side by side what one person said under two questions.

    Args:
        questions: in the order in which they are asked.
        answers: one mapping of item code to value for each response, in any order.
    """
    return Results(
        n=len(answers),
        is_shown=len(answers) >= SMALLEST_GROUP,
        items=tuple(_of_item(question, answers) for question in questions),
    )


def _of_item(question: Question, answers: Sequence[Answers]) -> ItemResult:
    given = [one[question.code] for one in answers if one.get(question.code) not in (None, "")]
    # Whether own words may be shown depends on how many could have written them.
    group = len(answers) if question.kind == "text" else len(given)
    counted = ItemResult(
        code=question.code,
        kind=question.kind,
        words=question.words,
        n=len(given),
        is_shown=group >= SMALLEST_GROUP,
    )
    if not counted.is_shown:
        return counted
    if question.kind == "text":
        texts = sorted((str(value) for value in given), key=str.casefold)
        return replace(counted, texts=tuple(texts))
    if question.kind == "yes-no":
        yes = sum(value is True for value in given)
        said = ((question.yes, yes), (question.no, len(given) - yes))
        return replace(counted, distribution=said)
    numbers = [int(str(value)) for value in given]
    ends = {SCALE[0]: question.lowest, SCALE[-1]: question.highest}
    fall = tuple((_step(step, ends.get(step, "")), numbers.count(step)) for step in SCALE)
    return replace(counted, distribution=fall, middle=float(median(numbers)))


def _step(step: int, meaning: str) -> str:
    return f"{step} · {meaning}" if meaning else str(step)
