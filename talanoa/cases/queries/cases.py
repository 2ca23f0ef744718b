"""Reads of cases."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from talanoa.cases import access
from talanoa.cases.models import Case, CaseAuthor
from talanoa.cases.terms import CaseStatus
from talanoa.kernel import at_work, clock
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam, HubAdministrator, Programme, Role, TeamMember
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import AgendaItem
from talanoa.schedule.terms import AgendaKind

_NOT_YET = Q(withdrawn_at=None, discussed_at=None)


_STATUS: dict[str, Q] = {
    CaseStatus.WITHDRAWN: Q(withdrawn_at__isnull=False),
    CaseStatus.DISCUSSED: Q(withdrawn_at=None, discussed_at__isnull=False),
    CaseStatus.SCHEDULED: _NOT_YET & Q(session__isnull=False),
    CaseStatus.ACCEPTED: _NOT_YET & Q(session=None, accepted_at__isnull=False),
    CaseStatus.RETURNED: _NOT_YET & Q(session=None, accepted_at=None, returned_at__isnull=False),
    CaseStatus.SUBMITTED: _NOT_YET
    & Q(session=None, accepted_at=None, returned_at=None, submitted_at__isnull=False),
    CaseStatus.DRAFT: _NOT_YET & Q(session=None, accepted_at=None, submitted_at=None),
}
"""What ``Case.status`` reads from one row, as a condition on many."""


def with_status(cases: QuerySet[Case], status: str) -> QuerySet[Case]:
    """Those of ``cases`` whose status this is.

    Raises:
        KeyError: there is no such status.
    """
    return cases.filter(_STATUS[status])


def cases_of(person: Person, programme: Programme) -> QuerySet[Case]:
    """A programme's cases as far as this person may see them, latest first.

    Everything a list names is loaded; each has ``recommendation_count``, which is 0 where the
    reader does not see any. One query; who may know whose they are says ``access.tell_names``.
    """
    return (
        access.cases_visible_to(person)
        .filter(programme=programme)
        .select_related("country", "team", "challenge_area", "session__cohort", "presenter")
        .annotate(
            recommendation_count=Count(
                "recommendations", filter=Q(pk__in=access.cases_read_by(person).values("pk"))
            )
        )
        .order_by("-begun_at", "-pk")
    )


def cases_waiting(programme: Programme) -> QuerySet[Case]:
    """Cases that wait for the coordinator's review, the longest first. One query."""
    return (
        with_status(programme.cases.all(), CaseStatus.SUBMITTED)
        .select_related("country", "team", "presenter")
        .order_by("submitted_at", "pk")
    )


def open_slots(programme: Programme) -> QuerySet[AgendaItem]:
    """Places for a case in sessions still to come that no case has, soonest first.

    The session is loaded. One query.
    """
    return (
        AgendaItem.objects.filter(
            session__cohort__programme=programme,
            kind=AgendaKind.CASE,
            session__cancelled_at=None,
            session__opened_at=None,
            session__ends_at__gt=clock.now(),
            case=None,
        )
        .select_related("session__cohort")
        .order_by("session__starts_at", "position", "pk")
    )


def case_of_item(item: AgendaItem | None) -> Case | None:
    """The case an item of an agenda is for, if it is for one. One query."""
    if item is None:
        return None
    return (
        Case.objects.filter(agenda_item=item, withdrawn_at=None)
        .select_related(
            "programme__hub", "country", "team", "presenter", "session", "challenge_area", "form"
        )
        .first()
    )


def cases_of_team(person: Person, team: CountryTeam) -> QuerySet[Case]:
    """What a team has brought, as far as ``person`` may see it, latest first. One query.

    Sessions are loaded.
    """
    mine = access.cases_visible_to(person).filter(team=team, withdrawn_at=None)
    return mine.select_related("session").order_by("-changed_at", "-pk")


def writing_now(case: Case, *, besides: Person) -> list[Person]:
    """Who else of those whose case it is writes it at this moment. Two queries at most."""
    team = {person.pk: person for person in team_of(case) if person.pk != besides.pk}
    return [team[key] for key in sorted(at_work.places(work_on(case), team))]


def work_on(case: Case) -> str:
    """Under what it is noted who is writing it."""
    return f"case:{case.pk}"


def team_of(case: Case) -> QuerySet[Person]:
    """Everyone whose case it is, and who writes it with them, by key. One query."""
    author = CaseAuthor.objects.filter(case=case, person=OuterRef("pk"), removed_at=None)
    whose = whose_case(case) | Q(Exists(author))
    return Person.objects.filter(whose, is_active=True).order_by("pk")


def whose_case(case: Case) -> Q:
    """Of people: whose case it is, as ``access.of_team`` says from the case's side."""
    coordinates = Role.objects.filter(
        programme=case.programme_id, person=OuterRef("pk"), role=RoleName.COORDINATOR
    )
    administers = HubAdministrator.objects.filter(
        hub__programmes=case.programme_id, person=OuterRef("pk")
    )
    presenter = Q(pk=case.presenter_id)
    if case.team_id is None:
        return presenter
    member = TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk"))
    return presenter & (Q(Exists(coordinates)) | Q(Exists(administers))) | Q(Exists(member))
