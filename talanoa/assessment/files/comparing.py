"""What one version says otherwise than another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from talanoa.assessment.files.record import (
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
    Translations,
)

Kind = Literal["added", "changed", "removed"]
What = Literal["framework", "dimension", "indicator"]


@dataclass(frozen=True)
class FieldChange:
    """One text or value: of which level, in which language (empty: the version's own)."""

    field: str
    before: str
    after: str
    language: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Change:
    kind: Kind
    what: What
    code: str
    title: str
    """Its newer title."""
    fields: tuple[FieldChange, ...] = ()

    @property
    def summary(self) -> str:
        """In a few English words, for whoever loads files."""
        which = f"{self.what} {self.code}" if self.what != "framework" else "the framework"
        if self.kind != "changed":
            return f"{which} {self.kind}"
        names = dict.fromkeys(change.field for change in self.fields)
        return f"{which}: {', '.join(names)}"


def differences(old: FrameworkRecord, new: FrameworkRecord) -> tuple[Change, ...]:
    """The framework itself first, then dimensions, then indicators; nothing for what is alike.

    Numbers of versions and what replaces what are no difference.
    """
    return (
        *_of_framework(old, new),
        *_of_each("dimension", old.dimensions, new.dimensions, _dimension_fields),
        *_of_each("indicator", _placed(old), _placed(new), _indicator_fields),
    )


@dataclass(frozen=True)
class _Placed:
    """An indicator, and the dimension it stands in."""

    indicator: IndicatorRecord
    dimension: str

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def title(self) -> str:
        return self.indicator.title


Coded = TypeVar("Coded", DimensionRecord, _Placed)


def _placed(record: FrameworkRecord) -> Sequence[_Placed]:
    return [
        _Placed(indicator, dimension.code)
        for dimension in record.dimensions
        for indicator in dimension.indicators
    ]


def _of_framework(old: FrameworkRecord, new: FrameworkRecord) -> Iterator[Change]:
    names = ("subject", "title", "publisher", "label", "year", "licence", "source", "unidentified")
    fields = [
        *_fields(names, old, new),
        *_changed("languages", " ".join(old.languages), " ".join(new.languages)),
        *_changed("wording", _wording(old), _wording(new)),
        *_translated(old.translations, new.translations),
    ]
    if fields:
        yield Change("changed", "framework", new.code, new.title, tuple(fields))


def _of_each(
    what: What,
    before: Sequence[Coded],
    after: Sequence[Coded],
    fields_of: Callable[[Coded, Coded], Iterator[FieldChange]],
) -> Iterator[Change]:
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    for code, one in new.items():
        if code not in old:
            yield Change("added", what, code, one.title)
        elif fields := tuple(fields_of(old[code], one)):
            yield Change("changed", what, code, one.title, fields)
    for code, one in old.items():
        if code not in new:
            yield Change("removed", what, code, one.title)
    moved = [code for code in old if code in new], [code for code in new if code in old]
    if what == "dimension" and moved[0] != moved[1]:
        order = FieldChange("order", ", ".join(moved[0]), ", ".join(moved[1]))
        yield Change("changed", what, "", "", (order,))


def _dimension_fields(old: DimensionRecord, new: DimensionRecord) -> Iterator[FieldChange]:
    yield from _changed("title", old.title, new.title)
    yield from _translated(old.translations, new.translations)


def _indicator_fields(before: _Placed, after: _Placed) -> Iterator[FieldChange]:
    old, new = before.indicator, after.indicator
    names = (
        "number",
        "title",
        "definition",
        "kind",
        "unit",
        "lowest",
        "highest",
        "higher_is_better",
        "evidence_wanted",
        "source",
        "verified",
    )
    yield from _changed("dimension", before.dimension, after.dimension)
    yield from _fields(names, old, new)
    yield from _translated(old.translations, new.translations)
    levels = {one.value: one for one in old.levels}, {one.value: one for one in new.levels}
    for value in sorted(levels[0].keys() | levels[1].keys()):
        yield from _level_fields(value, levels[0].get(value), levels[1].get(value))


def _level_fields(
    value: int, old: LevelRecord | None, new: LevelRecord | None
) -> Iterator[FieldChange]:
    blank = LevelRecord(value, "", "", {})
    old, new = old or blank, new or blank
    yield from _changed("label", old.label, new.label, level=value)
    yield from _changed("description", old.description, new.description, level=value)
    yield from _translated(old.translations, new.translations, level=value)


def _fields(names: Sequence[str], old: object, new: object) -> Iterator[FieldChange]:
    for name in names:
        yield from _changed(name, getattr(old, name), getattr(new, name))


def _translated(
    old: Translations, new: Translations, *, level: int | None = None
) -> Iterator[FieldChange]:
    for language in sorted(old.keys() | new.keys()):
        texts: tuple[Mapping[str, str], ...] = (old.get(language, {}), new.get(language, {}))
        for name in sorted(texts[0].keys() | texts[1].keys()):
            before, after = texts[0].get(name, ""), texts[1].get(name, "")
            yield from _changed(name, before, after, language=language, level=level)


def _changed(
    name: str, old: object, new: object, *, language: str = "", level: int | None = None
) -> Iterator[FieldChange]:
    if old != new:
        yield FieldChange(name, _shown(old), _shown(new), language, level)


def _wording(record: FrameworkRecord) -> str:
    return "confirmed" if record.confirmed else "draft"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
