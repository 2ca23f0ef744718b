"""Reads of rules and certificates."""

from django.db.models import Exists, OuterRef, QuerySet

from talanoa.credentials.models import Certificate, CreditRule
from talanoa.evaluation.models import Answered
from talanoa.live.models import Attendance
from talanoa.people.models import Person
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


def rule_of(programme: Programme) -> CreditRule:
    """The programme's rule; the usual one, not stored, where it has set none. One query."""
    return CreditRule.objects.filter(programme=programme).first() or CreditRule(programme=programme)


def final_attendances(session: LiveSession) -> QuerySet[Attendance]:
    """Current, final attendance in a session, by key, people loaded. One query.

    Each has ``has_answered``: whether its person has given feedback.
    """
    answers = Answered.objects.filter(wave__session=session, person=OuterRef("person"))
    return (
        Attendance.objects.filter(session=session, is_current=True, final_at__isnull=False)
        .annotate(has_answered=Exists(answers))
        .select_related("person")
        .order_by("pk")
    )


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """One's own, latest session first, with session and programme. One query."""
    return (
        Certificate.objects.filter(person=person.pk)
        .select_related("session__cohort__programme")
        .order_by("-held_at", "-pk")
    )


def certificates_in(programme: Programme) -> QuerySet[Certificate]:
    """A programme's, latest session first and by name within it. One query."""
    return (
        Certificate.objects.filter(session__cohort__programme=programme)
        .select_related("session__cohort", "person")
        .order_by("-held_at", "holder", "pk")
    )
