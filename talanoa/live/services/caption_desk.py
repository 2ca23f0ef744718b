"""Who writes a session's captions: captioners, and services that send them over HTTP."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import demand
from talanoa.live import access, captioning, log
from talanoa.live.caption_terms import LONGEST_CAPTION, RESTARTS_AFTER, CaptionSource
from talanoa.live.models import Caption, CaptionDraft, Captioner, CaptionIntake
from talanoa.live.services import captions, drafts, guests
from talanoa.live.services.guests import NewGuestLink
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True, kw_only=True)
class NewIntake:
    """A caption service's address at the only moment at which it is known."""

    intake: CaptionIntake
    url: str


@transaction.atomic
def give(*, by: Person, session: LiveSession, person: Person, language: str) -> Captioner:
    """Let ``person`` write captions in a language; whoever may already, may once.

    Raises:
        Refused: for the reasons in ``access.giving_captions_refused``.
        ValidationError: the door of the session is closed to that person.
    """
    demand(access.giving_captions_refused(by, session))
    log.lock(session)
    if person.pk not in access.let_in(session, {person.pk}):
        raise ValidationError(_("Choose somebody who may enter the session."), code="not-in")
    captioner, is_new = Captioner.objects.get_or_create(
        session=session,
        person=person,
        language=language,
        withdrawn_at=None,
        defaults={"made_by": by},
    )
    if is_new:
        events.record("live.captioner_made", by=by, subject=captioner)
    return captioner


@transaction.atomic
def invite(*, by: Person, session: LiveSession, name: str, language: str) -> NewGuestLink:
    """Make a guest who writes captions, and their personal link, which is shown once.

    Raises:
        Refused, ValidationError: as ``guests.invite``.
    """
    made = guests.invite(by=by, session=session, name=name)
    give(by=by, session=session, person=made.link.person, language=language)
    return made


@transaction.atomic
def withdraw(*, by: Person, captioner: Captioner) -> None:
    """Take captioning back; the lines stay.

    Raises:
        Refused: for the reasons in ``access.hosting_refused``.
    """
    demand(access.hosting_refused(by, captioner.session))
    given = Captioner.objects.filter(pk=captioner.pk, withdrawn_at=None)
    if given.update(withdrawn_at=clock.now()):
        events.record("live.captioner_withdrawn", by=by, subject=captioner)


@transaction.atomic
def open_intake(
    *, by: Person, session: LiveSession, name: str, language: str, is_machine: bool
) -> NewIntake:
    """Make an address to which a caption service sends lines. It is shown once.

    Raises:
        Refused: for the reasons in ``access.giving_captions_refused``.
    """
    demand(access.giving_captions_refused(by, session))
    token = secrets.token_urlsafe(32)
    intake = CaptionIntake(
        session=session,
        name=name,
        language=language,
        is_machine=is_machine,
        token_hash=hash_of(token),
        made_by=by,
    )
    intake.full_clean()
    intake.save()
    events.record("live.caption_intake_made", by=by, subject=intake)
    url = settings.SITE_URL + reverse("live:caption_intake", args=[token])
    return NewIntake(intake=intake, url=url)


@transaction.atomic
def revoke(*, by: Person, intake: CaptionIntake) -> None:
    """Close a caption service's address at once; the lines it sent stay.

    Raises:
        Refused: for the reasons in ``access.hosting_refused``.
    """
    demand(access.hosting_refused(by, intake.session))
    still_open = CaptionIntake.objects.filter(pk=intake.pk, revoked_at=None)
    if still_open.update(revoked_at=clock.now()):
        events.record("live.caption_intake_revoked", by=by, subject=intake)


@transaction.atomic
def take_in(*, intake: CaptionIntake, seq: int, text: str, language: str = "") -> Caption | None:
    """Take a line that a service sent under its own number; ``None`` when it says nothing.

    The same number with the same words is the same line. With other words the service has
    begun to count anew, and the line is a new one, since a line must not be lost. One that
    comes after a later one takes its place before that.

    Raises:
        Refused: for the reasons in ``access.sending_captions_refused``.
        ValidationError: it is longer than 500 characters.
    """
    demand(access.sending_captions_refused(intake))
    text = captioning.cleaned(text)
    if len(text) > LONGEST_CAPTION:
        raise ValidationError(
            _("A line has at most %(most)d characters; this has %(length)d."),
            code="long",
            params={"most": LONGEST_CAPTION, "length": len(text)},
        )
    if not text:
        return None
    log.lock(intake.session)
    intake.refresh_from_db(fields=["count"])
    counted = Caption.objects.filter(intake=intake, intake_count=intake.count)
    if earlier := counted.filter(intake_seq=seq).first():
        is_again = earlier.at > clock.now() - RESTARTS_AFTER
        if is_again and text in (earlier.text, *(was["text"] for was in earlier.earlier)):
            return earlier
        intake.count += 1
        intake.save(update_fields=["count"])
    return captions.add(
        session=intake.session,
        text=text,
        language=language or intake.language,
        source=CaptionSource.MACHINE if intake.is_machine else CaptionSource.SERVICE,
        intake=intake,
        intake_count=intake.count,
        intake_seq=seq,
        at=_place(intake, seq),
    )


@transaction.atomic
def delete(*, by: Person, session: LiveSession) -> int:
    """Delete a session's captions for good; says how many lines there were.

    Raises:
        Refused: for the reasons in ``access.deleting_captions_refused``.
    """
    demand(access.deleting_captions_refused(by, session))
    log.lock(session)
    if CaptionDraft.objects.filter(pk=session.pk, published_at__isnull=False).exists():
        drafts.forget(session.pk)
    count, _kinds = Caption.objects.filter(session=session).delete()
    if count:
        events.record("live.captions_deleted", by=by, subject=session)
    return count


def hash_of(token: str) -> str:
    """What is stored of an address's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _place(intake: CaptionIntake, seq: int) -> datetime | None:
    """When a line counts as said: now, or just before those that should have come after it."""
    later = Caption.objects.filter(intake=intake, intake_count=intake.count, intake_seq__gt=seq)
    first = later.order_by("intake_seq").values_list("at", flat=True).first()
    return first - timedelta(milliseconds=1) if first else None
