"""Which works of the library a recommendation draws on."""

from django.db import transaction
from django.db.models import F

from talanoa.cases import access
from talanoa.cases.models import Letter, Recommendation, RecommendationResource
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.library.models import Resource
from talanoa.people.models import Person


@transaction.atomic
def draw_on(*, by: Person, recommendation: Recommendation, resource: Resource) -> None:
    """Name a work on which a recommendation draws. Safe to send twice.

    A letter that was sent keeps what it said; one that waits is read anew before it is signed.

    Raises:
        Refused: for the reasons in ``access.describing_refused``.
    """
    _hold_letter(recommendation)
    demand(access.describing_refused(by, recommendation))
    _drawn, is_new = RecommendationResource.objects.get_or_create(
        recommendation=recommendation, resource=resource
    )
    if is_new:
        _read_anew(recommendation)
        events.record("cases.resource_named", by=by, subject=recommendation, resource=resource.code)


@transaction.atomic
def stop_drawing_on(*, by: Person, recommendation: Recommendation, resource: Resource) -> None:
    """Take a work away from those a recommendation draws on. Safe to send twice; letters as above.

    Raises:
        Refused: for the reasons in ``access.describing_refused``.
    """
    _hold_letter(recommendation)
    demand(access.describing_refused(by, recommendation))
    gone, _tables = recommendation.drawn.filter(resource=resource).delete()
    if gone:
        _read_anew(recommendation)
        events.record(
            "cases.resource_unnamed", by=by, subject=recommendation, resource=resource.code
        )


def _hold_letter(recommendation: Recommendation) -> None:
    """So that nobody signs it while what it says changes."""
    Letter.objects.select_for_update().filter(case=recommendation.case_id).first()


def _read_anew(recommendation: Recommendation) -> None:
    waiting = Letter.objects.filter(case=recommendation.case_id, signed_at=None)
    waiting.update(revision=F("revision") + 1)
