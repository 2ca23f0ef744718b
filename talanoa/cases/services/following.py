"""What comes of a recommendation: whose it is, by when, and what happened."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access, queries
from talanoa.cases.models import Recommendation
from talanoa.cases.terms import NEEDS_A_NOTE, RecommendationState
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person


@transaction.atomic
def assign(
    *, by: Person, recommendation: Recommendation, owner: Person | None, due_on: date | None
) -> Recommendation:
    """Say whose a recommendation is and by when; ``None`` takes either away.

    Raises:
        Refused: for the reasons in ``access.assigning_refused``.
        ValidationError: the owner has no part in the programme.
    """
    recommendation = _locked(recommendation)
    demand(access.assigning_refused(by, recommendation))
    may_own = queries.possible_owners(recommendation.case)
    if owner is not None and owner.pk != recommendation.owner_id and owner not in may_own:
        raise ValidationError({"owner": _("Choose someone who takes part in the programme.")})
    if (recommendation.owner_id, recommendation.due_on) == (owner and owner.pk, due_on):
        return recommendation
    recommendation.owner = owner
    recommendation.due_on = due_on
    recommendation.save(update_fields=["owner", "due_on"])
    events.record(
        "cases.recommendation_assigned",
        by=by,
        subject=recommendation,
        owner=owner.pk if owner else None,
        due_on=due_on.isoformat() if due_on else None,
    )
    return recommendation


@transaction.atomic
def say_what_came_of_it(
    *, by: Person, recommendation: Recommendation, state: str, note: str = ""
) -> Recommendation:
    """Change a recommendation's state; the earlier ones stay in its history.

    Raises:
        Refused: for the reasons in ``access.following_refused``.
        ValidationError: no such state, or one that needs a note has none.
    """
    recommendation = _locked(recommendation)
    demand(access.following_refused(by, recommendation))
    note = note.strip()
    if state in NEEDS_A_NOTE and not note:
        raise ValidationError({"note": _("Say in a sentence or two how, or why not.")})
    if (recommendation.state, recommendation.state_note) == (state, note):
        return recommendation
    before = recommendation.state
    recommendation.state = state
    recommendation.state_note = note
    recommendation.state_changed_at = clock.now()
    recommendation.full_clean()
    recommendation.save(update_fields=["state", "state_note", "state_changed_at"])
    events.record(
        "cases.recommendation_moved",
        by=by,
        subject=recommendation,
        before=before,
        state=RecommendationState(state).value,
        note=note,
    )
    return recommendation


def _locked(recommendation: Recommendation) -> Recommendation:
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("case__programme__hub", "session")
        .get(pk=recommendation.pk)
    )
