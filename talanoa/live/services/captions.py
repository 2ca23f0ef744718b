"""Captions: written, corrected, taken over; and how somebody chooses to read them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from talanoa.kernel import clock
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, captioning, log, queries
from talanoa.live.caption_terms import (
    CORRECTIONS_KEPT,
    LONGEST_ABBREVIATIONS,
    LONGEST_CAPTION,
    CaptionColours,
    CaptionSize,
    CaptionSource,
)
from talanoa.live.models import Caption, CaptionChoice, Captioner, Entry, Room
from talanoa.live.room import bus
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

WHOEVER_SPEAKS = 0
"""As a speaker: whoever has the floor."""


@transaction.atomic
def write(
    *,
    by: Person,
    session: LiveSession,
    text: str,
    language: str,
    speaker: int | None = None,
    client_id: str = "",
) -> Caption:
    """Write a line, by a captioner. The same frame sent again is the same line.

    Args:
        speaker: who said it, by id; 0 for whoever has the floor, ``None`` for nobody named.

    Raises:
        Refused: for the reasons in ``access.captioning_refused``; the speaker is not here.
        ValidationError: nothing is written, or more than 500 characters.
    """
    demand(access.captioning_refused(by, session, language))
    room = log.lock(session)
    own = Caption.objects.filter(session=session, by=by)
    if client_id and (earlier := own.filter(client_id=client_id).first()):
        return earlier
    return add(
        session=session,
        text=_line(text),
        language=language,
        source=CaptionSource.CAPTIONER,
        by=by,
        speaker_id=_speaker(session, room, speaker),
        client_id=client_id,
    )


@transaction.atomic
def correct(
    *, by: Person, session: LiveSession, line: int, text: str, client_id: str = ""
) -> Caption:
    """Write a line (its id) anew, by a captioner of its language; what it said before is kept.

    Raises:
        Refused: there is no such line, or for the reasons in ``access.captioning_refused``.
        ValidationError: as ``write``.
    """
    log.lock(session)
    caption = Caption.objects.filter(session=session, pk=line).first()
    if caption is None or not caption.text:
        raise Refused(_("This line is not there any more."))
    demand(access.captioning_refused(by, session, caption.language))
    text = _line(text)
    if text == caption.text or any(client_id == was["id"] for was in caption.earlier):
        return caption
    caption.earlier.append({"text": caption.text, "at": clock.now().isoformat(), "id": client_id})
    caption.text, caption.folded = text, captioning.folded(text)
    caption.corrected_at = clock.now()
    caption.number = next_number(session)
    caption.save()
    _tell(session, caption.number)
    return caption


@log.once
def take(*, by: Person, session: LiveSession, language: str, client_id: str = "") -> Entry:
    """Take the writing over from another captioner of the same language.

    Raises:
        Refused: for the reasons in ``access.captioning_refused``.
    """
    demand(access.captioning_refused(by, session, language))
    own = Captioner.objects.filter(session=session, person=by, language=language, withdrawn_at=None)
    own.update(taken_at=clock.now())
    return log.add(
        session=session,
        kind=Kind.CAPTIONS_TAKEN,
        by=by,
        client_id=client_id,
        data={"language": language},
    )


@transaction.atomic
def choose(
    *,
    by: Person,
    session: LiveSession,
    shown: str | None = None,
    language: str | None = None,
    size: str | None = None,
    colours: str | None = None,
    spoken: str | None = None,
    client_id: str = "",
) -> CaptionChoice:
    """Keep how ``by`` reads captions; what is left out stays. Safe to ask twice.

    Args:
        shown, spoken: ``yes`` or ``no``.

    Raises:
        ValidationError: a value that cannot be chosen.
    """
    choice = CaptionChoice.objects.select_for_update().get_or_create(person=by)[0]
    given = {
        "is_shown": _yes_or_no(shown),
        "language": language,
        "size": _one_of(size, CaptionSize.values),
        "colours": _one_of(colours, CaptionColours.values),
        "is_spoken": _yes_or_no(spoken),
    }
    for name, value in given.items():
        if value is not None:
            setattr(choice, name, value)
    choice.full_clean()
    choice.save()
    return choice


@transaction.atomic
def shorten(
    *, by: Person, session: LiveSession, abbreviations: str, client_id: str = ""
) -> CaptionChoice:
    """Keep a captioner's own abbreviations. Safe to ask twice.

    Raises:
        ValidationError: a line that is no abbreviation, or too many of them.
    """
    lines = [" ".join(line.split()) for line in abbreviations.splitlines() if line.strip()]
    for line in lines:
        short, sign, whole = (part.strip() for part in line.partition("="))
        if not (sign and short and whole) or " " in short:
            raise ValidationError(
                _("“%(line)s” is no abbreviation. Write each as: pc = palliative care"),
                params={"line": line[:60]},
            )
    text = "\n".join(lines)
    if len(text) > LONGEST_ABBREVIATIONS:
        raise ValidationError(
            _("These are more than %(most)d characters."), params={"most": LONGEST_ABBREVIATIONS}
        )
    choice = CaptionChoice.objects.select_for_update().get_or_create(person=by)[0]
    choice.abbreviations = text
    choice.save(update_fields=["abbreviations"])
    return choice


def add(
    *,
    session: LiveSession,
    text: str,
    language: str,
    source: str,
    by: Person | None = None,
    speaker_id: int | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Caption:
    """Give a line the next number and tell the rooms. The room is locked by the caller.

    The first line of a language is said in the room's log, so that everyone hears of it.
    """
    number = next_number(session)
    is_first = not Caption.objects.filter(session=session, language=language).exists()
    caption = Caption.objects.create(
        session=session,
        number=number,
        line=number,
        language=language,
        text=text,
        folded=captioning.folded(text),
        speaker_id=speaker_id,
        source=source,
        by=by,
        at=at or clock.now(),
        **fields,
    )
    if is_first:
        log.add(session=session, kind=Kind.CAPTIONS_BEGUN, by=None, data={"language": language})
    _tell(session, number)
    return caption


def next_number(session: LiveSession) -> int:
    """The number of the next line or correction. One query, the room locked by the caller."""
    newest = Caption.objects.filter(session=session).aggregate(number=Max("number"))["number"]
    return int(newest or 0) + 1


def forget(*, person: Person, words: bool) -> None:
    """Forget how somebody who was erased reads; what they said goes if they want it. Safe twice.

    What a captioner wrote down are others' words: their name goes, and the line stays.
    """
    CaptionChoice.objects.filter(person=person).delete()
    now = clock.now()
    Captioner.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=now)
    said = Caption.objects.filter(speaker=person)
    sessions = LiveSession.objects.filter(pk__in=said.values("session")).order_by("pk")
    for session in sessions:
        if not words and not queries.may_be_on_screen(session):
            continue
        with transaction.atomic():
            log.lock(session)
            for caption in said.filter(session=session).order_by("number"):
                if words:
                    caption.text, caption.folded, caption.earlier = "", "", []
                caption.number = next_number(session)
                caption.save()
                _tell(session, caption.number)


def forget_corrections() -> int:
    """Delete what lines said before they were corrected, a month after the end. Safe twice."""
    ended = LiveSession.objects.filter(closed_at__lt=clock.now() - CORRECTIONS_KEPT)
    corrected = Caption.objects.filter(corrected_at__isnull=False, session__in=ended)
    return corrected.exclude(earlier=[]).update(earlier=[])


def _tell(session: LiveSession, number: int) -> None:
    transaction.on_commit(_saying(session.pk, number), robust=True)


def _saying(session_id: int, number: int) -> Callable[[], None]:
    def say() -> None:
        bus.say(session_id, {"captions": number})

    return say


def _speaker(session: LiveSession, room: Room, speaker: int | None) -> int | None:
    if speaker is None:
        return None
    if speaker == WHOEVER_SPEAKS:
        return room.floor_id
    if speaker not in access.let_in(session, {speaker}):
        raise Refused(_("Whoever you chose as speaking is not in this session."))
    return speaker


def _line(text: str) -> str:
    text = captioning.cleaned(text)
    if not text:
        raise ValidationError(_("Write something first."), code="blank")
    if len(text) > LONGEST_CAPTION:
        raise ValidationError(
            _("Write at most %(most)d characters at once; this has %(length)d."),
            code="long",
            params={"most": LONGEST_CAPTION, "length": len(text)},
        )
    return text


def _yes_or_no(value: str | None) -> bool | None:
    return None if value is None else _one_of(value, ["yes", "no"]) == "yes"


def _one_of(value: str | None, known: list[str]) -> str | None:
    if value is not None and value not in known:
        raise ValidationError(_("This cannot be chosen."), code="unknown")
    return value
