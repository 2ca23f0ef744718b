"""Which works of the library a recommendation draws on."""

from django.db import transaction

from talanoa.cases import access
from talanoa.cases.models import Recommendation, RecommendationResource
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.library.models import Resource
from talanoa.people.models import Person


@transaction.atomic
def draw_on(*, by: Person, recommendation: Recommendation, resource: Resource) -> None:
    """Name a work on which a recommendation draws. Safe to send twice.

    Raises:
        Refused: for the reasons in ``access.describing_refused``.
    """
    demand(access.describing_refused(by, recommendation))
    _drawn, is_new = RecommendationResource.objects.get_or_create(
        recommendation=recommendation, resource=resource
    )
    if is_new:
        events.record("cases.resource_named", by=by, subject=recommendation, resource=resource.code)


@transaction.atomic
def stop_drawing_on(*, by: Person, recommendation: Recommendation, resource: Resource) -> None:
    """Take a work away from those a recommendation draws on. Safe to send twice.

    Raises:
        Refused: for the reasons in ``access.describing_refused``.
    """
    demand(access.describing_refused(by, recommendation))
    gone, _tables = recommendation.drawn.filter(resource=resource).delete()
    if gone:
        events.record(
            "cases.resource_unnamed", by=by, subject=recommendation, resource=resource.code
        )
