"""The country's cases, and what came of what was recommended on them."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import QueryDict

from talanoa.cases import access
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer

A_PAGE = 10


def context(country: Country, viewer: Viewer, asked: QueryDict) -> Mapping[str, Any] | None:
    """Only cases that the reader may see are there or counted, the newest first. Three queries;
    one where there is none.

    What was withdrawn is left out.
    """
    if not viewer.is_authenticated:
        return None
    seen = access.with_country(viewer).filter(country=country)
    recommended = access.recommendations_standing(viewer).order_by("at", "pk")
    cases = (
        seen.select_related("programme", "session")
        .prefetch_related(Prefetch("recommendations", queryset=recommended))
        .order_by("-begun_at", "-pk")
    )
    page = Paginator(cases, A_PAGE).get_page(asked.get("cases"))
    return {"cases": page} if page.paginator.count else None
