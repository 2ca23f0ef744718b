"""Recordings for tests, without a mix: silent segments as a room process would have written."""

from datetime import timedelta
from uuid import uuid4

from talanoa.kernel import clock
from talanoa.live import recorded
from talanoa.live.models import RecordedVoice, Recording, RecordingPolicy
from talanoa.live.recordings.ogg import FRAME
from talanoa.live.recordings.tape import Packet, Segment
from talanoa.live.services import floor, making, recorder, recordings
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from tests import make

TONE = b"\xf8\xff\xfe"


def a_planned_recording(session: LiveSession | None = None) -> Recording:
    """Of an open session whose programme has everything recorded."""
    session = session or make.an_open_session()
    programme = session.cohort.programme
    RecordingPolicy.objects.update_or_create(programme=programme, defaults={"is_on": True})
    return recorded.of_session(session)


def a_running_recording(session: LiveSession | None = None) -> Recording:
    """One that a facilitator has started."""
    session = a_planned_recording(session).session
    recordings.start(by=make.a_role(session.cohort.programme, "facilitator"), session=session)
    return recorded.of_session(session)


def segment(recording: Recording, *, began_in: float = 5, seconds: int = 8) -> None:
    """A segment that began so many seconds after the recording."""
    began_at = recording.started_at + timedelta(seconds=began_in)
    name = f"{uuid4().hex}.ogg"
    recorder.note_segment(recording.pk, name=name, began_at=began_at)
    kept = Segment(recorded.path_of(name), began_at=began_at)
    for number in range(seconds * 50):
        kept.take(Packet(number * FRAME, TONE))
    kept.close()


def a_stopped_recording(session: LiveSession | None = None) -> Recording:
    """Of a session that has ended; nothing is made of it yet."""
    recording = a_running_recording(session)
    segment(recording)
    host = make.a_role(recording.session.cohort.programme, "facilitator")
    with clock.standing_at(recording.started_at + timedelta(minutes=2)):
        floor.close_session(by=host, session=recording.session)
    return recorded.of_session(LiveSession.objects.get(pk=recording.pk))


def a_ready_recording(session: LiveSession | None = None) -> Recording:
    """The same, made ready."""
    recording = a_stopped_recording(session)
    assert making.make(recording=recording)
    return recorded.of_session(recording.session)


def spoke(recording: Recording, person: Person, *, begins: float = 10, ends: float = 20) -> None:
    """Somebody who agreed had their microphone on, in seconds from the recording's start."""
    recordings.answer(by=person, session=recording.session, answer="yes")
    RecordedVoice.objects.create(
        recording=recording,
        person=person,
        began_at=recording.started_at + timedelta(seconds=begins),
        ended_at=recording.started_at + timedelta(seconds=ends),
    )
