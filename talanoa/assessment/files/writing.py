"""A record as JSON and as CSV, in the format that is read: what goes out can come in again."""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO

from talanoa.assessment.files.checking import FORMAT
from talanoa.assessment.files.record import (
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
    Translations,
)
from talanoa.assessment.files.tables import COLUMNS, quoted

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read accents and other scripts wrongly."""

_BLANK: tuple[object, ...] = (None, "", {}, [])


def as_json(record: FrameworkRecord) -> str:
    whole = _about(record) | {"dimensions": [_dimension(one) for one in record.dimensions]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_csv(record: FrameworkRecord) -> str:
    """With a byte order mark, and a column for each text in each further language."""
    columns = list(COLUMNS)
    for language in record.languages[1:]:
        columns += [f"{name}_{language}" for name in ("title", "definition", "evidence_wanted")]
    written = StringIO(BYTE_ORDER_MARK)
    written.seek(0, 2)
    lines = csv.DictWriter(written, columns)
    lines.writeheader()
    for name, value in _about(record).items():
        if name == "translations":
            continue
        if isinstance(value, list):
            value = " ".join(value)
        row = {"row": "about", "code": name, "title": quoted(_cell(value))}
        lines.writerow(row | (_translated(record.translations) if name == "title" else {}))
    for dimension in record.dimensions:
        row = {"row": "dimension", "code": dimension.code, "title": quoted(dimension.title)}
        lines.writerow(row | _translated(dimension.translations))
        for indicator in dimension.indicators:
            lines.writerow({"row": "indicator"} | _row(_indicator(indicator)))
            for level in indicator.levels:
                said = _level(level)
                row = {"row": "level", "number": _cell(said.pop("value"))}
                lines.writerow(row | _row(said, label="title", description="definition"))
    return written.getvalue()


def _about(record: FrameworkRecord) -> dict[str, object]:
    return _without_blanks(
        {
            "format": FORMAT,
            "code": record.code,
            "subject": record.subject,
            "title": record.title,
            "publisher": record.publisher,
            "version": record.number,
            "replaces": record.replaces,
            "label": record.label,
            "year": record.year,
            "languages": list(record.languages),
            "licence": record.licence,
            "source": record.source,
            "unidentified": record.unidentified or None,
            "wording": "confirmed" if record.confirmed else "draft",
            "translations": record.translations,
        }
    )


def _dimension(record: DimensionRecord) -> dict[str, object]:
    said = {"code": record.code, "title": record.title, "translations": record.translations}
    return _without_blanks(said) | {
        "indicators": [
            _indicator(one)
            | ({"levels": [_level(level) for level in one.levels]} if one.levels else {})
            for one in record.indicators
        ]
    }


def _indicator(record: IndicatorRecord) -> dict[str, object]:
    return _without_blanks(
        {
            "code": record.code,
            "number": record.number,
            "title": record.title,
            "definition": record.definition,
            "kind": record.kind,
            "unit": record.unit,
            "lowest": _plain(record.lowest),
            "highest": _plain(record.highest),
            "higher_is_better": record.higher_is_better,
            "evidence_wanted": record.evidence_wanted,
            "source": record.source,
            "verified": record.verified,
            "translations": record.translations,
        }
    )


def _level(record: LevelRecord) -> dict[str, object]:
    return _without_blanks(
        {
            "value": record.value,
            "label": record.label,
            "description": record.description,
            "translations": record.translations,
        }
    )


def _row(said: dict[str, object], **columns: str) -> dict[str, str]:
    """A row of CSV; ``columns`` says under which column a field stands when not its own."""
    translations = said.pop("translations", {})
    row = {
        columns.get(name, name): _cell(value)
        if isinstance(value, int | float)
        else quoted(_cell(value))
        for name, value in said.items()
    }
    return row | _translated(translations, **columns)  # type: ignore[arg-type]


def _translated(translations: Translations, **columns: str) -> dict[str, str]:
    return {
        f"{columns.get(name, name)}_{language}": quoted(text)
        for language, texts in translations.items()
        for name, text in texts.items()
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _plain(value: Decimal | None) -> int | float | None:
    """Exact: no number of a framework has more than fifteen digits."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _without_blanks(said: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value not in _BLANK}
