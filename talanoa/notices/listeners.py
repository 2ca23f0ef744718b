"""What happens to the outbox when something happens."""

from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import tasks
from talanoa.notices.models import Message
from talanoa.people import exports
from talanoa.people.models import Person


@events.within("notices.written")
def deliver(event: Event) -> None:
    tasks.deliver.enqueue(event.subject_id)


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id)


@exports.adds("mail")
def mail_kept(person: Person) -> object:
    messages = Message.objects.filter(person_id=person.pk).order_by("pk")
    return list(messages.values("address", "subject", "text", "made_at", "sent_at", "failed_at"))
