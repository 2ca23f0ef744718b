"""Reads of indicator frameworks; what is published is public."""

from django.db.models import Case, Count, Exists, Max, OuterRef, QuerySet, When

from talanoa.assessment.files.record import (
    DimensionRecord,
    FrameworkRecord,
    IndicatorRecord,
    LevelRecord,
)
from talanoa.assessment.models import Dimension, FrameworkVersion, Indicator
from talanoa.people.models import Person
from talanoa.programmes.models import HubAdministrator


def current_versions() -> QuerySet[FrameworkVersion]:
    """The newest published version of each framework, by title; the framework is loaded.

    One query.
    """
    newer = FrameworkVersion.objects.filter(
        framework=OuterRef("framework"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    return (
        FrameworkVersion.objects.filter(~Exists(newer), published_at__isnull=False)
        .select_related("framework")
        .order_by("title", "pk")
    )


def counted(versions: QuerySet[FrameworkVersion]) -> QuerySet[FrameworkVersion]:
    """The same, each with ``indicator_count``."""
    return versions.annotate(indicator_count=Count("indicators"))


def newest_first(versions: QuerySet[FrameworkVersion]) -> QuerySet[FrameworkVersion]:
    """Published ones first, then what is being written, then what was discarded."""
    return versions.order_by(
        Case(When(published_at__isnull=False, then=0), When(discarded_at=None, then=1), default=2),
        "-number",
    )


def contents(version: FrameworkVersion) -> QuerySet[Dimension]:
    """The dimensions of a version with their indicators and the levels of these. Three queries."""
    return version.dimensions.prefetch_related("indicators__levels")


def versions_in_the_making() -> QuerySet[FrameworkVersion]:
    """Versions that are being written or wait for review, by title; the framework is loaded."""
    return (
        FrameworkVersion.objects.filter(published_at=None, discarded_at=None)
        .select_related("framework")
        .order_by("title", "pk")
    )


def reviewers_of(version: FrameworkVersion) -> QuerySet[Person]:
    """Who administers a hub and neither wrote nor proposed the version. One query."""
    theirs = _present(version.made_by_id, version.proposed_by_id)
    runs = HubAdministrator.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(runs), is_active=True).exclude(pk__in=theirs).order_by("pk")


def authors_of(version: FrameworkVersion, *, proposed_by: int | None) -> QuerySet[Person]:
    """Who began it and who proposed it, as far as they still administer a hub. One query."""
    runs = HubAdministrator.objects.filter(person=OuterRef("pk"))
    theirs = _present(version.made_by_id, proposed_by)
    return Person.objects.filter(Exists(runs), is_active=True, pk__in=theirs).order_by("pk")


def _present(*people: int | None) -> list[int]:
    return [person for person in people if person is not None]


def next_indicator_number(version: FrameworkVersion) -> int:
    """One more than the highest number of an indicator of ``version``. One query."""
    last = version.indicators.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def record_of(version: FrameworkVersion) -> FrameworkRecord:
    """What a version says, as a file would say it. Five queries, less what is loaded."""
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
        dimensions=tuple(_dimension(one) for one in contents(version)),
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
