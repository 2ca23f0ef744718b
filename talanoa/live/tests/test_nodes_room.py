"""A room process with two real Janus: who is where, and what a death costs."""

import os
import signal
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from talanoa.live import nodes as reading
from talanoa.live import recorded, tasks
from talanoa.live.models import RecordingSegment, SoundPlace
from talanoa.live.recordings import timeline
from talanoa.live.services import making
from talanoa.live.tests.media_harness import eventually
from talanoa.live.tests.media_sdp import OFFER
from talanoa.live.tests.recording import a_planned_recording
from talanoa.schedule.models import LiveSession
from tests.make import a_person, an_open_session, enrolled


@pytest.fixture
def room(pooled_room):
    return pooled_room


def take_seat(socket):
    """Join the sound, as a browser does; gives the epoch."""
    socket.send("sound.join", sdp=OFFER, speak=True)
    answer = socket.until(lambda frame: frame["type"] in {"sound.answer", "sound.failed"})
    assert answer["type"] == "sound.answer", answer
    return answer["epoch"]


@contextmanager
def seated(room, person, session):
    with room.join(person, session) as socket:
        socket.epoch = take_seat(socket)
        yield socket


def place_of(session):
    return reading.places([session.pk]).get(session.pk)


def other(pool, name):
    return next(each for each in pool if each != name)


def is_back(epoch):
    """Told that the sound is there, in another life."""
    return lambda frame: frame["type"] == "sound.back" and frame["epoch"] != epoch


def muted(person, is_muted):
    told = {"type": "sound.muted", "person": str(person.pk), "muted": is_muted}
    return lambda frame: told.items() <= frame.items()


def test_a_session_is_placed_when_somebody_first_takes_a_seat(room, session, ana, ben, pool):
    with room.join(ben, session) as of_ben:
        assert place_of(session) is None
        with seated(room, ana, session):
            assert place_of(session) in pool
            # Who has not joined the sound is not made to do anything.
            assert len(of_ben.of_type("sound.back")) == 1
            assert take_seat(of_ben) == room.application.server.sound.nodes._epoch_of(session.pk)


def test_two_sessions_lie_apart(room, session, ana, pool):
    second = an_open_session()
    tasks.note_opened.call(second.pk)
    ben = enrolled(second.cohort, a_person("Ben Osei"))
    with seated(room, ana, session), seated(room, ben, second):
        assert {place_of(session), place_of(second)} == set(pool)


def test_killed_it_costs_a_moment_and_nobody_comes_back_unmuted(room, session, ana, ben, pool):
    with seated(room, ana, session) as of_ana, room.join(ben, session) as of_ben:
        of_ana.send("sound.mute", muted=False)
        of_ben.until(muted(ana, False))
        first = place_of(session)

        pool[first].kill()
        began = time.monotonic()
        of_ana.until("sound.lost")
        of_ana.until(is_back(of_ana.epoch))
        take_seat(of_ana)

        assert time.monotonic() - began < 3
        assert place_of(session) == other(pool, first)
        seat = room.application.server.sound.nodes.seats(session.pk)[str(ana.pk)]
        assert seat.muted
        of_ana.send("sound.mute", muted=False)
        of_ben.until(muted(ana, False))


def test_back_from_the_dead_it_takes_nothing_back(room, session, ana, pool):
    with seated(room, ana, session) as of_ana:
        first = place_of(session)
        pool[first].kill()
        of_ana.until(is_back(of_ana.epoch))
        epoch = take_seat(of_ana)
        pool[first].start()
        eventually(lambda: reading.statuses()[first] == "resting")
        time.sleep(2.5)

        assert place_of(session) == other(pool, first)
        assert not [frame for frame in of_ana.frames if is_back(epoch)(frame)][2:]
        assert str(ana.pk) in room.application.server.sound.nodes.seats(session.pk)


def test_with_none_left_the_sound_is_away_until_one_is_back(room, session, ana, pool):
    with seated(room, ana, session) as of_ana:
        first = place_of(session)
        second = other(pool, first)
        pool[second].kill()
        pool[first].kill()
        of_ana.until("sound.lost")
        of_ana.send("sound.join", sdp=OFFER, speak=True)
        refused = of_ana.until("sound.failed")
        assert refused["code"] == "away"

        pool[second].start()
        of_ana.until(is_back(of_ana.epoch))
        take_seat(of_ana)
        assert place_of(session) == second


def test_one_that_hangs_is_left_too(room, session, ana, pool):
    with seated(room, ana, session) as of_ana:
        first = place_of(session)
        os.kill(pool[first].process.pid, signal.SIGSTOP)
        began = time.monotonic()
        try:
            of_ana.until(is_back(of_ana.epoch), patience=10)
            take_seat(of_ana)
        finally:
            os.kill(pool[first].process.pid, signal.SIGCONT)

        assert time.monotonic() - began < 10
        assert place_of(session) == other(pool, first)


def test_moved_by_another_process_its_people_go_along(room, session, ana, pool):
    with seated(room, ana, session) as of_ana:
        nodes = room.application.server.sound.nodes
        first = place_of(session)
        before = nodes.at(session.pk)

        SoundPlace.objects.filter(session=session).update(node=other(pool, first))
        of_ana.until("sound.lost")
        of_ana.until(is_back(of_ana.epoch))
        take_seat(of_ana)

        assert nodes.at(session.pk) is not before
        eventually(lambda: before.seats(str(session.pk)) == {})
        assert str(ana.pk) in nodes.seats(session.pk)


@pytest.mark.parametrize("is_moved", [False, True])
def test_whoever_is_sent_out_loses_their_seat_at_once_wherever_it_is(
    room, session, host, ana, pool, is_moved
):
    nodes = room.application.server.sound.nodes
    with room.join(host, session) as hosting, seated(room, ana, session) as of_ana:
        if is_moved:
            pool[place_of(session)].kill()
            of_ana.until(is_back(of_ana.epoch))
            take_seat(of_ana)
        assert str(ana.pk) in nodes.seats(session.pk)
        assert hosting.act("person.remove", person=ana.pk)["type"] == "ack"
        eventually(lambda: nodes.seats(session.pk) == {}, within=2)


def test_a_recording_goes_on_at_the_other_and_says_what_is_missing(room, session, host, pool):
    a_planned_recording(session)
    with room.join(host, session) as hosting:
        assert hosting.act("recording.start")["type"] == "ack"
        eventually(RecordingSegment.objects.exists)
        time.sleep(2)
        pool[place_of(session)].kill()
        eventually(lambda: RecordingSegment.objects.count() == 2, within=8)
        time.sleep(2)
        hosting.act("recording.stop")
        eventually(lambda: not recorded.of_session(session).recorder)

    assert making.make(recording=recorded.of_session(session))
    one, two = recorded.parts(recorded.of_session(session))
    assert min(one.seconds, two.seconds) > 1
    assert one.began_at + timedelta(seconds=one.seconds) <= two.began_at
    missing = timeline.gaps([one, two], shortest=timedelta(0))
    assert sum((gap.missing for gap in missing), timedelta(0)) < timedelta(seconds=6)


def test_the_end_of_a_session_ends_its_place(room, session, host, ana, pool):
    with room.join(host, session) as hosting, seated(room, ana, session) as of_ana:
        assert hosting.act("session.close")["type"] == "ack"
        of_ana.until("sound.lost")
        eventually(lambda: place_of(session) is None)
    assert LiveSession.objects.get(pk=session.pk).closed_at
