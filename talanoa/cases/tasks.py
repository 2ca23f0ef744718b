"""Jobs of cases: ids in, safe to run twice."""

from django_tasks import task

from talanoa.cases import services
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
