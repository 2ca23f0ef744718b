"""The texts that the guard is measured on, and how much of what they mark it finds.

A finding counts as right when it is of the marked type and shares a character with the mark.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from talanoa.cases.guard import Finding, Type, findings

FOLDER = Path(__file__).with_name("guard_texts")
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
LOTS = ("tuned", "held out", "written later", "written last")

_MARK = re.compile(r"\[(\w+)\|([^\]]+)\]")
_FIRST_LOT, _FIRST_TUNED, _WRITTEN_LATER, _TUNED_SINCE = 62, 300, 400, 500
"""The last number of each lot in turn: half held out, tuned, written later, tuned."""


@dataclass(frozen=True)
class Labelled:
    """One text with the passages in it that may identify somebody."""

    id: str
    text: str
    marked: tuple[Finding, ...]

    @property
    def language(self) -> str:
        return self.id.partition("-")[0]

    @property
    def lot(self) -> str:
        number = int(self.id.partition("-")[2])
        if number > _TUNED_SINCE:
            return "written last"
        if number > _WRITTEN_LATER:
            return "tuned"
        if number > _FIRST_TUNED:
            return "written later"
        if number > _FIRST_LOT:
            return "tuned"
        return "held out" if sha256(self.id.encode()).digest()[0] % 2 == 0 else "tuned"


@dataclass
class Score:
    """How many are marked and found of these; how many were said and right of these."""

    marked: int = 0
    found: int = 0
    said: int = 0
    right: int = 0

    def __iadd__(self, other: "Score") -> "Score":
        self.marked += other.marked
        self.found += other.found
        self.said += other.said
        self.right += other.right
        return self

    @property
    def recall(self) -> float:
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Scores:
    """The scores of one lot by language and type."""

    each: dict[tuple[str, Type], Score] = field(default_factory=dict)

    def at(self, language: str, kind: Type) -> Score:
        return self.each.setdefault((language, kind), Score())

    def over(self, *, language: str | None = None, kind: Type | None = None) -> Score:
        total = Score()
        for (its_language, its_kind), score in self.each.items():
            if language in (None, its_language) and kind in (None, its_kind):
                total += score
        return total


def texts(language: str) -> Iterator[Labelled]:
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        name, _, marked = line.partition(" ")
        yield _read(name, marked)


def all_texts() -> list[Labelled]:
    return [text for language in LANGUAGES for text in texts(language)]


def scores(chosen: Iterable[Labelled]) -> Scores:
    result = Scores()
    for text in chosen:
        found = findings(text.text, reader=text.language)
        for mark in text.marked:
            score = result.at(text.language, mark.type)
            score.marked += 1
            score.found += any(_meets(mark, each) for each in found)
        for each in found:
            score = result.at(text.language, each.type)
            score.said += 1
            score.right += any(_meets(mark, each) for mark in text.marked)
    return result


def counts(chosen: Iterable[Labelled]) -> Counter[str]:
    """How many texts each lot has, and how many of them mark nothing (``lot, none``)."""
    total: Counter[str] = Counter()
    for text in chosen:
        total[text.lot] += 1
        total[f"{text.lot}, none"] += not text.marked
    return total


def _meets(mark: Finding, found: Finding) -> bool:
    return mark.type == found.type and mark.start < found.end and found.start < mark.end


def _read(name: str, marked: str) -> Labelled:
    text, at, spans = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append(Finding(len(text), len(text) + len(mark[2]), Type(mark[1])))
        text += mark[2]
        at = mark.end()
    return Labelled(name, text + marked[at:], tuple(spans))
