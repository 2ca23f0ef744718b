"""A signed letter on its way to whoever reads it, in batches."""

from django.db import transaction

from talanoa.cases import queries
from talanoa.cases.models import SentLetter
from talanoa.cases.services.asking import token_to_read
from talanoa.notices import services as notices
from talanoa.people.models import Person
from talanoa.people.queries import zone_named

MAIL_BATCH = 100


@transaction.atomic
def send_batch(sent: SentLetter, *, after: int) -> int | None:
    """Mail the next readers; gives the last one's key, ``None`` at the end. Safe to run twice."""
    people = list(queries.readers_of(sent).filter(pk__gt=after)[:MAIL_BATCH])
    case = sent.letter.case
    # Whoever writes a case with its team does not say that the letter has come.
    team = set(Person.objects.filter(queries.whose_case(case)).values_list("pk", flat=True))
    for person in people:
        is_ours = person.pk in team
        notices.send(
            key=f"cases.letter:{sent.pk}:{person.pk}",
            person=person,
            template="cases/mail/letter" if is_ours else "cases/mail/letter_to_all",
            context={
                "sent": sent,
                "case": case,
                "hub": case.programme.hub,
                "programme": case.programme,
                "token": token_to_read(sent, person) if is_ours else "",
            },
            zone=zone_named(case.programme.hub.time_zone),
        )
    return people[-1].pk if len(people) == MAIL_BATCH else None
