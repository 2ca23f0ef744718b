"""Reads of the works that recommendations draw on."""

from django.db.models import QuerySet

from talanoa.cases import access
from talanoa.cases.models import Recommendation, RecommendationResource
from talanoa.countries.models import Country
from talanoa.library.models import Resource
from talanoa.people.models import Person


def resources_drawn_on(recommendation: Recommendation) -> QuerySet[Resource]:
    """In the order in which they were named. One query."""
    return Resource.objects.filter(recommendations__recommendation=recommendation).order_by(
        "recommendations__named_at", "recommendations__pk"
    )


def recommendations_drawing_on(person: Person, resource: Resource) -> QuerySet[Recommendation]:
    """Those that ``person`` may see, the latest first, with their case. No query of its own."""
    drawing = _shown(person).filter(drawn__resource=resource)
    return drawing.select_related("case").order_by("-at", "-pk")


def drawn_on_in(person: Person, country: Country) -> QuerySet[RecommendationResource]:
    """What recommendations to a country draw on, as far as ``person`` may know them. One query."""
    told = access.with_country(person).filter(country=country)
    return RecommendationResource.objects.filter(
        recommendation__in=_shown(person).filter(case__in=told)
    ).select_related("resource", "recommendation")


def _shown(person: Person) -> QuerySet[Recommendation]:
    visible = access.recommendations_visible_to(person)
    return visible.filter(merged_into=None, left_out_at=None)
