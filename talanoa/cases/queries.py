"""Reads of cases and of what was written on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from talanoa.cases import access, steps
from talanoa.cases.models import Case, CaseStep, ClarifyingQuestion, Recommendation
from talanoa.cases.terms import CaseStatus, StepName
from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.models import Event
from talanoa.live.models import Entry, Presence, Room
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam, Enrolment, Programme, Role, TeamMember
from talanoa.programmes.queries import coordinators as coordinators
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
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

    Everything a list names is loaded; each has ``recommendation_count``. One query.
    """
    return (
        access.cases_visible_to(person)
        .filter(programme=programme)
        .select_related("country", "team", "challenge_area", "session__cohort", "presenter")
        .annotate(recommendation_count=Count("recommendations"))
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
            "programme__hub", "country", "team", "presenter", "session", "challenge_area"
        )
        .first()
    )


def case_in_hand(session: LiveSession) -> Case | None:
    """The case the room is at; between cases the one it was at last, else the first to come.

    The discussion of a case is an item of its own, and its case must not vanish with it.
    Three queries at most.
    """
    items = list(
        AgendaItem.objects.filter(
            session=session, case__isnull=False, case__withdrawn_at=None
        ).order_by("position")
    )
    if not items:
        return None
    position = (
        Room.objects.filter(session=session)
        .values_list("current_item__position", flat=True)
        .first()
    )
    reached = [item for item in items if position is not None and item.position <= position]
    return case_of_item(reached[-1] if reached else items[0])


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands in its session, and since when."""

    step: str | None = None
    """``None``: it has not been taken up."""
    began_at: datetime | None = None


def standing(case: Case) -> Standing:
    """Where a case stands in its session. Two queries at most.

    The presentation begins by itself when the case's item of the agenda is taken up, and
    goes on until a host moves the case to another step.
    """
    last = CaseStep.objects.filter(case=case.pk, session=case.session_id).last()
    if last is not None:
        return Standing(step=last.step, began_at=last.begun_at)
    taken_up = (
        Entry.objects.filter(
            session=case.session_id, kind=Kind.AGENDA_MOVED, data__item=case.agenda_item_id
        )
        .order_by("seq")
        .last()
        if case.agenda_item_id
        else None
    )
    if taken_up is None:
        return Standing()
    return Standing(step=StepName.PRESENTATION, began_at=taken_up.at)


def steps_as_they_ran(session: LiveSession) -> dict[int, list[steps.Ran]]:
    """How long each case stood at each step, by case. Three queries; one where none was moved.

    A case that was never moved to a step is left out: it was not held by the protocol.
    """
    begun: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for row in CaseStep.objects.filter(session=session).order_by("pk"):
        begun[row.case_id].append((row.step, row.begun_at))
    if not begun:
        return {}
    items = {item.pk: item for item in session.agenda.select_related("case")}
    moved = Entry.objects.filter(session=session, kind=Kind.AGENDA_MOVED).order_by("seq")
    moves = [(items[at.data["item"]], at.at) for at in moved if at.data["item"] in items]
    ended_at = session.closed_at or clock.now()
    ran = {}
    for case, own in begun.items():
        own = _presented(case, own[0], moves) + own
        ended = _left(case, own[-1][1], moves) or ended_at
        ran[case] = steps.as_they_ran(own, ended_at=ended)
    return ran


def _presented(
    case: int, first: tuple[str, datetime], moves: Iterable[tuple[AgendaItem, datetime]]
) -> list[tuple[str, datetime]]:
    """The presentation that began as the case's item was taken up, before the first row."""
    if first[0] == StepName.PRESENTATION:
        return []
    taken_up = [at for item, at in moves if _case_of(item) == case and at <= first[1]]
    return [(StepName.PRESENTATION, at) for at in taken_up[-1:]]


def _left(
    case: int, since: datetime, moves: Iterable[tuple[AgendaItem, datetime]]
) -> datetime | None:
    """When the agenda went on to what is neither this case nor a discussion."""
    for item, at in moves:
        is_its_own = _case_of(item) == case or item.kind == AgendaKind.DISCUSSION
        if at > since and not is_its_own:
            return at
    return None


def _case_of(item: AgendaItem) -> int | None:
    case = getattr(item, "case", None)
    return case.pk if case else None


def people_of(session: LiveSession) -> list[tuple[int, str]]:
    """Whom the scribe may name, by key and name: those who have been in the room and those with
    a part in it.

    Also who has left meanwhile, or lost the connection: what they said is written down
    after they said it. By name. One query.
    """
    found = _people_of(session=session.pk, programme=session.cohort.programme_id)
    named = ((pk, name or str(Person())) for pk, name in found)
    return sorted(named, key=lambda each: (each[1].casefold(), each[0]))


