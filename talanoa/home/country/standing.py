"""Where the country says it stands: its latest assessments with their largest gaps."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.assessment import standing
from talanoa.assessment.access import assessments as access
from talanoa.assessment.access import medicines
from talanoa.assessment.models import Assessment
from talanoa.assessment.queries import standings
from talanoa.assessment.terms import Subject
from talanoa.assessment.values import scale_of
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer

MOST = 3
"""Frameworks of which the latest assessment is shown; their own pages have the rest."""


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """The latest of each framework that the reader may see, and how many countries share its gaps.

    Two queries; where there are any, one more and six for each.
    """
    latest: dict[int, Assessment] = {}
    for one in (
        access.assessments_visible_to(viewer)
        .filter(
            country=country,
            reviewed_at__isnull=False,
            withdrawn_at=None,
            version__framework__subject=Subject.COUNTRY,
        )
        .select_related("version__framework", "team", "country")
        .order_by("-year", "-pk")
    ):
        latest.setdefault(one.version.framework_id, one)
    assessed = [
        {"assessment": one, **standing.of(viewer, one)} for one in list(latest.values())[:MOST]
    ]
    _tell_shared(viewer, country, assessed)
    has_medicines = medicines.answers_visible_to(viewer).filter(country=country).exists()
    if not assessed and not has_medicines:
        return None
    return {"assessed": assessed, "has_medicines": has_medicines, "country": country}


def _tell_shared(viewer: Viewer, country: Country, assessed: list[dict[str, Any]]) -> None:
    """Beside each of the largest gaps, how many other countries have it too. One query."""
    scales = {
        (one["assessment"].version.framework_id, gap.indicator.code): scale_of(gap.indicator)
        for one in assessed
        for gap in one["largest"]
    }
    shared = standings.also_missing(viewer, country, scales)
    for one in assessed:
        framework = one["assessment"].version.framework_id
        one["shared"] = [(gap, shared[framework, gap.indicator.code]) for gap in one["largest"]]
