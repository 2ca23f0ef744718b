"""A coordinator asks a team something without returning its case, and the team answers."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.cases import access
from talanoa.cases.models import Case, ReviewQuestion
from talanoa.cases.services.guarding import Choice, settle_text
from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person


@transaction.atomic
def ask_team(*, by: Person, case: Case, text: str, client_id: str = "") -> ReviewQuestion:
    """Ask the team of a case; the case stays where it is.

    Args:
        client_id: the form's own id; the same one again finds the question already asked.

    Raises:
        Refused: for the reasons in ``access.asking_team_refused``.
        ValidationError: the question is blank or too long.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    demand(access.asking_team_refused(by, case))
    earlier = case.review_questions.filter(client_id=client_id)
    if client_id and (asked := earlier.first()):
        return asked
    if not text.strip():
        raise ValidationError({"text": _("Say what you would like to know.")})
    question = ReviewQuestion(case=case, text=text.strip(), asked_by=by, client_id=client_id)
    question.full_clean()
    question.save()
    events.record("cases.team_asked", by=by, subject=question)
    return question


@transaction.atomic
def answer_for_team(
    *,
    by: Person,
    question: ReviewQuestion,
    text: str,
    choices: Mapping[str, Choice] | None = None,
) -> ReviewQuestion:
    """Answer what the coordinators ask; answering again corrects the answer.

    Args:
        choices: what was decided about passages that may identify somebody.

    Raises:
        Refused: for the reasons in ``access.answering_team_refused``.
        Identifying: something found is not decided; nothing is kept.
        ValidationError: the answer is blank or too long.
    """
    question = (
        ReviewQuestion.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=question.pk)
    )
    demand(access.answering_team_refused(by, question.case))
    if not text.strip():
        raise ValidationError({"text": _("Write an answer.")})
    if question.answer == text.strip():
        return question
    question.answer = text.strip()
    question.full_clean()
    question.answer, question.guarded = settle_text(
        question.answer,
        choices or {},
        by=by,
        part="answer",
        label=_("Your answer"),
        kind=question.case.kind,
    )
    question.answered_by = by
    question.answered_at = clock.now()
    question.full_clean()
    question.save()
    events.record("cases.team_answered", by=by, subject=question)
    return question
