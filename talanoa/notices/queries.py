"""Reads about the outbox."""

from datetime import datetime

from django.db.models import Q, QuerySet

from talanoa.notices.models import Message
from talanoa.people.models import Person


def unsent() -> QuerySet[Message]:
    """Messages that are still to leave, oldest first."""
    return Message.objects.filter(sent_at=None, failed_at=None).order_by("made_at", "pk")


def claimable(*, stale_before: datetime) -> QuerySet[Message]:
    """Unsent messages that nobody is sending: never claimed, or claimed before ``stale_before``."""
    return unsent().filter(Q(claimed_at=None) | Q(claimed_at__lt=stale_before))


def abandoned(*, stale_before: datetime) -> QuerySet[Message]:
    """Messages whose sender took them before ``stale_before`` and never came back."""
    return unsent().filter(claimed_at__lt=stale_before)


def mail_to(person: Person) -> QuerySet[Message]:
    """What was mailed to somebody; also to their address before it had an account, or a guest."""
    theirs = Q(person=person)
    if person.email:
        nobodys = Q(person=None) | Q(person__is_guest=True)
        theirs |= nobodys & Q(address__iexact=person.email)
    return Message.objects.filter(theirs)
