"""Whether a session is recorded, who agreed, start, pause, stop, deletion."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talanoa.kernel import clock, events
from talanoa.kernel.refusals import Refused, demand
from talanoa.live import access, log, recorded
from talanoa.live.models import (
    CatchUp,
    Entry,
    RecordedVoice,
    Recording,
    RecordingConsent,
    RecordingPolicy,
    RecordingSegment,
)
from talanoa.live.services import drafts
from talanoa.live.terms import Audience, CatchUpKind, Kind, RecordingStatus
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession

YES, NO = "yes", "no"
ORPHANED_AFTER = timedelta(days=1)
"""How old a file is that no recording names before it is deleted."""


@transaction.atomic
def set_policy(*, by: Person, programme: Programme, is_on: bool, kept_days: int) -> RecordingPolicy:
    """Say what a programme's sessions begin with.

    What has been started keeps the days promised at its start.

    Raises:
        Refused: ``by`` does not coordinate the programme.
        ValidationError: too few days, or too many.
    """
    demand(programmes.coordinates_refused(by, programme))
    policy = RecordingPolicy(programme=programme, is_on=is_on, kept_days=kept_days)
    policy.full_clean(validate_unique=False, validate_constraints=False)
    RecordingPolicy.objects.update_or_create(
        programme=programme, defaults={"is_on": is_on, "kept_days": kept_days}
    )
    events.record("live.recording_policy_set", by=by, subject=programme, is_on=is_on)
    return policy


@transaction.atomic
def switch(*, by: Person, session: LiveSession, is_on: bool) -> Entry:
    """Have a session recorded, or not, whatever its programme's sessions begin with.

    Raises:
        Refused: for the reasons in ``access.switching_refused``.
    """
    recording = _locked(session)
    demand(access.switching_refused(by, recording))
    recording.is_wanted = is_on
    recording.save()
    events.record("live.recording_set", by=by, subject=recording, is_on=is_on)
    return log.add(session=session, kind=Kind.RECORDING_SET, by=by, data={})


@log.once
def start(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Record from now on, or go on after a pause.

    Raises:
        Refused: for the reasons in ``access.recording_refused``, or it runs already.
    """
    recording = _locked(session)
    demand(access.recording_refused(by, recording))
    if recording.status == RecordingStatus.RUNNING:
        raise Refused(_("The recording is running."))
    now = clock.now()
    recording.started_at = recording.started_at or now
    recording.resumed_at, recording.paused_at = now, None
    recording.save()
    return _said(recording, Kind.RECORDING_STARTED, "live.recording_started", by, client_id)


