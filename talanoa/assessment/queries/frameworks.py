"""Reads of indicator frameworks; what is published is public."""

from django.db.models import Exists, OuterRef, QuerySet

from talanoa.assessment.files.record import (
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
)
from talanoa.assessment.models import Dimension, FrameworkVersion, Indicator


def current_versions() -> QuerySet[FrameworkVersion]:
    """The newest published version of each framework, by title; the framework is loaded.

    One query. For what they hold: ``with_contents``.
    """
    newer = FrameworkVersion.objects.filter(
        framework=OuterRef("framework"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    return (
        FrameworkVersion.objects.filter(~Exists(newer), published_at__isnull=False)
        .select_related("framework")
        .order_by("title", "pk")
    )


def with_contents(versions: QuerySet[FrameworkVersion]) -> QuerySet[FrameworkVersion]:
    """The same with dimensions, their indicators and the levels of these. Three more queries."""
    return versions.prefetch_related("dimensions__indicators__levels")


def versions_in_the_making() -> QuerySet[FrameworkVersion]:
    """Versions that are being written or wait for review, by title; the framework is loaded."""
    return (
        FrameworkVersion.objects.filter(published_at=None, discarded_at=None)
        .select_related("framework")
        .order_by("title", "pk")
    )


def record_of(version: FrameworkVersion) -> FrameworkRecord:
    """What a version says, as a file would say it. Five queries, less what is loaded."""
    dimensions = version.dimensions.prefetch_related("indicators__levels")
    replaces = version.replaces
    return FrameworkRecord(
        code=version.framework.code,
        subject=version.framework.subject,
        title=version.title,
        publisher=version.publisher,
        number=version.number,
        replaces=replaces.number if replaces else None,
        label=version.label,
        year=version.year,
        languages=tuple(version.languages),
        licence=version.licence,
        source=version.source,
        unidentified=version.unidentified,
        confirmed=version.is_confirmed,
        translations=version.translations,
        dimensions=tuple(_dimension(one) for one in dimensions.all()),
    )


def _dimension(dimension: Dimension) -> DimensionRecord:
    return DimensionRecord(
        code=dimension.code,
        title=dimension.title,
        translations=dimension.translations,
        indicators=tuple(_indicator(one) for one in dimension.indicators.all()),
    )


def _indicator(indicator: Indicator) -> IndicatorRecord:
    return IndicatorRecord(
        code=indicator.code,
        number=indicator.number,
        title=indicator.title,
        definition=indicator.definition,
        kind=indicator.kind,
        unit=indicator.unit,
        lowest=indicator.lowest,
        highest=indicator.highest,
        higher_is_better=indicator.higher_is_better,
        evidence_wanted=indicator.evidence_wanted,
        source=indicator.source,
        verified=indicator.is_verified,
        translations=indicator.translations,
        levels=tuple(
            LevelRecord(level.value, level.label, level.description, level.translations)
            for level in indicator.levels.all()
        ),
    )
