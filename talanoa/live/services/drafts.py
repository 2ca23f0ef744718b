"""Captions that a machine makes of a recording: asked for, made, corrected, published."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, captioning, captions, log, recorded
from talanoa.live.caption_terms import LANGUAGES, LONGEST_CAPTION, CaptionSource, DraftStatus
from talanoa.live.models import Caption, CaptionDraft, DraftLine, Recording
from talanoa.live.recordings import hearing, timeline
from talanoa.live.recordings.hearing import Failure, HearingError
from talanoa.live.services.captions import next_number
from talanoa.live.terms import RecordingStatus
from talanoa.people.models import Person

WIDER = timedelta(seconds=2)
"""How much earlier or later than a machine says its words may have been said."""


class Overtaken(Exception):
    """The recording is being made anew, or was while a machine listened to it."""


@transaction.atomic
def ask(*, by: Person, recording: Recording, language: str) -> CaptionDraft:
    """Have a machine write down what is said in a recording, in this language.

    Raises:
        Refused: for the reasons in ``access.drafting_refused``, or people wrote captions in it.
        ValidationError: no language of ours.
    """
    log.lock(recording.session)
    demand(access.drafting_refused(by, recording))
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose a language.")})
    _demand_none(recording, language)
    draft = CaptionDraft.objects.create(recording=recording, language=language)
    events.record("live.draft_asked", by=by, subject=draft, language=language)
    return draft


def make(*, draft: CaptionDraft) -> bool:
    """Write down what a machine hears in a draft's recording; says whether it could.

    Safe to run twice: what was made stays.

    Raises:
        Overtaken: somebody was silenced meanwhile; another try hears the recording as it is then.
    """
    if draft.status != DraftStatus.BEING_MADE:
        return draft.made_at is not None
    recording = draft.recording
    if recording.status != RecordingStatus.READY:
        raise Overtaken(recording.pk)
    parts = recorded.parts(recording)
    try:
        heard = [
            DraftLine(
                draft=draft,
                begins_at=timeline.moment(parts, each.begins),
                ends_at=timeline.moment(parts, each.ends),
                text=text,
            )
            for each in hearing.hear(
                recorded.path_of(recording.sound),
                model=Path(settings.WHISPER_MODEL),
                language=draft.language,
                threads=settings.WHISPER_THREADS,
                only_speech=settings.WHISPER_ONLY_SPEECH,
            )
            if (text := captioning.cleaned(each.text)[:LONGEST_CAPTION])
        ]
    except HearingError as error:
        if Recording.objects.filter(pk=recording.pk).exclude(version=recording.version).exists():
            raise Overtaken(recording.pk) from error
        _failed(draft, error.code)
        return False
    return _made(draft, heard, version=recording.version)


@transaction.atomic
def correct(*, by: Person, draft: CaptionDraft, changed: Mapping[int, str]) -> int:
    """Write lines (their ids) anew; without words a line is left out. Says how many.

    ``by`` has come through ``access.get_draft``.

    Raises:
        Refused: for the reasons in ``access.correcting_refused``.
        ValidationError: a line is too long.
    """
    draft = _locked(draft)
    demand(access.correcting_refused(draft))
    lines = list(draft.lines.filter(pk__in=changed))
    for line in lines:
        text = captioning.cleaned(changed[line.pk])
        if len(text) > LONGEST_CAPTION:
            raise ValidationError(
                _("Write at most %(most)d characters at once; this has %(length)d."),
                params={"most": LONGEST_CAPTION, "length": len(text)},
            )
        if not text:
            line.delete()
            continue
        line.text, line.corrected_at = text, clock.now()
        line.save(update_fields=["text", "corrected_at"])
    if lines:
        events.record("live.draft_corrected", by=by, subject=draft, lines=len(lines))
    return len(lines)


@transaction.atomic
def publish(*, by: Person, draft: CaptionDraft) -> int:
    """Make captions of the lines, marked as made by a machine; says how many.

    Raises:
        Refused: for the reasons in ``access.publishing_draft_refused``; nothing is left to publish;
            or people have written captions in that language.
    """
    draft = _locked(draft)
    demand(access.publishing_draft_refused(by, draft))
    session, lines = draft.recording.session, list(draft.lines.all())
    if not lines:
        raise Refused(_("No line is left to publish."))
    _demand_none(draft.recording, draft.language)
    first = next_number(session)
    made = Caption.objects.bulk_create(
        Caption(
            session=session,
            number=number,
            line=number,
            language=draft.language,
            text=line.text,
            folded=captioning.folded(line.text),
            source=CaptionSource.MACHINE,
            at=line.ends_at,
            corrected_at=line.corrected_at,
        )
        for number, line in enumerate(lines, start=first)
    )
    for line, caption in zip(lines, made, strict=True):
        line.caption, line.text = caption, ""
    DraftLine.objects.bulk_update(lines, ["caption", "text"], batch_size=200)
    draft.published_at = clock.now()
    draft.save(update_fields=["published_at"])
    events.record("live.draft_published", by=by, subject=draft, lines=len(lines))
    return len(lines)


@transaction.atomic
def discard(*, by: Person, draft: CaptionDraft) -> None:
    """Delete a draft; captions that were published of it go with the transcript alone.

    Raises:
        Refused: ``by`` does not host the session, or it is published.
    """
    draft = _locked(draft)
    demand(access.hosting_refused(by, draft.recording.session))
    if draft.published_at:
        raise Refused(_("These captions are published. Delete the transcript instead."))
    events.record("live.draft_discarded", by=by, subject=draft.recording)
    draft.delete()


def leave_out(recording: Recording, quiet: Iterable[tuple[datetime, datetime]]) -> None:
    """Delete what a machine wrote down of these stretches, published or not. In a transaction.

    A draft that is being made is told by the recording's version.
    """
    for begins, ends in quiet:
        lines = DraftLine.objects.filter(
            draft=recording.pk, begins_at__lt=ends + WIDER, ends_at__gt=begins - WIDER
        )
        Caption.objects.filter(draft_line__in=lines).update(text="", folded="", earlier=[])
        lines.delete()


def forget(recording_id: int) -> None:
    """Delete the draft of a recording that is deleted, or whose transcript is. Safe twice."""
    CaptionDraft.objects.filter(recording=recording_id).delete()


@transaction.atomic
def _made(draft: CaptionDraft, heard: list[DraftLine], *, version: int) -> bool:
    log.lock(draft.recording.session)
    current = _same(draft).select_related("recording").first()
    if current is None or current.status != DraftStatus.BEING_MADE:
        return False  # discarded meanwhile
    if current.recording.version != version:
        raise Overtaken(draft.pk)
    DraftLine.objects.bulk_create(heard, batch_size=500)
    current.made_at = clock.now()
    current.save(update_fields=["made_at"])
    events.record("live.draft_made", by=None, subject=current, lines=len(heard))
    return True


@transaction.atomic
def _failed(draft: CaptionDraft, failure: Failure) -> None:
    log.lock(draft.recording.session)
    open_still = _same(draft).filter(made_at=None, failed_at=None)
    if open_still.update(failed_at=clock.now(), failure=failure):
        events.record("live.draft_failed", by=None, subject=draft, failure=failure)


def _same(draft: CaptionDraft) -> QuerySet[CaptionDraft]:
    """This draft; not one that was asked for anew, in another language perhaps."""
    return CaptionDraft.objects.filter(pk=draft.pk, asked_at=draft.asked_at)


def _demand_none(recording: Recording, language: str) -> None:
    """A machine writes only where nobody has written."""
    if captions.kept(recording.session).filter(language=language).exists():
        raise Refused(_("There are captions in this language already."))


def _locked(draft: CaptionDraft) -> CaptionDraft:
    """The draft as it is now, while nobody else changes its session."""
    session = draft.recording.session
    log.lock(session)
    current = CaptionDraft.objects.select_related("recording").filter(pk=draft.pk).first()
    if current is None:
        raise Refused(_("These captions have been discarded."))
    current.recording.session = session
    return current