@log.once
def pause(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """Record nothing until somebody goes on.

    Raises:
        Refused: for the reasons in ``access.pausing_refused``.
    """
    recording = _locked(session)
    demand(access.pausing_refused(by, recording))
    recording.paused_at = clock.now()
    recording.save()
    return _said(recording, Kind.RECORDING_PAUSED, "live.recording_paused", by, client_id)


@log.once
def stop(*, by: Person, session: LiveSession, client_id: str = "") -> Entry:
    """End the recording for good; a job makes it ready.

    Raises:
        Refused: for the reasons in ``access.stopping_refused``.
    """
    recording = _locked(session)
    demand(access.stopping_refused(by, recording))
    return _stopped(recording, by=by, client_id=client_id)


@transaction.atomic
def stop_with_session(*, by: Person | None, session: LiveSession) -> None:
    """End what runs, or is paused, in a session that has ended. Safe to run twice."""
    recording = _locked(session)
    if recording.status in (RecordingStatus.RUNNING, RecordingStatus.PAUSED):
        _stopped(recording, by=by, client_id="")


@log.once
def answer(*, by: Person, session: LiveSession, answer: str, client_id: str = "") -> Entry:
    """Say whether one may be recorded speaking: ``yes`` or ``no``.

    A no after a yes silences every time in which their microphone was on.

    Raises:
        Refused: for the reasons in ``access.consenting_refused``, or it is neither.
    """
    if answer not in (YES, NO):
        raise Refused(_("Answer yes or no."))
    is_yes = answer == YES
    recording = _locked(session)
    demand(access.consenting_refused(recording, is_yes=is_yes))
    RecordingConsent.objects.update_or_create(
        session=session, person=by, defaults={"is_yes": is_yes, "answered_at": clock.now()}
    )
    if not is_yes:
        _silence(recording, by=by, voices=RecordedVoice.objects.filter(person=by))
    return log.add(
        session=session,
        kind=Kind.RECORDING_ANSWERED,
        by=by,
        client_id=client_id,
        data={"answer": answer},
        audience=Audience.PERSON,
        audience_person=by,
    )


@transaction.atomic
def make_again(*, by: Person, recording: Recording) -> None:
    """Have a recording made ready that could not be, once what was missing is there.

    Raises:
        Refused: for the reasons in ``access.deleting_refused``, or it did not fail.
    """
    recording = _locked(recording.session)
    demand(access.deleting_refused(by, recording))
    if recording.failed_at is None:
        raise Refused(_("This recording did not fail."))
    _make_anew(recording, by=by)


@transaction.atomic
def delete(*, by: Person | None, recording: Recording) -> None:
    """Delete a recording with its files, and what was kept because of it. Safe to run twice.

    How many caught up stays, without who.

    Raises:
        Refused: for the reasons in ``access.deleting_refused``.
    """
    recording = _locked(recording.session)
    if by is not None:
        demand(access.deleting_refused(by, recording))
    if recording.deleted_at:
        return
    names = [recording.sound, *recording.segments.values_list("name", flat=True)]
    recording.segments.all().delete()
    recording.voices.all().delete()
    recording.catch_ups.update(person=None)
    RecordingConsent.objects.filter(session=recording.session).delete()
    recording.deleted_at = clock.now()
    recording.version += 1
    recording.sound, recording.sound_bytes = "", 0
    recording.parts, recording.quiet = [], []
    drafts.forget(recording.pk)
    recording.save()
    events.record("live.recording_deleted", by=by, subject=recording)
    transaction.on_commit(deleting(*names))


def delete_due() -> int:
    """Delete what has reached its date; says how many. Safe to run twice.

    So are files that no recording names, a day old: left where a process died before it could
    delete them.
    """
    due = Recording.objects.filter(deleted_at=None, delete_at__lte=clock.now())
    recordings = list(due.select_related("session"))
    for recording in recordings:
        delete(by=None, recording=recording)
    _sweep()
    return len(recordings)


@transaction.atomic
def note_played(*, by: Person, recording: Recording) -> None:
    """That somebody played a recording, once."""
    CatchUp.objects.get_or_create(recording=recording, person=by, kind=CatchUpKind.SOUND)


@transaction.atomic
def note_taken(*, by: Person, recording: Recording, goes_on: bool = False) -> None:
    """That somebody took the recording along, each time; not when a download only goes on."""
    taken = CatchUp.objects.filter(recording=recording, person=by, kind=CatchUpKind.FILE)
    if not (goes_on and taken.exists()):
        CatchUp.objects.create(recording=recording, person=by, kind=CatchUpKind.FILE)


def forget(*, person: Person) -> None:
    """Silence somebody who was erased, everywhere, and take them off what is kept.

    Safe to run twice.
    """
    RecordingConsent.objects.filter(person=person).delete()
    CatchUp.objects.filter(person=person).update(person=None)
    spoken_in = Recording.objects.filter(voices__person=person).distinct()
    for recording in spoken_in.select_related("session").order_by("pk"):
        with transaction.atomic():
            locked = _locked(recording.session)
            _silence(locked, by=None, voices=RecordedVoice.objects.filter(person=person))
            RecordedVoice.objects.filter(recording=locked, person=person).update(person=None)


def deleting(*names: str) -> Callable[[], None]:
    """What deletes these files of recordings once the transaction has committed."""

    def delete_files() -> None:
        for name in filter(None, names):
            (settings.RECORDINGS_DIR / name).unlink(missing_ok=True)

    return delete_files


def _sweep() -> None:
    folder = Path(settings.RECORDINGS_DIR)
    if not folder.exists():
        return
    old = (clock.now() - ORPHANED_AFTER).timestamp()
    left = {path.name for path in folder.iterdir() if path.stat().st_mtime < old}
    left -= set(Recording.objects.values_list("sound", flat=True))
    left -= set(RecordingSegment.objects.values_list("name", flat=True))
    deleting(*left)()


def _locked(session: LiveSession) -> Recording:
    """The session's recording, in the database or not yet, while nobody else changes the room."""
    log.lock(session)
    return recorded.of_session(session, fresh=True)


def _silence(recording: Recording, *, by: Person | None, voices: QuerySet[RecordedVoice]) -> None:
    """Let nothing be heard of these times in a recording; what is made is made anew."""
    mine = voices.filter(recording_id=recording.pk, is_silenced=False)
    if not mine.update(is_silenced=True):
        return
    drafts.leave_out(recording, recorded.silent(recording))
    if recording.ready_at or recording.failed_at:
        _make_anew(recording, by=by)
    else:
        recording.version += 1
        recording.save(update_fields=["version"])


def _make_anew(recording: Recording, *, by: Person | None) -> None:
    recording.version += 1
    recording.ready_at = recording.failed_at = None
    recording.failure = ""
    recording.save()
    events.record("live.recording_to_be_made", by=by, subject=recording)


def _stopped(recording: Recording, *, by: Person | None, client_id: str) -> Entry:
    recording.stopped_at = clock.now()
    recording.delete_at = recording.stopped_at + timedelta(days=recording.kept_days)
    recording.save()
    entry = _said(recording, Kind.RECORDING_STOPPED, "live.recording_stopped", by, client_id)
    events.record("live.recording_to_be_made", by=by, subject=recording)
    return entry


def _said(recording: Recording, kind: str, event: str, by: Person | None, client_id: str) -> Entry:
    events.record(event, by=by, subject=recording)
    return log.add(session=recording.session, kind=kind, by=by, client_id=client_id, data={})
