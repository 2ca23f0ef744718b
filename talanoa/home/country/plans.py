"""What the country's teams have set out to do, and the way from gaps to change."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.assessment.queries import plans, trace
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """Plans the reader may read, and whether there is a trace. Three queries."""
    found = list(plans.of_country(viewer, country))
    has_trace = bool(trace.keys(viewer, trace.Scope(country=country)))
    if not found and not has_trace:
        return None
    return {"plans": found, "has_trace": has_trace, "country": country}
