"""The outbox: a mail is a row first, in the transaction that gives the reason for it."""

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation

from talanoa.kernel import clock, events
from talanoa.notices import posting, queries, rendering
from talanoa.notices.models import Message
from talanoa.notices.terms import CLAIM_LIVES, GIVE_UP_AFTER, SENT_KEPT
from talanoa.people.models import Person
from talanoa.people.queries import UTC, zone_of_person


@transaction.atomic
def send(
    *,
    key: str,
    person: Person | None = None,
    address: str = "",
    language: str = "",
    template: str,
    context: Mapping[str, object],
    calendar: str = "",
    calendar_method: str = "",
    holds_secret: bool = False,
    zone: ZoneInfo | None = None,
) -> Message | None:
    """Put one mail into the outbox; it leaves once the transaction has committed.

    It is written at once, in the language and the zone of ``person`` (else ``language`` and
    ``zone``, else the site's language and UTC). The templates know ``person`` and
    ``site_url`` besides ``context``.

    Args:
        key: The reason, for instance ``schedule.moved:17:3:42``. The same reason mails once.
        address: Where to; a person's own address when empty.
        calendar: A calendar file to go with it, with its ``calendar_method`` (``REQUEST``,
            ``CANCEL`` or ``PUBLISH``).
        holds_secret: The text is blanked once it is sent.

    Returns:
        The message, or ``None`` when ``key`` has been used or there is no address: guests
        and erased people have none.

    Raises:
        ValidationError: the address is not one, or holds a line break.
    """
    address = (address or (person.email if person else "") or "").strip(" ")
    if not address or Message.objects.filter(key=key).exists():
        return None
    language = _language_for(person, language)
    zone = zone_of_person(person) if person and person.time_zone else zone or UTC
    written = rendering.write(
        template, context={"person": person, **context}, language=language, zone=zone
    )
    message = Message(
        key=key,
        person=person,
        address=address,
        language=language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        calendar=calendar,
        calendar_method=calendar_method,
        holds_secret=holds_secret,
    )
    message.full_clean(validate_unique=False, validate_constraints=False)
    return _kept_once(message)


def deliver(*, message_id: int) -> bool:
    """Send one message, if nobody has and nobody is doing so; says whether it left now.

    Any number of workers may call this at once: the one whose claim is written sends.
    Between the mail server's word and ours the process may die; the message then leaves
    again, with the same ``Message-ID``, after ``CLAIM_LIVES``.

    Raises:
        OSError: the mail server could not be reached or was not ready; worth another try.
    """
    now = clock.now()
    mine = queries.claimable(stale_before=now - CLAIM_LIVES).filter(pk=message_id)
    if not mine.order_by().update(claimed_at=now):
        return False
    message = Message.objects.get(pk=message_id)
    try:
        posting.post(message)
    except posting.RejectedError as rejected:
        _fail(message_id, failure=str(rejected))
        return False
    except BaseException:
        Message.objects.filter(pk=message_id, claimed_at=now).update(claimed_at=None)
        raise
    _mark_sent(message)
    return True


@transaction.atomic
def pick_up() -> int:
    """Put what a dead worker had taken back to work, and give up on what is too old.

    Returns how many were put back. Safe to run twice: a message put back is unclaimed.
    """
    now = clock.now()
    old = queries.claimable(stale_before=now - CLAIM_LIVES).filter(made_at__lt=now - GIVE_UP_AFTER)
    for message_id in old.values_list("pk", flat=True):
        _fail(message_id, failure=f"Not delivered within {GIVE_UP_AFTER}.")
    count = 0
    for message in queries.abandoned(stale_before=now - CLAIM_LIVES):
        count += Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at).update(
            claimed_at=None
        )
        events.record("notices.written", by=None, subject=message)
    return count


def forget_sent() -> int:
    """Delete messages sent or given up long ago; returns how many. Safe to run twice."""
    old = Message.objects.filter(made_at__lt=clock.now() - SENT_KEPT)
    return old.exclude(sent_at=None, failed_at=None).delete()[0]


def forget_person(*, person_id: int, messages: Collection[int] = ()) -> int:
    """Delete every message to somebody who was erased; returns how many. Safe to run twice.

    Args:
        messages: keys of those to their address that name no person.
    """
    theirs = Message.objects.filter(Q(person_id=person_id) | Q(pk__in=messages))
    return theirs.delete()[0]


def _language_for(person: Person | None, language: str) -> str:
    """The person's own, else the one given, else the site's; only one that is offered."""
    offered = dict(settings.LANGUAGES)
    for choice in (person.language if person else "", language, translation.get_language() or ""):
        if choice in offered:
            return choice
    return settings.LANGUAGE_CODE


def _kept_once(message: Message) -> Message | None:
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        # The same reason was written down by somebody else a moment ago.
        return None
    events.record("notices.written", by=None, subject=message)
    return message


def _mark_sent(message: Message) -> None:
    changes: dict[str, object] = {"sent_at": clock.now(), "failure": ""}
    if message.holds_secret:
        changes |= {"text": "", "html": ""}
    Message.objects.filter(pk=message.pk).update(**changes)


@transaction.atomic
def _fail(message_id: int, *, failure: str) -> None:
    Message.objects.filter(pk=message_id).update(failed_at=clock.now(), failure=failure[:500])
    Message.objects.filter(pk=message_id, holds_secret=True).update(text="", html="")
    events.record("notices.failed", by=None, subject=Message.objects.get(pk=message_id))