def _belonging(session: int, programme: int) -> QuerySet[Person, tuple[int, str]]:
    came = Presence.objects.filter(session=session, person=OuterRef("pk"))
    has_a_part = SessionRole.objects.filter(
        session=session, person=OuterRef("pk"), declined_at=None
    )
    works_for_it = Role.objects.filter(programme=programme, person=OuterRef("pk"))
    people = Person.objects.filter(
        Exists(came) | Exists(has_a_part) | Exists(works_for_it), erased_at=None
    )
    return people.values_list("pk", "name")


_people_of = Compiled(_belonging)


def recommendations_of(person: Person, programme: Programme) -> QuerySet[Recommendation]:
    """A programme's recommendations as far as this person may see them, latest first.

    Case, country, author and owner are loaded. One query.
    """
    return (
        access.recommendations_visible_to(person)
        .filter(case__programme=programme)
        .select_related("case__country", "author", "owner", "session", "challenge_area")
        .order_by("-at", "-pk")
    )


def possible_owners(case: Case) -> QuerySet[Person]:
    """Who may take on a recommendation: the team, those enrolled, those who run the programme.

    By name. One query.
    """
    programme = case.programme_id
    return (
        Person.objects.filter(
            Q(pk=case.presenter_id)
            | Exists(TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk")))
            | Exists(Role.objects.filter(programme=programme, person=OuterRef("pk")))
            | Exists(
                Enrolment.objects.filter(
                    cohort__programme=programme, person=OuterRef("pk"), left_at=None
                )
            )
        )
        .filter(erased_at=None)
        .order_by("name", "pk")
    )


def history_of(recommendation: Recommendation) -> QuerySet[Event]:
    """What was done with a recommendation, earliest first, with who did it. One query."""
    return (
        Event.objects.filter(
            kind__in=[
                "cases.recommended",
                "cases.recommendation_assigned",
                "cases.recommendation_moved",
            ],
            subject_id=recommendation.pk,
        )
        .select_related("actor")
        .order_by("at", "pk")
    )


def cases_of_team(person: Person, team: CountryTeam) -> QuerySet[Case]:
    """What a team has brought, as far as ``person`` may see it, latest first. One query.

    Sessions are loaded.
    """
    mine = access.cases_visible_to(person).filter(team=team, withdrawn_at=None)
    return mine.select_related("session").order_by("-changed_at", "-pk")


def team_of(case: Case) -> QuerySet[Person]:
    """Everyone whose case it is, by key. One query."""
    member = TeamMember.objects.filter(team=case.team_id, person=OuterRef("pk"))
    return (
        Person.objects.filter(Q(pk=case.presenter_id) | Exists(member))
        .filter(is_active=True)
        .order_by("pk")
    )


def kept_about(person: Person) -> dict[str, object]:
    """What cases keep about somebody, fit for JSON, each list oldest first. Eight queries.

    The text of a case is its presenter's to take along, and what a scribe noted is that of
    whoever said it; what the room as a whole said goes with the scribe.
    """
    asked = ClarifyingQuestion.objects.order_by("pk")
    given = Recommendation.objects.order_by("pk")
    moved = Event.objects.filter(kind="cases.recommendation_moved", actor=person).order_by("pk")
    return {
        "presented": list(
            Case.objects.filter(presenter=person)
            .order_by("pk")
            .values(
                "title",
                "situation",
                "tried",
                "obstacle",
                "question",
                "begun_at",
                "changed_at",
                "submitted_at",
                "discussed_at",
                "withdrawn_at",
            )
        ),
        "changed": list(
            Case.objects.filter(changed_by=person)
            .exclude(presenter=person)
            .order_by("pk")
            .values("title", "changed_at")
        ),
        "asked": list(asked.filter(asker=person).values("case__title", "at", "text")),
        "recommended": list(given.filter(author=person).values("case__title", "at", "text")),
        "owned": list(given.filter(owner=person).values("case__title", "text", "due_on", "state")),
        "said_what_came_of_it": [
            {"recommendation": event.subject_id, "at": event.at, **event.data} for event in moved
        ],
        "noted": [
            {"case__title": title, "at": at, "text": text if said_by is None else ""}
            for title, at, text, said_by in (
                *asked.filter(written_by=person).values_list("case__title", "at", "text", "asker"),
                *given.filter(written_by=person).values_list("case__title", "at", "text", "author"),
            )
        ],
    }
