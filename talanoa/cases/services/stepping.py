"""What the facilitator does with a case in the room: move it from step to step."""

from django.db.models import Q
from django.utils.translation import gettext as _

from talanoa.cases import access, queries, steps
from talanoa.cases.models import Case, CaseStep
from talanoa.cases.terms import EntryKind, StepName
from talanoa.kernel import events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import log
from talanoa.live.models import Entry
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@log.once
def step(
    *, by: Person, session: LiveSession, case: int, step: str | None = None, client_id: str = ""
) -> Entry:
    """Move a case to a step of its protocol; without a name to the next one.

    Moving to where the case stands already changes nothing: whoever names the step may press
    twice, and two hosts may press at once. Going back is allowed.

    Args:
        case: key of the case.
        step: one of ``StepName``; ``None``: whatever comes next.

    Raises:
        NotVisible: the session has no such case.
        Refused: for the reasons in ``access.stepping_refused``, there is no such step, or
            none comes next.
    """
    found = _locked(access.case_in_session(session, case))
    demand(access.stepping_refused(by, found))
    before = queries.standing(found).step
    wanted = _named(step) if step is not None else steps.following(before)
    if wanted is None:
        raise Refused(_("All steps of this case are done."))
    if wanted == before:
        return _entry_that_says_it(found)
    row = CaseStep(case=found, session=session, step=wanted, begun_by=by)
    row.full_clean()
    row.save()
    events.record("cases.stepped", by=by, subject=row, before=before, step=wanted.value)
    return log.add(
        session=session,
        kind=EntryKind.STEPPED,
        by=by,
        data={"case": found.pk, "step": wanted.value, "before": before},
        client_id=client_id,
    )


def _named(step: str) -> StepName:
    try:
        return StepName(step)
    except ValueError as error:
        raise Refused(_("There is no such step.")) from error


def _entry_that_says_it(case: Case) -> Entry:
    """By which the case came to where it stands: its last step, or its item being taken up."""
    stepped = Q(kind=EntryKind.STEPPED, data__case=case.pk)
    taken_up = Q(kind=Kind.AGENDA_MOVED, data__item=case.agenda_item_id)
    entries = Entry.objects.filter(session=case.session_id).order_by("-seq")
    return entries.filter(stepped).first() or entries.filter(taken_up)[0]


def _locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("session__cohort__programme__hub")
        .get(pk=case.pk)
    )
