"""What happens to an assessment once its team hands it in: review, verdict, who sees it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.assessment.access import assessments as access
from talanoa.assessment.models import Assessment, Review, ReviewReason
from talanoa.assessment.terms import AssessmentStatus, Verdict, Visibility
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.people.models import Person


@transaction.atomic
def submit(*, by: Person, assessment: Assessment) -> Assessment:
    """Hand it to the coordinators, who ask somebody to review it.

    Raises:
        Refused: for the reasons in ``access.submitting_refused``.
    """
    assessment = _locked(assessment)
    demand(access.submitting_refused(by, assessment))
    assessment.submitted_at = clock.now()
    assessment.returned_at = assessment.review_began_at = None
    assessment.save(update_fields=["submitted_at", "returned_at", "review_began_at"])
    events.record("assessment.submitted", by=by, subject=assessment)
    return assessment


@transaction.atomic
def ask_review(*, by: Person, assessment: Assessment, reviewer: Person) -> Review:
    """Ask somebody of another country, or an expert, to review; whoever was asked is released.

    Raises:
        Refused: for the reasons in ``access.asking_refused``, or this person cannot review it.
    """
    assessment = _locked(assessment)
    demand(access.asking_refused(by, assessment))
    if not access.reviewers_for(assessment).filter(pk=reviewer.pk).exists():
        raise Refused(
            _("A reviewer is an expert of the programme or belongs to another country’s team.")
        )
    now = clock.now()
    going_on = access.open_review(assessment)
    if going_on is not None and going_on.reviewer_id == reviewer.pk:
        return going_on
    assessment.reviews.filter(ended_at=None).update(ended_at=now)
    review = Review(assessment=assessment, reviewer=reviewer, asked_by=by, asked_at=now)
    review.full_clean()
    review.save()
    assessment.review_began_at = now
    assessment.save(update_fields=["review_began_at"])
    events.record("assessment.review_asked", by=by, subject=review)
    return review


@transaction.atomic
def give_back(
    *, by: Person, assessment: Assessment, note: str, reasons: Mapping[int, str]
) -> Review:
    """Return it to the team, with what to look at again.

    Args:
        reasons: by the key of an indicator; blank ones count as none.

    Raises:
        Refused: for the reasons in ``access.reviewing_refused``.
        ValidationError: there is neither a reason nor a note, or one is too long.
    """
    assessment = _locked(assessment)
    demand(access.reviewing_refused(by, assessment))
    given = _said(reasons)
    if not given and not note.strip():
        raise ValidationError({"note": _("Say what the team should look at again.")})
    review = _ended(assessment, Verdict.RETURNED, note, given)
    assessment.returned_at = clock.now()
    assessment.review_began_at = None
    assessment.save(update_fields=["returned_at", "review_began_at"])
    events.record("assessment.returned", by=by, subject=review)
    return review


@transaction.atomic
def agree(
    *, by: Person, assessment: Assessment, note: str = "", reasons: Mapping[int, str] | None = None
) -> Review:
    """Say that it has been reviewed; who sees it now is for its country to decide.

    Args:
        reasons: what the team should know of single indicators all the same, as ``give_back``.

    Raises:
        Refused: for the reasons in ``access.reviewing_refused``.
        ValidationError: the note or a reason is too long.
    """
    assessment = _locked(assessment)
    demand(access.reviewing_refused(by, assessment))
    review = _ended(assessment, Verdict.REVIEWED, note, _said(reasons or {}))
    assessment.reviewed_at = clock.now()
    assessment.save(update_fields=["reviewed_at"])
    events.record("assessment.reviewed", by=by, subject=review)
    return review


@transaction.atomic
def show_to(*, by: Person, assessment: Assessment, visibility: str) -> Assessment:
    """Decide who sees a reviewed assessment; a country may decide otherwise later.

    Raises:
        Refused: for the reasons in ``access.showing_refused``, or there is no such choice.
    """
    assessment = _locked(assessment)
    demand(access.showing_refused(by, assessment))
    if visibility not in Visibility.values:
        raise Refused(_("Choose who may see the assessment."))
    if assessment.visibility != visibility:
        was, assessment.visibility = assessment.visibility, visibility
        assessment.save(update_fields=["visibility"])
        events.record("assessment.shown", by=by, subject=assessment, was=was, to=visibility)
    return assessment


@transaction.atomic
def release(*, review: Review) -> bool:
    """End a review whose reviewer is gone, so that another can be asked. Safe to run twice."""
    assessment = _locked(review.assessment)
    if not assessment.reviews.filter(pk=review.pk, ended_at=None).update(ended_at=clock.now()):
        return False
    if assessment.status == AssessmentStatus.IN_REVIEW:
        assessment.review_began_at = None
        assessment.save(update_fields=["review_began_at"])
        events.record("assessment.submitted", by=None, subject=assessment)
    return True


def _said(reasons: Mapping[int, str]) -> dict[int, str]:
    return {key: text.strip() for key, text in reasons.items() if text.strip()}


def _ended(
    assessment: Assessment, verdict: Verdict, note: str, reasons: Mapping[int, str]
) -> Review:
    review = access.open_review(assessment)
    if review is None:
        raise Refused(_("This assessment is not in review."))
    review.ended_at, review.verdict, review.note = clock.now(), verdict, note.strip()
    review.full_clean()
    review.save()
    asked = set(assessment.version.indicators.values_list("pk", flat=True))
    for key in sorted(reasons.keys() & asked):
        reason = ReviewReason(review=review, indicator_id=key, text=reasons[key])
        reason.full_clean()
        reason.save()
    return review


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("version__framework", "team__programme__hub", "country")
        .get(pk=assessment.pk)
    )
