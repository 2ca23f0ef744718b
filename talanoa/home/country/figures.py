"""Open figures, each with its year and its source."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.countries import queries
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer


def context(country: Country, _viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any]:
    """The same for every reader. One query."""
    return {"country": country, "series": queries.figures_of(country)}
