"""Jobs of certificates: ids in, safe to run twice."""

from django_tasks import task

from talanoa.credentials import services
from talanoa.credentials.terms import ISSUED_AT_ONCE
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@task()
def issue_due(session_id: int) -> int:
    """Issue what is due after a session, a batch at a time; answer with how many now."""
    session = LiveSession.objects.filter(pk=session_id).first()
    issued = len(services.issue_due(session=session)) if session else 0
    if issued == ISSUED_AT_ONCE:
        issue_due.enqueue(session_id)
    return issued


@task()
def issue_to(session_id: int, person_id: int) -> int:
    """Issue one person's certificate if it is due, or take it back; answer with how many now."""
    session = LiveSession.objects.filter(pk=session_id).first()
    person = Person.objects.filter(pk=person_id).first()
    return len(services.issue_due(session=session, only=person)) if session and person else 0


@task()
def forget_holder(person_id: int) -> int:
    """Take an erased person's name off their certificates."""
    person = Person.objects.filter(pk=person_id).first()
    return services.forget_holder(person=person) if person else 0
