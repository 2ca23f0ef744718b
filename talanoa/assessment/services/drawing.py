"""Which works of the library an action draws on: named and taken away by its team."""

from django.db import transaction

from talanoa.assessment.access import plans as access
from talanoa.assessment.models import Action, ActionResource
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.library.models import Resource
from talanoa.people.models import Person


@transaction.atomic
def draw_on(*, by: Person, action: Action, resource: Resource) -> None:
    """Name a work on which an action draws. Safe to send twice.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
    """
    demand(access.planning_refused(by, action.plan.team))
    _drawn, is_new = ActionResource.objects.get_or_create(action=action, resource=resource)
    if is_new:
        events.record("assessment.resource_named", by=by, subject=action, resource=resource.code)


@transaction.atomic
def stop_drawing_on(*, by: Person, action: Action, resource: Resource) -> None:
    """Take a work away from those an action draws on. Safe to send twice.

    Raises:
        Refused: for the reasons in ``access.planning_refused``.
    """
    demand(access.planning_refused(by, action.plan.team))
    gone, _tables = action.drawn.filter(resource=resource).delete()
    if gone:
        events.record("assessment.resource_unnamed", by=by, subject=action, resource=resource.code)
