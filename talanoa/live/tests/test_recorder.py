"""The room process records with a real Janus: only those who agreed, and through its death."""

import struct
import time
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest

from talanoa.kernel import clock
from talanoa.live import recorded
from talanoa.live.durations import SETTLES
from talanoa.live.media.mixes import OPUS
from talanoa.live.models import RecordedVoice, RecordingSegment
from talanoa.live.recordings import timeline
from talanoa.live.room.recorder import Tape
from talanoa.live.services import making
from talanoa.live.tests.media_harness import RunningJanus, janus_settings
from talanoa.live.tests.media_sdp import OFFER
from talanoa.live.tests.recording import a_planned_recording
from talanoa.live.tests.rooms import Rooms
from tests.servers import free_port


@pytest.fixture
def janus(settings, tmp_path):
    settings.JANUS = janus_settings(tmp_path / "janus")
    with RunningJanus(settings.JANUS) as janus:
        yield janus


@pytest.fixture
def room(transactional_db, settings, tmp_path, janus):
    """A room process with sound."""
    settings.PORT, settings.ROOM_PORT = free_port(), free_port()
    settings.SITE_URL = f"http://localhost:{settings.PORT}"
    settings.ROOM_BUS = str(tmp_path / "bus")
    with Rooms(settings).open() as room:
        yield room


@contextmanager
def seated(room, person, session):
    """Somebody in the mix, muted, as a browser would be."""
    with room.join(person, session) as socket:
        sees(socket, "sound.back")
        socket.send("sound.join", sdp=OFFER, speak=True)
        sees(socket, "sound.answer")
        yield socket


def sees(socket, wanted):
    """The next frame of this kind, received since the last that was looked for or still to come."""
    is_it = wanted if callable(wanted) else lambda frame: frame["type"] == wanted
    for number in range(getattr(socket, "looked", 0), len(socket.frames)):
        if is_it(socket.frames[number]):
            socket.looked = number + 1
            return socket.frames[number]
    found = socket.until(is_it)
    socket.looked = len(socket.frames)
    return found


def until(look, *, patience=20):
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "It did not come."
        time.sleep(0.1)
    return found


def is_muted(person):
    def said(frame):
        is_theirs = frame.get("person") == str(person.pk)
        return frame["type"] == "sound.muted" and is_theirs and frame["muted"]

    return said


def is_unmuted(person):
    return lambda frame: (
        frame["type"] == "sound.muted"
        and frame.get("person") == str(person.pk)
        and not frame["muted"]
    )


def test_whoever_has_not_agreed_is_muted_at_the_start_and_stays_so(room, session, host, ana, ben):
    a_planned_recording(session)
    with (
        room.join(host, session) as hosting,
        seated(room, ana, session) as of_ana,
        seated(room, ben, session) as of_ben,
    ):
        assert of_ana.act("recording.answer", answer="yes")["type"] == "ack"
        for person, socket in ((ana, of_ana), (ben, of_ben)):
            socket.send("sound.mute", muted=False)
            sees(hosting, is_unmuted(person))

        assert hosting.act("recording.start")["type"] == "ack"
        sees(hosting, is_muted(ben))
        of_ben.send("sound.mute", muted=False)
        refused = sees(of_ben, "sound.failed")
        assert (refused["of"], refused["code"]) == ("sound.mute", "not-agreed")
        until(lambda: RecordedVoice.objects.filter(person=ana, ended_at=None).exists())

        assert of_ben.act("recording.answer", answer="yes")["type"] == "ack"
        recorder = room.application.server.recorder
        until(lambda: not recorder.forbids(session.pk, ben.pk))
        of_ben.send("sound.mute", muted=False)
        sees(hosting, is_unmuted(ben))
        assert of_ana.act("recording.answer", answer="no")["type"] == "ack"
        sees(hosting, is_muted(ana))
        until(lambda: RecordedVoice.objects.filter(person=ben, ended_at=None).exists())
        assert hosting.act("recording.stop")["type"] == "ack"
        until(lambda: not RecordedVoice.objects.filter(ended_at=None).exists())

    voices = set(RecordedVoice.objects.values_list("person", "is_silenced"))
    assert voices == {(ana.pk, True), (ben.pk, False)}


def test_a_janus_that_is_killed_costs_what_it_was_away(room, session, host, janus):
    a_planned_recording(session)
    with room.join(host, session) as hosting:
        sees(hosting, "sound.back")
        hosting.act("recording.start")
        first = until(lambda: RecordingSegment.objects.first())
        started_at = recorded.of_session(session).started_at
        assert first.began_at - started_at >= SETTLES
        time.sleep(2)
        janus.kill()
        sees(hosting, "sound.lost")
        time.sleep(1)
        janus.start()
        until(lambda: RecordingSegment.objects.count() == 2)
        time.sleep(2)
        hosting.act("recording.stop")
        until(lambda: not recorded.of_session(session).recorder)

    assert making.make(recording=recorded.of_session(session))
    one, two = recorded.parts(recorded.of_session(session))
    assert min(one.seconds, two.seconds) > 1
    (gap,) = timeline.gaps([one, two], shortest=timedelta(seconds=0.5))
    assert gap.missing.total_seconds() > 1


def test_in_a_pause_nothing_is_written_and_afterwards_a_new_segment_is(room, session, host):
    a_planned_recording(session)
    with room.join(host, session) as hosting:
        sees(hosting, "sound.back")
        hosting.act("recording.start")
        first = until(lambda: RecordingSegment.objects.first())
        time.sleep(1.5)
        hosting.act("recording.pause")
        until(lambda: not recorded.of_session(session).recorder)
        size = recorded.path_of(first.name).stat().st_size
        time.sleep(1.5)
        assert recorded.path_of(first.name).stat().st_size == size
        hosting.act("recording.start")
        until(lambda: RecordingSegment.objects.count() == 2)
        time.sleep(1.5)
        hosting.act("session.close")
        until(lambda: not recorded.of_session(session).recorder)

    assert making.make(recording=recorded.of_session(session))
    parts = recorded.parts(recorded.of_session(session))
    assert len(parts) == 2
    assert timeline.gaps(parts, shortest=SETTLES)


def test_what_cannot_be_written_is_tried_again_and_breaks_nothing(settings, tmp_path):
    settings.RECORDINGS_DIR = tmp_path / "a file"
    settings.RECORDINGS_DIR.write_bytes(b"")
    tape = Tape(SimpleNamespace(mixes=None), 1, since=clock.now())
    taken = tape.tap.datagram_received

    for number in range(3):
        taken(rtp(tape, number), None)

    assert tape.is_dumb
    assert tape.begun == []


def test_packets_of_others_are_not_recorded():
    tape = Tape(SimpleNamespace(mixes=None), 1, since=clock.now())

    tape.tap.datagram_received(rtp(tape, 1, source=1 + tape.tap._source), None)
    tape.tap.datagram_received(b"hello", None)

    assert (tape.begun, tape.is_dumb) == ([], False)


def rtp(tape, number, *, source=None):
    source = tape.tap._source if source is None else source
    return struct.pack("!BBHII", 0x80, OPUS, number, number * 960, source % 2**32) + b"\xf8\xff\xfe"
