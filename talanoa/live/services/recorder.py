"""What room processes write down while they record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.durations import RECORDER_DEAD_AFTER
from talanoa.live.models import (
    RecordedVoice,
    Recording,
    RecordingConsent,
    RecordingSegment,
)


@dataclass(eq=False)
class Voice:
    """A time in which somebody's (an id) microphone was on, and its row once it is written."""

    person: int
    began_at: datetime
    ended_at: datetime | None = None
    row: int | None = None


def claim(session_id: int, *, process: str) -> bool:
    """Be the one process that records a session, or stay it; says whether that is so."""
    now = clock.now()
    free = Q(recorder__in=["", process]) | Q(recorder_sign_at__lt=now - RECORDER_DEAD_AFTER)
    running = Recording.objects.filter(
        free, pk=session_id, started_at__isnull=False, paused_at=None, stopped_at=None
    )
    return running.update(recorder=process, recorder_sign_at=now) == 1


def release(session_id: int, *, process: str) -> None:
    """What this process recorded of a session is written to its end."""
    mine = Recording.objects.filter(pk=session_id, recorder=process)
    mine.update(recorder="", recorder_sign_at=None)


def is_held(recording: Recording) -> bool:
    """Whether a process may still be writing what it recorded."""
    sign = recording.recorder_sign_at
    return (
        bool(recording.recorder) and sign is not None and sign >= clock.now() - RECORDER_DEAD_AFTER
    )


def note_segment(session_id: int, *, name: str, began_at: datetime) -> None:
    """A file has been begun."""
    RecordingSegment.objects.create(recording_id=session_id, name=name, began_at=began_at)


@transaction.atomic
def note_voices(session_id: int, *, voices: Iterable[Voice]) -> None:
    """Whose microphone went on and off, and when; each knows its row once it has one.

    Somebody who has taken back their consent meanwhile is silenced at once.
    """
    if not Recording.objects.filter(pk=session_id, deleted_at=None).exists():
        return
    consents = RecordingConsent.objects.filter(session=session_id, is_yes=True)
    agreed = set(consents.values_list("person", flat=True))
    for voice in voices:
        if voice.row is not None:
            RecordedVoice.objects.filter(pk=voice.row).update(ended_at=voice.ended_at)
            continue
        voice.row = RecordedVoice.objects.create(
            recording_id=session_id,
            person_id=voice.person,
            began_at=voice.began_at,
            ended_at=voice.ended_at,
            is_silenced=voice.person not in agreed,
        ).pk
