"""What happens to the outbox when something happens."""

from talanoa.kernel import events
from talanoa.kernel.models import Event
from talanoa.notices import queries, tasks
from talanoa.people import exports
from talanoa.people.models import Person


@events.within("notices.written")
def deliver(event: Event) -> None:
    tasks.deliver.enqueue(event.subject_id)


@events.within("people.erased")
def forget(event: Event) -> None:
    """Told before the address goes, by which mail that names no person is found."""
    messages = queries.mail_to(Person.objects.get(pk=event.subject_id))
    others = messages.exclude(person=event.subject_id).values_list("pk", flat=True)
    tasks.forget_person.enqueue(event.subject_id, list(others))


@exports.adds("mail")
def mail_kept(person: Person) -> object:
    """Mail that holds a link or a code is told of without its text: the file opens no door."""
    rows = queries.mail_to(person).order_by("pk")
    return [
        {
            "address": row.address,
            "subject": row.subject,
            "text": "" if row.holds_secret else row.text,
            "made_at": row.made_at,
            "sent_at": row.sent_at,
            "failed_at": row.failed_at,
        }
        for row in rows
    ]
