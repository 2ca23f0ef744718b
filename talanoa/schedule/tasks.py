"""The jobs of this room: mail in batches, reminders, sessions left open."""

from django_tasks import task

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.schedule import announcing, queries, services
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Lead


@task()
def tell(event_id: int, after: int = 0) -> None:
    """Mail one batch of the people an event concerns, then see to the next. Safe to run twice."""
    event = Event.objects.filter(pk=event_id).first()
    last = announcing.tell_batch(event, after=after) if event else None
    if last is not None:
        tell.enqueue(event_id, last)


@task()
def remind() -> int:
    """Begin the reminders that are due; gives their number. Safe to run twice."""
    begun = 0
    for lead in Lead:
        for session in queries.due_for_reminder(lead, now=clock.now()):
            if services.begin_reminding(session=session, lead=lead):
                begun += 1
    return begun


@task()
def remind_batch(session_id: int, sequence: int, lead: int, after: int = 0) -> None:
    """Mail one batch of reminders. Safe to run twice; nothing when the session has moved."""
    session = (
        LiveSession.objects.select_related("cohort__programme__hub")
        .filter(pk=session_id, timed_sequence=sequence, cancelled_at=None, closed_at=None)
        .first()
    )
    if session is None or session.starts_at <= clock.now():
        return
    last = announcing.remind_batch(session, Lead(lead), after=after)
    if last is not None:
        remind_batch.enqueue(session_id, sequence, lead, last)


@task()
def close_forgotten() -> int:
    """Close sessions left open 30 minutes past their end. Safe to run twice."""
    return services.close_forgotten(now=clock.now())


@task()
def forget_person(person_id: int) -> None:
    """End the parts and the feed of somebody who was erased. Safe to run twice."""
    services.forget_person(person_id=person_id)
