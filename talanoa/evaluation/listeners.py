"""What feedback does when a session ends and when its attendance is known."""

from talanoa.evaluation import tasks
from talanoa.kernel import events
from talanoa.kernel.models import Event


@events.within("schedule.session_closed")
def open_wave(event: Event) -> None:
    """A session closed before its last five minutes has not had its form opened yet."""
    tasks.open_wave.enqueue(event.subject_id)


@events.within("live.attendance_final")
def ask_by_mail(event: Event) -> None:
    tasks.ask_by_mail.enqueue(event.subject_id)


@events.within("evaluation.asking")
def ask(event: Event) -> None:
    tasks.ask_batch.enqueue(event.subject_id)
