"""Reads that look across rooms."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from talanoa.assessment.models import Assessment
from talanoa.cases import access as case_access
from talanoa.cases import queries as cases
from talanoa.cases.models import Case, CaseAuthor, Letter, Recommendation
from talanoa.cases.terms import OPEN_STATES
from talanoa.credentials.models import Certificate
from talanoa.evaluation.models import Answered, Wave
from talanoa.home.missing import Lack, Plan, lacks
from talanoa.kernel import clock
from talanoa.live import access as live
from talanoa.live.models import Attendance, SlideDeck
from talanoa.people.models import Person
from talanoa.programmes.access import programmes_coordinated_by
from talanoa.programmes.models import Application, Enrolment, Programme, Role
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import AgendaItem, LiveSession, SessionRole
from talanoa.schedule.terms import AgendaKind, SessionRoleName

SOON = 5
"""Sessions to come, and sessions held, that a desk lists."""


@dataclass(frozen=True)
class Upcoming:
    """A session to come and what it still lacks."""

    session: LiveSession
    lacks: list[Lack]


def public_sessions(*, most: int = SOON) -> QuerySet[LiveSession]:
    """The next sessions of published programmes, soonest first. One query."""
    return _to_come().filter(cohort__programme__status="published")[:most]


def own_sessions(person: Person, *, most: int = SOON) -> QuerySet[LiveSession]:
    """The next sessions whose room a person may enter, each once, soonest first. One query."""
    return _to_come(live.sessions_open_to(person))[:most]


def own_feedback(person: Person) -> QuerySet[Wave]:
    """Feedback forms open to a person who attended and has not answered. One query."""
    now = clock.now()
    attended = Attendance.objects.filter(
        session=OuterRef("session"),
        person_id=person.pk,
        is_current=True,
        attended__gt=timedelta(0),
    )
    answered = Answered.objects.filter(wave=OuterRef("pk"), person_id=person.pk)
    return (
        Wave.objects.filter(Exists(attended), ~Exists(answered))
        .filter(opens_at__lte=now, closes_at__gt=now)
        .select_related("session")
        .order_by("closes_at", "pk")
    )


def own_recommendations(person: Person) -> QuerySet[Recommendation]:
    """Open recommendations a person has taken on, of cases they may read, soonest due first.

    One query.
    """
    return (
        _open_recommendations()
        .filter(owner_id=person.pk, case__in=case_access.cases_read_by(person).values("pk"))
        .select_related("case")
        .order_by("due_on", "pk")
    )


def waiting_for(person: Person) -> dict[str, list[Any]]:
    """Letters to sign and to acknowledge, askings and questions to answer, and the questions that
    nobody has of the programmes they coordinate. Five queries.
    """
    return {
        "urgent": list(cases.urgent_with(person)),
        "with_nobody": list(cases.urgent_with_nobody(person)),
        "to_sign": list(cases.letters_to_sign(person)),
        "to_acknowledge": list(cases.letters_to_acknowledge(person)),
        "to_answer": list(cases.askings_to_answer(person)),
    }


def own_cases(person: Person) -> QuerySet[Case]:
    """Cases of a person and of their teams, and those they write with others, that are not done
    with, newest first. One query.
    """
    written_with = CaseAuthor.objects.filter(case=OuterRef("pk"), person=person, removed_at=None)
    return (
        Case.objects.filter(
            case_access.of_team(person.pk) | Q(Exists(written_with)),
            discussed_at=None,
            withdrawn_at=None,
        )
        .select_related("programme", "session", "country")
        .order_by("-changed_at", "pk")
    )


def own_certificates(person: Person) -> QuerySet[Certificate]:
    """A person's certificates, newest first. One query."""
    return Certificate.objects.filter(person_id=person.pk, revoked_at=None).order_by(
        "-held_at", "pk"
    )


def upcoming(person: Person) -> list[Upcoming]:
    """The next sessions of the programmes a person coordinates, with what each lacks. One query."""
    return [
        Upcoming(session, list(lacks(_plan(session))))
        for session in _with_counts(_to_come().filter(_coordinated(person)))[:SOON]
    ]


def held(person: Person) -> QuerySet[LiveSession]:
    """The last sessions held in the programmes a person coordinates, latest first. One query.

    Also those whose call in another tool must be over, though nobody opened the room. Each has
    ``attended`` (people, who are those asked for feedback), ``enrolled``, ``answered``, and
    ``awaits_report``: who attended has not been brought from the other tool.
    """
    over_elsewhere = Q(
        call__isnull=False, opened_at=None, cancelled_at=None, ends_at__lt=clock.now()
    )
    return (
        LiveSession.objects.filter(_coordinated(person))
        .filter(Q(closed_at__isnull=False) | over_elsewhere)
        .select_related("cohort__programme__hub")
        .annotate(**_counts_of_held())
        .order_by("-starts_at", "-pk")[:SOON]
    )


def programmes(person: Person) -> QuerySet[Programme]:
    """The programmes a person coordinates, with the figures of their desk, by name. One query.

    Each has ``enrolled``, ``applications`` (to be decided), ``cases_waiting``, ``unreviewed``
    (assessments handed in that nobody is asked to review), ``letters`` (not signed yet) and
    ``unowned`` (open recommendations without an owner).
    """
    return (
        programmes_coordinated_by(person)
        .select_related("hub")
        .annotate(**_counts_of_desk())
        .order_by("name", "pk")
    )


