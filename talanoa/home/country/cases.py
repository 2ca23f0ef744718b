"""What the country brought to the room, initiatives apart from cases, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import QueryDict

from talanoa.cases import access
from talanoa.cases.library_files import outcome_says
from talanoa.cases.models import Case
from talanoa.cases.outcomes import outcome_of
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer
from talanoa.programmes.terms import CaseKind

A_PAGE = 10

_INITIATIVE = Q(kind=CaseKind.PROJECT)
"""What is under way in the country, as somebody told the room of it (decision 0040)."""


def initiatives(country: Country, viewer: Viewer, asked: QueryDict) -> Mapping[str, Any] | None:
    """As ``cases``, of what is under way; with whether the library holds any of them."""
    found = _brought(country, viewer, _INITIATIVE, asked.get("initiatives"))
    if found is None:
        return None
    entries = (getattr(case, "library_entry", None) for case, _outcome in found["brought"])
    in_library = any(entry and entry.country_id == country.pk for entry in entries)
    return {**found, "country": country, "in_library": in_library}


def cases(country: Country, viewer: Viewer, asked: QueryDict) -> Mapping[str, Any] | None:
    """Only cases that the reader may see are there or counted, the newest first. Three queries;
    one where there is none.

    What was withdrawn is left out.
    """
    return _brought(country, viewer, ~_INITIATIVE, asked.get("cases"))


def _brought(
    country: Country, viewer: Viewer, wanted: Q, number: str | None
) -> dict[str, Any] | None:
    if not viewer.is_authenticated:
        return None
    seen = access.with_country(viewer).filter(wanted, country=country)
    recommended = access.recommendations_standing(viewer)
    found = (
        seen.select_related("programme", "session", "library_entry")
        .prefetch_related(Prefetch("recommendations", queryset=recommended.order_by("at", "pk")))
        .order_by("-begun_at", "-pk")
    )
    page = Paginator(found, A_PAGE).get_page(number)
    if not page.paginator.count:
        return None
    return {"page": page, "brought": [(case, _outcome(case)) for case in page]}


def _outcome(case: Case) -> str:
    """What came of it, once it was discussed and somebody recommended something."""
    states = [one.state for one in case.recommendations.all()]
    return outcome_says(outcome_of(states).value) if case.discussed_at and states else ""
