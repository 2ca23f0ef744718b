"""What comes of a recommendation: whose it is, by when, and what happened."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from talanoa.cases import access, moves, queries
from talanoa.cases.models import FollowUp, Letter, Recommendation, StateChange
from talanoa.cases.terms import NEEDS_A_NOTE, RecommendationState
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, FocusArea


@transaction.atomic
def assign(
    *, by: Person, recommendation: Recommendation, owner: Person | None, due_on: date | None
) -> Recommendation:
    """Say whose a recommendation is and by when; ``None`` takes either away.

    Raises:
        Refused: for the reasons in ``access.assigning_refused``.
        ValidationError: the owner has no part in the programme, or may not read the case.
    """
    recommendation = _locked(recommendation)
    demand(access.assigning_refused(by, recommendation))
    may_own = queries.possible_owners(recommendation.case)
    if owner is not None and owner.pk != recommendation.owner_id:
        if owner not in may_own:
            raise ValidationError({"owner": _("Choose someone who takes part in the programme.")})
        if not access.cases_read_by(owner).filter(pk=recommendation.case_id).exists():
            words = _(
                "%(name)s may not read this case. Choose somebody of its team or with a part in"
                " its session, or a coordinator."
            )
            raise ValidationError({"owner": words % {"name": owner}})
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
    *,
    by: Person,
    recommendation: Recommendation,
    state: str,
    note: str = "",
    follow_up: FollowUp | None = None,
) -> Recommendation:
    """Say a recommendation's state; the earlier ones stay in its history.

    Saying the same again changes nothing, unless it answers an asking: then it is an answer.

    Args:
        follow_up: the asking it answers.

    Raises:
        Refused: for the reasons in ``access.moving_refused``.
        ValidationError: no such state, or one that needs a note has none.
    """
    recommendation = _locked(recommendation)
    if state not in RecommendationState.values:
        raise ValidationError({"state": _("There is no such state.")})
    demand(access.moving_refused(by, recommendation, state))
    note = note.strip()
    before = recommendation.state
    if not note and before != state and (state in NEEDS_A_NOTE or moves.reopens(before, state)):
        raise ValidationError({"note": _("Say in a sentence or two how, or why not.")})
    if (before, recommendation.state_note) == (state, note) and follow_up is None:
        return recommendation
    now = clock.now()
    recommendation.state = state
    recommendation.state_note = note or (recommendation.state_note if before == state else "")
    recommendation.state_changed_at = now
    recommendation.full_clean(exclude=["text"])
    recommendation.save(update_fields=["state", "state_note", "state_changed_at"])
    change = StateChange(
        recommendation=recommendation,
        by=by,
        at=now,
        before=before,
        after=state,
        note=note,
        follow_up=follow_up,
    )
    change.full_clean()
    change.save()
    events.record(
        "cases.recommendation_moved",
        by=by,
        subject=recommendation,
        before=before,
        state=RecommendationState(state).value,
        note=note,
    )
    return recommendation


@transaction.atomic
def describe(
    *,
    by: Person,
    recommendation: Recommendation,
    focus_area: FocusArea | None,
    challenge_area: ChallengeArea | None,
    strength: str,
    evidence: str,
    evidence_url: str,
    evidence_year: int | None,
) -> Recommendation:
    """Say what a recommendation is about, what it rests on and how firmly it is meant.

    A letter that was sent keeps what it said; one that waits is read anew before it is signed.

    Raises:
        Refused: for the reasons in ``access.describing_refused``.
        ValidationError: an area of another programme, no link, or a year out of bounds.
    """
    # The letter first, as whoever writes it does.
    Letter.objects.select_for_update().filter(case=recommendation.case_id).first()
    recommendation = _locked(recommendation)
    demand(access.describing_refused(by, recommendation))
    for name, area in (("focus_area", focus_area), ("challenge_area", challenge_area)):
        if area is not None and area.programme_id != recommendation.case.programme_id:
            raise ValidationError({name: _("Choose one of this programme.")})
    recommendation.focus_area = focus_area
    recommendation.challenge_area = challenge_area
    recommendation.strength = strength
    recommendation.evidence = evidence.strip()
    recommendation.evidence_url = evidence_url.strip()
    recommendation.evidence_year = evidence_year
    recommendation.full_clean(exclude=["text"])
    recommendation.save(
        update_fields=[
            "focus_area",
            "challenge_area",
            "strength",
            "evidence",
            "evidence_url",
            "evidence_year",
        ]
    )
    Letter.objects.filter(case=recommendation.case_id, signed_at=None).update(
        revision=F("revision") + 1
    )
    events.record("cases.recommendation_described", by=by, subject=recommendation)
    return recommendation


def _locked(recommendation: Recommendation) -> Recommendation:
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("case__programme__hub", "session")
        .get(pk=recommendation.pk)
    )
