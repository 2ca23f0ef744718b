"""Who may have a machine write captions of a recording, correct them and publish them."""

from django.conf import settings
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused
from talanoa.live.caption_terms import DraftStatus
from talanoa.live.models import CaptionDraft, Captioner, Recording
from talanoa.live.terms import RecordingStatus
from talanoa.people.models import Person


def drafting_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not have a machine write down this recording; ``None``: they may."""
    if refused := hosting_refused(person, recording.session):
        return refused
    if not settings.WHISPER_MODEL:
        return _("This server has no speech recognition.")
    if recording.status != RecordingStatus.READY:
        return _("The recording is not ready.")
    if CaptionDraft.objects.filter(recording=recording).exists():
        return _("A machine has written this recording down already. Discard that first.")
    return None


def publishing_draft_refused(person: Person, draft: CaptionDraft) -> str | None:
    """Why ``person`` may not publish a draft; ``None``: they may."""
    if refused := hosting_refused(person, draft.recording.session):
        return refused
    return correcting_refused(draft)


def correcting_refused(draft: CaptionDraft) -> str | None:
    """Why nobody may correct a draft now, by those who may read it."""
    if draft.status == DraftStatus.PUBLISHED:
        return _("These captions are published.")
    if draft.status != DraftStatus.READY:
        return _("These captions are not ready.")
    return None


def get_draft(person: Person, session_id: int) -> CaptionDraft:
    """The door to a draft: for hosts, and for those who write captions in its language.

    Raises:
        NotVisible: there is none, or ``person`` is neither.
    """
    session = get_session(person, session_id)
    draft = CaptionDraft.objects.select_related("recording").filter(pk=session.pk).first()
    if draft is None:
        raise NotVisible(session_id)
    writes = Captioner.objects.filter(session=session, person=person, withdrawn_at=None)
    is_host = hosting_refused(person, session) is None
    if not is_host and not writes.filter(language=draft.language).exists():
        raise NotVisible(session_id)
    draft.recording.session = session
    return draft
