"""What feedback does when a session ends and when its attendance is known."""

from django.utils.translation import gettext as _

from talanoa.evaluation import tasks
from talanoa.evaluation.models import Answered
from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.people import exports
from talanoa.people.models import Person


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


@exports.adds("feedback")
def kept(person: Person) -> object:
    answered = Answered.objects.filter(person=person).order_by("pk")
    return {
        "answered": list(answered.values("wave__session__title")),
        "note": _(
            "What you answered is not here. It was never stored with your name, "
            "and nobody can tell which answers are yours."
        ),
    }
