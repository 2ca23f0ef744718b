"""Jobs of feedback: ids in, safe to run twice."""

from django_tasks import task

from talanoa.evaluation import queries, services
from talanoa.evaluation.models import Wave
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
def ask_by_mail(session_id: int) -> bool:
    """Begin to mail those who attended a session and have not answered."""
    session = LiveSession.objects.filter(pk=session_id, opened_at__isnull=False).first()
    return session is not None and services.begin_asking(session=session)


@task()
def ask_batch(wave_id: int, after: int = 0) -> None:
    """Mail one batch of them, then see to the next."""
    wave = Wave.objects.select_related("session").filter(pk=wave_id).first()
    last = services.ask_batch(wave=wave, after=after) if wave else None
    if last is not None:
        ask_batch.enqueue(wave_id, last)
