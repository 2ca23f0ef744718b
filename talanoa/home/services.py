"""A message from one person to another, by a mail that shows nobody's address."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.home import access
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.notices.models import Message
from talanoa.notices.services import send
from talanoa.people.models import Person
from talanoa.ui.addresses import address

LONGEST = 2000


@transaction.atomic
def write(*, by: Person, person: Person, words: str, client_id: str) -> None:
    """Mail ``words`` to somebody who is willing to talk, or who waits for an answer.

    The words are kept in the outbox alone, which forgets them; the event says only that one wrote
    to the other. Sent twice with the same ``client_id``, it leaves once.

    Raises:
        Refused: for the reasons in ``access.writing_refused``.
        ValidationError: ``words`` are blank or too long.
    """
    # Two messages at once must not both be the last one of the day.
    by = Person.objects.select_for_update().get(pk=by.pk)
    key = f"home.talk:{by.pk}:{client_id}"
    if Message.objects.filter(key=key).exists():
        return
    demand(access.writing_refused(by, person))
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise ValidationError({"words": _("Write between one and 2,000 characters.")})
    # Sent here and not by a listener: the words stand in no row that a listener could read.
    send(
        key=key,
        person=person,
        template="home/mail/talk",
        context={"writer": by, "words": words, "answer_path": address("home:write", by.pk)},
    )
    events.record("home.talk_written", by=by, subject=person)
