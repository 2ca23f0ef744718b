"""Works of the library on which the country's actions, and recommendations to it, draw."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from talanoa.assessment.queries import drawing
from talanoa.cases.queries import drawn_on_in
from talanoa.countries.models import Country
from talanoa.library.models import Resource
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer


def context(country: Country, viewer: Viewer, _asked: QueryDict) -> Mapping[str, Any] | None:
    """By title, each with the actions and recommendations that the reader may see.

    Two queries, one for a visitor.
    """
    used: dict[Resource, dict[str, list[Any]]] = {}

    def of(resource: Resource) -> dict[str, list[Any]]:
        return used.setdefault(resource, {"actions": [], "recommendations": []})

    for each in drawing.drawn_on_in(viewer, country):
        of(each.resource)["actions"].append(each.action)
    if isinstance(viewer, Person):
        for one in drawn_on_in(viewer, country):
            of(one.resource)["recommendations"].append(one.recommendation)
    found = sorted(used.items(), key=lambda pair: (pair[0].title.casefold(), pair[0].pk))
    return {"used": found} if found else None
