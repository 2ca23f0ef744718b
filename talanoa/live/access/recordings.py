"""Who may have a session recorded, who is heard in it, and who may play it."""

from django.conf import settings
from django.utils.translation import gettext as _

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access.rooms import get_session, hosting_refused, leading_refused
from talanoa.live.models import Call, Recording, RecordingConsent
from talanoa.live.terms import RecordingStatus
from talanoa.people.models import Person
from talanoa.schedule import access as schedule
from talanoa.schedule.models import LiveSession
from talanoa.schedule.terms import Status


def switching_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not say now whether this session is recorded; coordinators may."""
    if refused := schedule.planning_refused(person, recording.session):
        return refused
    if recording.session.status in (Status.CLOSED, Status.CANCELLED):
        return _("This session is over.")
    if recording.started_at and not recording.stopped_at:
        return _("The recording has begun. A host can pause or stop it in the room.")
    if recording.stopped_at:
        return _("The recording of this session has been stopped.")
    return None


def recording_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not start the recording, or go on with it, now."""
    session = recording.session
    if refused := leading_refused(person, session):
        return refused
    if not settings.JANUS.enabled or Call.objects.filter(session=session).exists():
        return _("The sound of this session is not here, so it cannot be recorded here.")
    if not recording.is_wanted:
        return _("The coordinator has not chosen to have this session recorded.")
    if recording.stopped_at:
        return _("The recording of this session has been stopped.")
    return None


def pausing_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not pause the recording now."""
    if refused := hosting_refused(person, recording.session):
        return refused
    if recording.status != RecordingStatus.RUNNING:
        return _("Nothing is being recorded.")
    return None


def stopping_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not stop the recording for good now."""
    if refused := hosting_refused(person, recording.session):
        return refused
    if recording.status not in (RecordingStatus.RUNNING, RecordingStatus.PAUSED):
        return _("Nothing is being recorded.")
    return None


def consenting_refused(recording: Recording, *, is_yes: bool) -> str | None:
    """Why nobody may say now that they may be recorded. A no is taken as long as it matters."""
    if recording.deleted_at:
        return _("The recording has been deleted.")
    if recording.session.status == Status.CANCELLED:
        return _("This session has been cancelled.")
    if is_yes and recording.session.status == Status.CLOSED:
        return _("This session has ended.")
    return None


def deleting_refused(person: Person, recording: Recording) -> str | None:
    """Why ``person`` may not delete the recording before its date, or have it made again."""
    if refused := hosting_refused(person, recording.session):
        return refused
    if recording.started_at is None or recording.deleted_at:
        return _("There is no recording.")
    if recording.stopped_at is None:
        return _("Stop the recording first.")
    return None


def may_be_heard(person: Person, session: LiveSession) -> bool:
    """Whether ``person`` may unmute as far as the recording goes: it rests, or they agreed."""
    running = Recording.objects.filter(
        pk=session.pk, started_at__isnull=False, paused_at=None, stopped_at=None
    )
    if not running.exists():
        return True
    return RecordingConsent.objects.filter(session=session, person=person, is_yes=True).exists()


def get_recording(person: Person, session_id: int) -> Recording:
    """The door to a recording that can be played, for those whom the session's door lets in.

    Raises:
        Removed: ``person`` was sent out.
        NotVisible: no such session, not one ``person`` may enter, or nothing to be played.
    """
    session = get_session(person, session_id)
    recording = Recording.objects.filter(pk=session.pk).first()
    if recording is None or recording.status != RecordingStatus.READY:
        raise NotVisible(session_id)
    recording.session = session
    return recording
