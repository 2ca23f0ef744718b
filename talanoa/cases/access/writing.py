"""Who may write with a team, attach files, arrange a form, ask and agree."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.cases.access.cases import get_case, is_on_team, writes_with, writing_refused
from talanoa.cases.access.showing import cases_read_by
from talanoa.cases.models import Case, CaseAttachment, ReviewQuestion
from talanoa.cases.terms import CaseStatus
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme

_UNDER_REVIEW = (CaseStatus.SUBMITTED, CaseStatus.ACCEPTED, CaseStatus.SCHEDULED)


def get_attachment(person: Person, case_id: int, attachment_id: int) -> CaseAttachment:
    """The door to one file: that of its case, for those who may read it. Up to seven queries.

    Raises:
        NotVisible: no such file, or one of a case this person may not read.
    """
    case = get_case(person, case_id)
    found = case.attachments.filter(pk=attachment_id).first()
    if found is None or not reads(person, case):
        raise NotVisible(attachment_id)
    found.case = case
    if not (writes_with(person, case) or files_open_to_readers(case).filter(pk=found.pk).exists()):
        raise NotVisible(attachment_id)
    return found


def files_open_to_readers(case: Case) -> QuerySet[CaseAttachment]:
    """The files in which the guard found nothing that nobody has decided about. Three queries."""
    decided = dict[str, set[str]]()
    for field, kind in case.guard_decisions.filter(field__startswith="file-").values_list(
        "field", "type"
    ):
        decided.setdefault(field, set()).add(kind)
    held_back = [
        pk
        for pk, found in case.attachments.exclude(found={}).values_list("pk", "found")
        if not set(found) <= decided.get(f"file-{pk}", set())
    ]
    return case.attachments.exclude(pk__in=held_back)


def get_review_question(person: Person, case_id: int, question_id: int) -> ReviewQuestion:
    """The door to a question of the coordinators, for them and for those who write the case.

    Raises:
        NotVisible: no such question, or not for this person.
    """
    case = get_case(person, case_id)
    found = case.review_questions.filter(pk=question_id).first()
    if found is None or not sees_review(person, case):
        raise NotVisible(question_id)
    found.case = case
    return found


def reads(person: Person, case: Case) -> bool:
    """Whether someone at whose hand the case is finds its words, not a stub. At most one query."""
    if case.withdrawn_at is not None:
        return False
    return not case.has_expired or cases_read_by(person).filter(pk=case.pk).exists()


def sees_review(person: Person, case: Case) -> bool:
    """Whether someone sees earlier versions, the review's questions and what was agreed to.

    Those who write the case and those who review it. At most four queries.
    """
    if case.withdrawn_at is not None:
        return False
    return writes_with(person, case) or programmes.is_coordinator(person, case.programme)


def inviting_refused(person: Person, case: Case) -> str | None:
    """Why someone may not say who writes a case with its presenter; ``None`` when they may."""
    if case.status in (CaseStatus.DISCUSSED, CaseStatus.WITHDRAWN):
        return _("This case can no longer be changed.")
    if is_on_team(person, case):
        return None
    return _("Only the team that brings a case says who writes it.")


def naming_presenter_refused(person: Person, case: Case) -> str | None:
    """Why someone may not choose who of the team presents a case; ``None`` when they may."""
    if case.status in (CaseStatus.DISCUSSED, CaseStatus.WITHDRAWN):
        return _("This case can no longer be changed.")
    if case.session is not None and case.session.closed_at is not None:
        return _("The session of this case has ended.")
    if case.team_id is None:
        return _("A case without a team is presented by whoever brings it.")
    if is_on_team(person, case):
        return None
    if case.submitted_at is not None and programmes.is_coordinator(person, case.programme):
        return None
    return _("Only its team and the coordinator choose who presents a case.")


def attaching_refused(person: Person, case: Case) -> str | None:
    """Why someone may not add a file to a case or take one away; ``None`` when they may."""
    return writing_refused(person, case)


def arranging_refused(person: Person, programme: Programme) -> str | None:
    """Why someone may not arrange the form of a programme's cases; ``None`` when they may."""
    return programmes.coordinates_refused(person, programme)


def asking_team_refused(person: Person, case: Case) -> str | None:
    """Why someone may not ask the team of a case something; ``None`` when they may."""
    if case.status not in _UNDER_REVIEW:
        return _("Questions are asked of a case that was submitted and is not discussed yet.")
    return programmes.coordinates_refused(person, case.programme)


def answering_team_refused(person: Person, case: Case) -> str | None:
    """Why someone may not answer what the coordinators ask; ``None`` when they may."""
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if writes_with(person, case):
        return None
    return _("Only those who write a case answer here.")


def agreeing_refused(person: Person, case: Case) -> str | None:
    """Why someone may not agree to something for a case, or take it back."""
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if is_on_team(person, case):
        return None
    return _("Only the team that brings a case agrees to this.")


def showing_refused(person: Person, case: Case) -> str | None:
    """Why someone may not choose who sees a case, whose name it bears, and until when.

    The team does; so do its coordinators once it is theirs to review.
    """
    if case.withdrawn_at is not None:
        return _("This case was withdrawn.")
    if is_on_team(person, case):
        return None
    if case.submitted_at is not None and programmes.is_coordinator(person, case.programme):
        return None
    return _("Only its team and the coordinator choose who sees a case.")


def embargo_refused(person: Person, case: Case) -> str | None:
    """Why someone may not put a case under embargo, or lift it; ``None`` when they may."""
    if case.status not in _UNDER_REVIEW:
        return _("An embargo is for a case that was submitted and is not discussed yet.")
    return programmes.coordinates_refused(person, case.programme)


def reserving_refused(person: Person, case: Case) -> str | None:
    """Why someone may not put a case in reserve, or take it out; ``None`` when they may."""
    if case.status != CaseStatus.ACCEPTED:
        return _("Only an accepted case without a session stands in reserve.")
    return programmes.coordinates_refused(person, case.programme)
