"""What a framework's file says, once it is found good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

Translations = Mapping[str, Mapping[str, str]]
"""``{"fr": {"title": "…"}}``; of a text that is not translated there is no key."""


@dataclass(frozen=True)
class LevelRecord:
    value: int
    label: str
    description: str
    translations: Translations


@dataclass(frozen=True)
class IndicatorRecord:
    code: str
    number: int
    title: str
    definition: str
    kind: str
    unit: str
    lowest: Decimal | None
    highest: Decimal | None
    higher_is_better: bool
    evidence_wanted: str
    source: str
    verified: bool
    translations: Translations
    levels: tuple[LevelRecord, ...]


@dataclass(frozen=True)
class DimensionRecord:
    code: str
    title: str
    translations: Translations
    indicators: tuple[IndicatorRecord, ...]


@dataclass(frozen=True)
class FrameworkRecord:
    """One version of one framework, whole."""

    code: str
    subject: str
    title: str
    publisher: str
    number: int
    replaces: int | None
    label: str
    year: int | None
    languages: tuple[str, ...]
    licence: str
    source: str
    unidentified: int
    confirmed: bool
    translations: Translations
    dimensions: tuple[DimensionRecord, ...]

    @property
    def indicators(self) -> Iterator[IndicatorRecord]:
        return (indicator for dimension in self.dimensions for indicator in dimension.indicators)

    def untranslated(self, language: str) -> int:
        """How many texts that people read are missing in one of its languages."""
        lacking = 0
        for thing, fields in self._worded():
            said = thing.translations.get(language, {})
            lacking += sum(1 for field in fields if getattr(thing, field) and field not in said)
        return lacking

    def _worded(
        self,
    ) -> Iterator[
        tuple["FrameworkRecord | DimensionRecord | IndicatorRecord | LevelRecord", tuple[str, ...]]
    ]:
        yield self, TRANSLATED["framework"]
        for dimension in self.dimensions:
            yield dimension, TRANSLATED["dimension"]
            for indicator in dimension.indicators:
                yield indicator, TRANSLATED["indicator"]
                for level in indicator.levels:
                    yield level, TRANSLATED["level"]


TRANSLATED = {
    "framework": ("title",),
    "dimension": ("title",),
    "indicator": ("title", "definition", "evidence_wanted"),
    "level": ("label", "description"),
}
"""The texts that may be in several languages."""
