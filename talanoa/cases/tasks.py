"""Jobs of cases: ids in, safe to run twice."""

from django_tasks import task

from talanoa.cases import queries, services
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@task()
def discuss_cases_of(session_id: int) -> int:
    """Count the cases of a session that has closed as discussed."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return services.discuss_cases_of(session=session) if session else 0


@task()
def free_cases_of(session_id: int) -> int:
    """Let cases wait for another session when theirs, or their place in it, is gone."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return services.free_cases_of(session=session) if session else 0


@task()
def forget_person(person_id: int, words: bool) -> None:
    """Take somebody who was erased off the cases. Safe to run twice."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is not None:
        services.forget_person(person=person, words=words)


@task()
def keep_in_library(case_id: int) -> bool:
    """Put a case into the library as it is now, or take it out. Safe to run twice."""
    return services.keep_in_library(case_id)


@task()
def fill_library() -> int:
    """Put in what joined the library and is not there: all of it, after an upgrade."""
    waiting = queries.missing_from_library()
    for case_id in waiting:
        keep_in_library.enqueue(case_id)
    return len(waiting)
