"""What a version holds, written down from a record."""

from typing import Any

from talanoa.assessment.files.record import FrameworkRecord
from talanoa.assessment.models import Dimension, FrameworkVersion, Indicator, Level


def fill(version: FrameworkVersion, record: FrameworkRecord) -> None:
    """Give an empty version the dimensions, indicators and levels of ``record``. Three queries."""
    dimensions = Dimension.objects.bulk_create(
        Dimension(
            version=version,
            code=one.code,
            number=number,
            title=one.title,
            translations=one.translations,
        )
        for number, one in enumerate(record.dimensions, start=1)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(
            version=version,
            dimension=dimension,
            code=one.code,
            number=one.number,
            title=one.title,
            definition=one.definition,
            kind=one.kind,
            unit=one.unit,
            lowest=one.lowest,
            highest=one.highest,
            higher_is_better=one.higher_is_better,
            evidence_wanted=one.evidence_wanted,
            source=one.source,
            is_verified=one.verified,
            translations=one.translations,
        )
        for dimension, said in zip(dimensions, record.dimensions, strict=True)
        for one in said.indicators
    )
    Level.objects.bulk_create(
        Level(
            indicator=indicator,
            value=one.value,
            label=one.label,
            description=one.description,
            translations=one.translations,
        )
        for indicator, said in zip(indicators, record.indicators, strict=True)
        for one in said.levels
    )


def empty(version: FrameworkVersion) -> None:
    """Take out what a version nobody has used yet holds."""
    version.indicators.all().delete()
    version.dimensions.all().delete()


def about(record: FrameworkRecord) -> dict[str, Any]:
    """What a version says of itself."""
    return {
        "title": record.title,
        "publisher": record.publisher,
        "label": record.label,
        "year": record.year,
        "languages": list(record.languages),
        "licence": record.licence,
        "source": record.source,
        "unidentified": record.unidentified,
        "translations": record.translations,
    }
