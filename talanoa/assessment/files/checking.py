"""Whether a tree says a framework that can be used, and which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.localedata import exists

from talanoa.assessment.files.fields import Fields
from talanoa.assessment.files.record import (
    TRANSLATED,
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
    Translations,
)
from talanoa.assessment.files.source import Fault, Faulty, Node, Tree
from talanoa.assessment.files.units import BOUNDED, UNITS

FORMAT = "talanoa-framework-1"
MOST_DIMENSIONS, MOST_INDICATORS, MOST_LEVELS = 40, 300, 10
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Checked:
    """A good file: what it says, and the line of what an installation may still object to."""

    record: FrameworkRecord
    lines: Mapping[str, int]
    """Of ``code``, ``subject``, ``version`` and ``replaces``."""


def check(tree: Tree) -> Checked:
    """Take the tree for a framework.

    Raises:
        Faulty: with every fault found, here or in reading.
    """
    check = _Check()
    check.faults += tree.faults
    checked = check.framework(tree.root)
    if check.faults:
        raise Faulty(check.faults)
    return checked


class _Check:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.languages: tuple[str, ...] = ()
        self._indicators: dict[str, int] = {}
        self._numbers: dict[int, int] = {}

    def framework(self, tree: Node) -> Checked:
        said = Fields(tree, "The file", self.faults)
        said.one_of("format", (FORMAT,), needed=True)
        code = said.code("code", _SLUG, most=50)
        number = said.whole("version", least=1, most=999, needed=True)
        self.languages = self._languages(said)
        record = FrameworkRecord(
            code=code,
            subject=said.one_of("subject", ("country", "service"), needed=True),
            title=said.text("title", most=300, needed=True),
            publisher=said.text("publisher", most=200),
            number=number or 0,
            replaces=self._replaces(said, number),
            label=said.text("label", most=60),
            year=said.whole("year", least=1900, most=2100),
            languages=self.languages,
            licence=said.text("licence", most=100, needed=True),
            source=said.text("source", most=2000, needed=True),
            unidentified=said.whole("unidentified", least=0, most=999) or 0,
            confirmed=said.one_of("wording", ("draft", "confirmed"), needed=True) == "confirmed",
            translations=self._translations(said, "framework"),
            dimensions=self._dimensions(said),
        )
        said.nothing_else()
        lines = {name: said.line(name) for name in ("code", "subject", "version", "replaces")}
        return Checked(record, lines)

    def _languages(self, said: Fields) -> tuple[str, ...]:
        codes: list[str] = []
        for one in said.items("languages", least=1, most=20, what="languages"):
            known = isinstance(one.value, str) and _LANGUAGE.fullmatch(one.value)
            if not known or not exists(str(one.value)):
                reason = f"{_shown(one.value)} is no language we know; write “en”, “fr”, “sw” …"
                self._fault(one.line, reason)
            elif one.value in codes:
                self._fault(one.line, f"The language “{one.value}” is named twice.")
            else:
                codes.append(str(one.value))
        return tuple(codes)

    def _replaces(self, said: Fields, number: int | None) -> int | None:
        replaces = said.whole("replaces", least=1, most=999)
        if replaces is None or number is None or replaces < number:
            return replaces
        line = said.line("replaces")
        if replaces == number:
            self._fault(line, f"Version {number} says that it replaces itself.")
        else:
            self._fault(
                line,
                f"Version {number} says that it replaces version {replaces}, which is later: "
                "versions would go round in a circle.",
            )
        return None

    def _dimensions(self, said: Fields) -> tuple[DimensionRecord, ...]:
        dimensions, codes = [], dict[str, int]()
        for node in said.items("dimensions", least=1, most=MOST_DIMENSIONS, what="dimensions"):
            one = Fields(node, "A dimension", self.faults)
            code = one.code("code", _SLUG, most=40)
            one.once("code", code, codes)
            dimensions.append(
                DimensionRecord(
                    code=code,
                    title=one.text("title", most=200, needed=True),
                    translations=self._translations(one, "dimension"),
                    indicators=tuple(
                        self._indicator(indicator)
                        for indicator in one.items(
                            "indicators", least=1, most=MOST_INDICATORS, what="indicators"
                        )
                    ),
                )
            )
            one.nothing_else()
        return tuple(dimensions)

    def _indicator(self, node: Node) -> IndicatorRecord:
        said = Fields(node, "An indicator", self.faults)
        code = said.code("code", _CODE, most=40)
        if code:
            said.what = f"Indicator {code}"
        said.once("code", code, self._indicators)
        number = said.whole("number", least=0, most=999, needed=True)
        if number is not None:
            said.once("number", number, self._numbers)
        kind = said.one_of("kind", tuple(UNITS), needed=True)
        lowest, highest = self._bounds(said, kind)
        record = IndicatorRecord(
            code=code,
            number=number or 0,
            title=said.text("title", most=300, needed=True),
            definition=said.text("definition", most=4000),
            kind=kind,
            unit=self._unit(said, kind),
            lowest=lowest,
            highest=highest,
            higher_is_better=said.truth("higher_is_better", otherwise=True),
            evidence_wanted=said.text("evidence_wanted", most=2000),
            source=said.text("source", most=2000),
            verified=said.truth("verified", otherwise=False),
            translations=self._translations(said, "indicator"),
            levels=self._levels(said, kind),
        )
        said.nothing_else()
        return record

    def _unit(self, said: Fields, kind: str) -> str:
        unit = said.text("unit", most=100)
        if not kind:
            return unit
        fitting = UNITS[kind]
        if fitting and not unit:
            self._fault(said.line("unit"), f"{said.what} has no unit; {_one_of(fitting)}.")
        elif unit and not fitting:
            reason = f"{said.what} is answered in {_KINDS[kind]} and has no unit."
            self._fault(said.line("unit"), reason)
        elif unit and unit not in fitting:
            others = any(unit in units for units in UNITS.values())
            reason = f"does not go with the kind “{kind}”" if others else "is no unit we know"
            self._fault(said.line("unit"), f"{said.what}: “{unit}” {reason}; {_one_of(fitting)}.")
        return unit

    def _bounds(self, said: Fields, kind: str) -> tuple[Decimal | None, Decimal | None]:
        lowest, highest = said.number("lowest"), said.number("highest")
        for name, bound in (("lowest", lowest), ("highest", highest)):
            if bound is None or not kind:
                continue
            if kind not in BOUNDED:
                reason = f"{said.what} is answered in {_KINDS[kind]}; “{name}” is left out."
                self._fault(said.line(name), reason)
            elif kind == "share" and not 0 <= bound <= 100:
                reason = f"{said.what}: a share lies between 0 and 100, not at {bound}."
                self._fault(said.line(name), reason)
        if lowest is not None and highest is not None and lowest >= highest:
            self._fault(
                said.line("highest"),
                f"{said.what}: the highest value, {highest}, is not above the lowest, {lowest}.",
            )
        return lowest, highest

    def _levels(self, said: Fields, kind: str) -> tuple[LevelRecord, ...]:
        nodes = said.items("levels", least=0, most=MOST_LEVELS, what="levels")
        if kind and kind != "levels":
            if nodes:
                reason = f"{said.what} is answered in {_KINDS[kind]} and has no levels."
                self._fault(nodes[0].line, reason)
            return ()
        if kind and len(nodes) < 2:
            reason = f"{said.what}: levels are missing; there must be two at least."
            self._fault(said.line("levels"), reason)
        levels, before = [], None
        for node in nodes:
            one = Fields(node, f"{said.what}, a level", self.faults)
            value = one.whole("value", least=0, most=99, needed=True)
            if value is not None:
                self._order(said, one.line("value"), value, before)
                before = value if before is None else max(before, value)
            levels.append(
                LevelRecord(
                    value=value or 0,
                    label=one.text("label", most=300, needed=True),
                    description=one.text("description", most=2000),
                    translations=self._translations(one, "level"),
                )
            )
            one.nothing_else()
        self._each_once(said, nodes, levels)
        return tuple(levels)

    def _order(self, said: Fields, line: int, value: int, before: int | None) -> None:
        """Levels go up by one; those said twice are told of by ``_each_once``."""
        if before is None:
            if value > 1:
                self._fault(line, f"{said.what}: the lowest level is {value}; begin with 0 or 1.")
        elif value < before:
            reason = f"level {value} stands after level {before}; write the lowest first"
            self._fault(line, f"{said.what}: {reason}.")
        elif value > before + 1:
            missing = f"level {before + 1} is missing before level {value}"
            self._fault(line, f"{said.what}: {missing}.")

    def _each_once(self, said: Fields, nodes: list[Node], levels: list[LevelRecord]) -> None:
        seen: set[int] = set()
        for node, level in zip(nodes, levels, strict=True):
            if level.value in seen:
                self._fault(node.line, f"{said.what}: level {level.value} is there twice.")
            seen.add(level.value)

    def _translations(self, said: Fields, kind: str) -> Translations:
        found: dict[str, dict[str, str]] = {}
        for language, node in said.mapping("translations").items():
            if language not in self.languages[1:]:
                reason = f"{said.what}: “{language}” is not among the languages after the first."
                self._fault(node.line, reason)
                continue
            texts = Fields(node, f"{said.what}, in “{language}”", self.faults)
            words = {name: texts.text(name, most=LONGEST[name]) for name in TRANSLATED[kind]}
            texts.nothing_else()
            if kept := {name: text for name, text in words.items() if text}:
                found[language] = kept
        return found

    def _fault(self, line: int, reason: str) -> None:
        self.faults.append(Fault(line, reason))


LONGEST = {
    "title": 300,
    "definition": 4000,
    "evidence_wanted": 2000,
    "label": 300,
    "description": 2000,
}
_KINDS = {
    "levels": "levels",
    "number": "a number",
    "share": "a share",
    "yes_no": "yes or no",
}


def _one_of(values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return f"it must be “{values[0]}”"
    return "it must be one of: " + ", ".join(values)


def _shown(value: object) -> str:
    return f"“{value[:40]}”" if isinstance(value, str) else "That"
