"""Reads of the works that actions draw on. What is of a plan one may not read never counts."""

from django.db.models import QuerySet

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import Action, ActionResource
from talanoa.assessment.queries.plans import own_actions
from talanoa.countries.models import Country
from talanoa.library.models import Resource
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer


def resources_drawn_on(action: Action) -> QuerySet[Resource]:
    """In the order in which they were named. One query."""
    return Resource.objects.filter(actions__action=action).order_by(
        "actions__named_at", "actions__pk"
    )


def actions_drawing_on(person: Viewer, resource: Resource) -> QuerySet[Action]:
    """Those of plans that ``person`` may read, the latest first, with their team. One query."""
    return (
        Action.objects.filter(plan__in=access.plans_visible_to(person), drawn__resource=resource)
        .select_related("plan__team")
        .order_by("-made_at", "-pk")
    )


def drawn_on_in(person: Viewer, country: Country) -> QuerySet[ActionResource]:
    """What the actions of a country's own teams draw on. One query; resource and action loaded."""
    return ActionResource.objects.filter(
        action__plan__in=access.plans_visible_to(person), action__plan__team__country=country
    ).select_related("resource", "action")


def own_actions_without(person: Person, resource: Resource) -> QuerySet[Action]:
    """Open actions of a person's teams that do not draw on it yet. One query."""
    return own_actions(person).exclude(drawn__resource=resource)
