"""Reads of indicator frameworks; what is published is public."""

from django.db.models import Exists, OuterRef, QuerySet

from talanoa.assessment.models import FrameworkVersion


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
