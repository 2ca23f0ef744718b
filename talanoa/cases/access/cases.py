"""The door to a case, and who may do what with it. Who sees it stands in ``showing``."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.cases.access.showing import cases_visible_to, tell_names
from talanoa.cases.models import Case, CaseAuthor
from talanoa.cases.terms import CaseStatus, ConsentTo
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import CountryTeam, Enrolment, Programme
from talanoa.programmes.terms import CaseKind, ProgrammeStatus

_EDITABLE_BY_TEAM = {CaseStatus.DRAFT, CaseStatus.SUBMITTED, CaseStatus.RETURNED}


_EDITABLE_BY_COORDINATOR = {CaseStatus.SUBMITTED, CaseStatus.ACCEPTED, CaseStatus.SCHEDULED}


def get_case(person: Person, case_id: int) -> Case:
    """The only door to one case. Everything its page names is loaded.

    Two queries, three where its team's name is withheld.

    Raises:
        NotVisible: no such case, or not one this person may see.
    """
    case = (
        Case.objects.select_related(
            "programme__hub",
            "team",
            "presenter",
            "country",
            "challenge_area",
            "session__cohort",
            "agenda_item",
            "changed_by",
            "form",
            "library_entry",
        )
        .filter(pk=case_id)
        .first()
    )
    if case is None or not cases_visible_to(person).filter(pk=case.pk).exists():
        raise NotVisible(case_id)
    if case.session is not None:
        case.session.cohort.programme = case.programme
    tell_names(person, [case])
    return case


def teams_of(person: Person, programme: Programme) -> QuerySet[CountryTeam]:
    """The country teams in whose name someone may bring a case, by name."""
    teams = CountryTeam.objects.filter(programme=programme)
    if not programmes.is_coordinator(person, programme):
        teams = teams.filter(members__person=person.pk)
    return teams.select_related("country").order_by("name", "pk")


def is_on_team(person: Person, case: Case) -> bool:
    """Whether it is this person's own case. At most one query; two for a presenter not on its team.

    As ``showing.of_team``: with a team it is the team's, and no more of whoever was taken out.
    """
    if case.team_id is not None and programmes.is_on_team(person, case.team_id):
        return True
    if case.presenter_id != person.pk:
        return False
    return case.team_id is None or programmes.is_coordinator(person, case.programme)


def writes_with(person: Person, case: Case) -> bool:
    """Whether someone is on the team, or invited to write with it. At most three queries."""
    return is_on_team(person, case) or bool(_writing(case=case.pk, person=person.pk))


_writing = Compiled(
    lambda case, person: CaseAuthor.objects.filter(
        case=case, person=person, removed_at=None
    ).values_list("pk")
)


def kinds_taken(programme: Programme) -> list[CaseKind]:
    """The kinds of case that a programme takes, its own first.

    One of country cases also takes initiatives: what a country has under way is told as a project.
    """
    own = CaseKind(programme.case_kind)
    return [own, CaseKind.PROJECT] if own == CaseKind.COUNTRY else [own]


def beginning_refused(person: Person, programme: Programme) -> str | None:
    """Why someone may not bring a case to a programme; ``None`` when they may."""
    if programme.status == ProgrammeStatus.CLOSED:
        return _("This programme has ended and takes no more cases.")
    if not person.is_authenticated:
        return _("Sign in to bring a case.")
    if programmes.roles_of(person, programme):
        return None
    enrolled = Enrolment.objects.filter(cohort__programme=programme, person=person.pk, left_at=None)
    if enrolled.exists() or teams_of(person, programme).exists():
        return None
    return _("Only people who take part in this programme can bring a case. Register first.")


def writing_refused(person: Person, case: Case) -> str | None:
    """Why someone may not change what a case says; ``None`` when they may."""
    status = case.status
    if status in (CaseStatus.DISCUSSED, CaseStatus.WITHDRAWN):
        return _("This case can no longer be changed.")
    if status in _EDITABLE_BY_TEAM and writes_with(person, case):
        return None
    if programmes.is_coordinator(person, case.programme):
        if status in _EDITABLE_BY_COORDINATOR:
            return None
        return _("The case is with its team, who will submit it again.")
    if writes_with(person, case):
        return _("The case has been accepted. Ask the coordinator for a change.")
    return _("Only the team that brings a case can change it.")


def submitting_refused(person: Person, case: Case) -> str | None:
    if case.status not in (CaseStatus.DRAFT, CaseStatus.RETURNED):
        return _("This case has been submitted already.")
    if not is_on_team(person, case):
        return _("Only the team that brings a case can submit it.")
    return None


def accepting_refused(person: Person, case: Case) -> str | None:
    if case.status != CaseStatus.SUBMITTED:
        return _("Only a case that waits for review can be accepted.")
    return programmes.coordinates_refused(person, case.programme)


def returning_refused(person: Person, case: Case) -> str | None:
    if case.status not in (CaseStatus.SUBMITTED, CaseStatus.ACCEPTED):
        return _("Only a case that waits for review or for a session can be returned.")
    return programmes.coordinates_refused(person, case.programme)


def scheduling_refused(person: Person, case: Case) -> str | None:
    """Why someone may not give a case its place in a session; ``None`` when they may."""
    if case.status not in (CaseStatus.ACCEPTED, CaseStatus.SCHEDULED):
        return _("Accept the case first; then it can be scheduled.")
    if case.session is not None and case.session.opened_at is not None:
        return _("The session of this case has begun.")
    if no_longer_agreed(case):
        return _("The team has taken back its consent to present this case.")
    return programmes.coordinates_refused(person, case.programme)


def no_longer_agreed(case: Case) -> bool:
    """Whether the team has taken back its yes to presenting and not said it again. One query.

    A case that was brought before consent was written down has none to take back.
    """
    said = case.consents.filter(to=ConsentTo.PRESENT).values_list("withdrawn_at", flat=True)
    return bool(said) and None not in said


def putting_back_refused(person: Person, case: Case) -> str | None:
    """Why a case cannot be said not to have been discussed after all."""
    if case.status != CaseStatus.DISCUSSED:
        return _("Only a case that counts as discussed can be put back.")
    if case.recommendations.exists():
        return _("Recommendations were written on this case, so it was discussed.")
    return programmes.coordinates_refused(person, case.programme)


def withdrawing_refused(person: Person, case: Case) -> str | None:
    if case.withdrawn_at is not None:
        return _("This case is withdrawn already.")
    if is_on_team(person, case) or programmes.is_coordinator(person, case.programme):
        return None
    return _("Only the team that brings a case, or the coordinator, can withdraw it.")