def _to_come(sessions: QuerySet[LiveSession] | None = None) -> QuerySet[LiveSession]:
    """Those not ended and not cancelled; one that runs over its time is still to come."""
    shown_until = clock.now() - timedelta(hours=2)
    return (
        (LiveSession.objects.all() if sessions is None else sessions)
        .filter(cancelled_at=None, closed_at=None)
        .filter(Q(ends_at__gt=clock.now()) | Q(opened_at__isnull=False, ends_at__gt=shown_until))
        .select_related("cohort__programme__hub", "series")
        .order_by("starts_at", "pk")
    )


def _open_recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(
        case__withdrawn_at=None, merged_into=None, state__in=OPEN_STATES
    )


def _coordinated(person: Person) -> Q:
    return Q(cohort__programme__in=programmes_coordinated_by(person))


def _with_counts(sessions: QuerySet[LiveSession]) -> QuerySet[LiveSession]:
    return sessions.annotate(**_counts_of_plan())


@cache
def _counts_of_held() -> dict[str, Combinable]:
    attended = Attendance.objects.filter(is_current=True, attended__gt=timedelta(0))
    return {
        "attended": _count(attended, "session"),
        "enrolled": _count(Enrolment.objects.filter(left_at=None), "cohort", of="cohort"),
        "answered": _count(Answered.objects.all(), "wave__session"),
        "awaits_report": ExpressionWrapper(
            Q(call__isnull=False, room__attendance_final_at=None), output_field=BooleanField()
        ),
    }


@cache
def _counts_of_desk() -> dict[str, Combinable]:
    waiting = Case.objects.filter(
        submitted_at__isnull=False, accepted_at=None, returned_at=None, withdrawn_at=None
    )
    unowned = _open_recommendations().filter(owner=None)
    enrolled = Enrolment.objects.filter(left_at=None)
    undecided = Application.objects.filter(
        submitted_at__isnull=False, withdrawn_at=None, decision="", round__decided_at=None
    )
    unreviewed = Assessment.objects.filter(
        submitted_at__isnull=False,
        review_began_at=None,
        returned_at=None,
        reviewed_at=None,
        withdrawn_at=None,
    )
    unsigned = Letter.objects.filter(signed_at=None, case__withdrawn_at=None)
    return {
        "enrolled": _count(enrolled, "cohort__programme"),
        "applications": _count(undecided, "round__programme"),
        "cases_waiting": _count(waiting, "programme"),
        "unreviewed": _count(unreviewed, "team__programme"),
        "letters": _count(unsigned, "case__programme"),
        "unowned": _count(unowned, "case__programme"),
    }


@cache
def _counts_of_plan() -> dict[str, Combinable]:
    """What a plan counts of its session. Made once: to make it takes longer than to ask it."""
    agenda = AgendaItem.objects.all()
    roles = SessionRole.objects.filter(declined_at=None)
    standing = Role.objects.all()
    return {
        "agenda_items": _count(agenda, "session"),
        "agenda_minutes": Coalesce(
            Subquery(
                agenda.filter(session=OuterRef("pk"))
                .order_by()
                .values("session")
                .annotate(total=Sum("minutes"))
                .values("total"),
                output_field=IntegerField(),
            ),
            0,
        ),
        "case_items": _count(agenda.filter(kind=AgendaKind.CASE), "session"),
        "cases_ready": _count(Case.objects.filter(withdrawn_at=None), "session"),
        "facilitators": _count(roles.filter(role=SessionRoleName.FACILITATOR), "session")
        + _count(standing.filter(role=RoleName.FACILITATOR), "programme", of="cohort__programme"),
        "scribes": _count(roles.filter(role=SessionRoleName.SCRIBE), "session")
        + _count(standing.filter(role=RoleName.SCRIBE), "programme", of="cohort__programme"),
        "presenters": _count(roles.filter(role=SessionRoleName.PRESENTER), "session")
        + _count(Case.objects.filter(withdrawn_at=None, presenter__erased_at=None), "session"),
        "unconfirmed": _count(roles.filter(confirmed_at=None), "session"),
        "slide_decks": _count(SlideDeck.objects.filter(ready_at__isnull=False), "session"),
        "enrolled": _count(Enrolment.objects.filter(left_at=None), "cohort", of="cohort"),
    }


def _count(rows: QuerySet, by: str, *, of: str = "pk") -> Coalesce:  # type: ignore[type-arg]
    """How many of ``rows`` name this row in ``by``: a subquery, so that counts do not multiply."""
    counted = (
        rows.filter(**{by: OuterRef(of)}).order_by().values(by).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _plan(session: LiveSession) -> Plan:
    counted = session.__dict__
    return Plan(
        minutes=int((session.ends_at - session.starts_at).total_seconds() // 60),
        agenda_minutes=counted["agenda_minutes"],
        agenda_items=counted["agenda_items"],
        case_items=counted["case_items"],
        cases=counted["cases_ready"],
        facilitators=counted["facilitators"],
        scribes=counted["scribes"],
        presenters=counted["presenters"],
        unconfirmed=counted["unconfirmed"],
        decks=counted["slide_decks"],
        enrolled=counted["enrolled"],
    )
