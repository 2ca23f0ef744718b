"""Jobs of feedback: ids in, safe to run twice."""

from django_tasks import task

from talanoa.evaluation import queries, services
from talanoa.schedule.models import LiveSession


@task()
def open_due() -> int:
    """Open feedback in every session whose last five minutes have come."""
    due = list(queries.sessions_to_ask())
    for session in due:
        services.open_wave(session)
    return len(due)


@task()
def open_wave(session_id: int) -> bool:
    """Open feedback on a session that has closed, if it is not open already."""
    session = LiveSession.objects.filter(pk=session_id, opened_at__isnull=False).first()
    if session is None:
        return False
    services.open_wave(session)
    return True


@task()
def ask_by_mail(session_id: int) -> int:
    """Mail those who attended a session and have not answered."""
    session = LiveSession.objects.filter(pk=session_id, opened_at__isnull=False).first()
    return services.ask_by_mail(session=session) if session else 0
