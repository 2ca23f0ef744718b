"""What the run of show says of cases: which one an item is for, and where it stands."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from talanoa.cases import queries
from talanoa.cases.models import Case
from talanoa.cases.terms import StepName
from talanoa.live.run_of_show import Note
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import AgendaKind


def notes_of_cases(session: LiveSession) -> Mapping[int, Sequence[Note]]:
    """A note for each item that a case has, and one for each that waits for a case.

    Two queries, and two for each case: a session has one or two.
    """
    cases = {
        case.agenda_item_id: case
        for case in session.cases.filter(withdrawn_at=None, agenda_item__isnull=False)
    }
    waiting = session.agenda.filter(kind=AgendaKind.CASE).exclude(pk__in=list(cases))
    desk = reverse("cases:list", args=[session.cohort.programme.slug])
    missing = Note(text=_("No case is scheduled here yet"), url=desk, is_missing=True)
    return {item.pk: [missing] for item in waiting} | {
        item_id: [Note(text=_of(case), url=reverse("cases:detail", args=[case.pk]))]
        for item_id, case in cases.items()
        if item_id is not None
    }


def _of(case: Case) -> str:
    step = queries.standing(case).step
    if step is None:
        return _("Case: %(title)s") % {"title": case.title}
    return _("Case: %(title)s (%(step)s)") % {"title": case.title, "step": StepName(step).label}
