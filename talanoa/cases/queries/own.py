"""What of letters, askings and questions waits for one person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from talanoa.cases import access
from talanoa.cases.models import FollowUp, Letter, Recommendation, Routing, SentLetter, StateChange
from talanoa.cases.terms import OPEN_STATES
from talanoa.people.models import Person
from talanoa.programmes.models import Role
from talanoa.programmes.terms import RoleName
from talanoa.schedule.models import SessionRole
from talanoa.schedule.terms import SessionRoleName


def letters_to_sign(person: Person) -> QuerySet[Letter]:
    """Letters that an expert may sign and nobody has, the soonest due first. One query."""
    standing = Role.objects.filter(
        programme=OuterRef("case__programme"), person=person.pk, role=RoleName.EXPERT
    )
    here = SessionRole.objects.filter(
        session=OuterRef("case__session"),
        person=person.pk,
        role=SessionRoleName.EXPERT,
        declined_at=None,
    )
    return (
        Letter.objects.filter(ready_at__isnull=False, signed_at=None, case__withdrawn_at=None)
        .filter(Exists(standing) | Exists(here), ~access.of_team(person.pk, "case"))
        .exclude(case__presenter=person.pk)
        .select_related("case__programme__hub")
        .order_by("due_at", "pk")
    )


def letters_to_acknowledge(person: Person) -> QuerySet[SentLetter]:
    """What came to somebody's team and nobody of it has said so, the oldest first. One query."""
    later = SentLetter.objects.filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))
    return (
        SentLetter.objects.filter(
            ~Exists(later),
            access.of_team(person.pk, "letter__case"),
            acknowledged_at=None,
            objected_at=None,
            letter__case__withdrawn_at=None,
        )
        .select_related("letter__case")
        .order_by("sent_at", "pk")
    )


def askings_to_answer(person: Person) -> QuerySet[FollowUp]:
    """The latest asking about each case in which something of theirs is open. One query."""
    later = FollowUp.objects.filter(
        letter=OuterRef("letter"), weeks__gt=OuterRef("weeks"), asked_at__isnull=False
    )
    answered = StateChange.objects.filter(
        recommendation=OuterRef("pk"), follow_up=OuterRef(OuterRef("pk"))
    )
    waiting = Recommendation.objects.filter(
        ~Exists(answered),
        case=OuterRef("letter__case"),
        merged_into=None,
        left_out_at=None,
        state__in=OPEN_STATES,
    )
    theirs = Q(Exists(waiting.filter(owner=person.pk))) | (
        access.of_team(person.pk, "letter__case") & Q(Exists(waiting))
    )
    return (
        access.follow_ups_open_to(person)
        .filter(theirs, ~Exists(later))
        .select_related("letter__case")
        .order_by("asked_at", "pk")
    )


def urgent_with(person: Person) -> QuerySet[Routing]:
    """Questions that are with an expert now, the soonest due first. One query."""
    return (
        Routing.objects.filter(
            expert=person.pk, handed_on_at=None, lapsed_at=None, question__answered_at=None
        )
        .select_related("question__programme__hub")
        .order_by("due_at", "pk")
    )
