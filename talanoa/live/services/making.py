"""The job that makes a recording ready: one sound of what was recorded."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from talanoa.kernel import clock, events
from talanoa.live import log, recorded
from talanoa.live.models import Recording
from talanoa.live.recordings import sound
from talanoa.live.recordings.sound import Failure, SoundError, Source
from talanoa.live.recordings.timeline import Part
from talanoa.live.services import recorder, recordings
from talanoa.live.terms import RecordingStatus


class StillRecording(Exception):
    """A room process has not written its last seconds yet."""


def make(*, recording: Recording) -> bool:
    """Make a recording ready, or anew where somebody is to be silenced; says whether it is.

    The sound passes through once; what it was made of is deleted, so that nobody's silenced
    words stay anywhere. Safe to run twice: what was made of an earlier version is not taken.

    Raises:
        StillRecording: its last seconds are not written yet.
    """
    if recording.status != RecordingStatus.BEING_MADE:
        return recording.status == RecordingStatus.READY
    if recorder.is_held(recording):
        raise StillRecording(recording.pk)
    folder = Path(settings.RECORDINGS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder / f"{uuid4().hex}.webm"
    is_kept = False
    try:
        silent = recorded.silent(recording)
        parts = sound.join(_sources(recording), made, silent=silent)
        is_kept = _ready(recording, parts=parts, silent=silent, made=made)
        return is_kept
    except SoundError as error:
        _failed(recording, error.code)
        return False
    finally:
        if not is_kept:
            made.unlink(missing_ok=True)


def _sources(recording: Recording) -> list[Source]:
    """What was recorded, in order; of a recording made before, the sound alone."""
    made = recorded.parts(recording)
    if recording.sound and made:
        return [Source(recorded.path_of(recording.sound), made[0].began_at, tuple(made))]
    return [
        Source(recorded.path_of(segment.name), segment.began_at)
        for segment in recording.segments.all()
    ]


@transaction.atomic
def _ready(
    recording: Recording,
    *,
    parts: list[Part],
    silent: list[tuple[datetime, datetime]],
    made: Path,
) -> bool:
    current = _unchanged(recording)
    if current is None:
        return False
    old = [current.sound, *current.segments.values_list("name", flat=True)]
    current.segments.all().delete()
    current.voices.filter(is_silenced=True).delete()
    current.sound, current.sound_bytes = made.name, made.stat().st_size
    current.parts = [[part.offset, part.began_at.isoformat(), part.seconds] for part in parts]
    now_quiet = {(begins.isoformat(), ends.isoformat()) for begins, ends in silent}
    current.quiet = sorted({*map(tuple, current.quiet), *now_quiet})
    current.ready_at = clock.now()
    current.save()
    events.record("live.recording_ready", by=None, subject=current)
    transaction.on_commit(recordings.deleting(*old))
    return True


@transaction.atomic
def _failed(recording: Recording, failure: Failure) -> None:
    current = _unchanged(recording)
    if current is not None:
        current.failed_at, current.failure = clock.now(), failure
        current.save()
        events.record("live.recording_failed", by=None, subject=current, failure=failure)


def _unchanged(recording: Recording) -> Recording | None:
    """The recording, locked, unless it was changed since it was read; that has its own job."""
    log.lock(recording.session)
    current = recorded.of_session(recording.session, fresh=True)
    is_same = current.version == recording.version
    return current if is_same and current.status == RecordingStatus.BEING_MADE else None
