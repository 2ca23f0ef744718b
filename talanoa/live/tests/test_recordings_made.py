"""A recording made ready, taken back, deleted; and who may play it."""

import os
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from talanoa.kernel import clock
from talanoa.kernel.refusals import NotVisible, Refused
from talanoa.live import access, recorded, tasks
from talanoa.live.models import (
    CatchUp,
    RecordedVoice,
    Recording,
    RecordingConsent,
)
from talanoa.live.recordings import sound
from talanoa.live.recordings.sound import Failure
from talanoa.live.services import making, recorder, recordings
from talanoa.live.tests.recording import (
    a_ready_recording,
    a_running_recording,
    a_stopped_recording,
    segment,
    spoke,
)
from talanoa.people import services as people
from talanoa.schedule.tests.jobs import run_jobs
from tests import make

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
"""Files go once the transaction that lets them go has committed."""


@pytest.fixture
def folder(settings):
    return settings.RECORDINGS_DIR


def files(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def host_of(recording):
    return make.a_role(recording.session.cohort.programme, "facilitator")


# --- Made ready


@committed
def test_it_is_made_one_sound_and_what_it_was_made_of_is_gone(folder):
    recording = a_running_recording()
    segment(recording, began_in=5, seconds=4)
    segment(recording, began_in=60, seconds=3)
    recordings.stop(by=host_of(recording), session=recording.session)

    assert making.make(recording=recorded.of_session(recording.session))

    made = recorded.of_session(recording.session)
    assert files(folder) == [made.sound]
    assert made.sound_bytes == (folder / made.sound).stat().st_size
    assert made.segments.count() == 0
    first, second = recorded.parts(made)
    assert (round(first.seconds), round(second.offset), round(second.seconds)) == (4, 4, 3)
    assert second.began_at == recording.started_at + timedelta(seconds=60)
    assert making.make(recording=made)


def test_it_waits_for_the_last_seconds():
    recording = a_running_recording()
    recorder.claim(recording.pk, process="a")
    recordings.stop(by=host_of(recording), session=recording.session)

    with pytest.raises(making.StillRecording):
        tasks.make_recording.func(recording.pk)
    recorder.release(recording.pk, process="a")
    assert tasks.make_recording.func(recording.pk) is False
    assert Recording.objects.get().failure == Failure.EMPTY


def test_without_ffmpeg_nothing_is_lost_and_it_can_be_tried_again(folder, monkeypatch):
    recording = a_stopped_recording()
    with monkeypatch.context() as without:
        without.setattr(sound, "is_there", lambda: False)
        assert not making.make(recording=recording)
    failed = recorded.of_session(recording.session)
    assert (failed.status, failed.failure) == ("failed", "no-ffmpeg")
    assert len(files(folder)) == 1

    recordings.make_again(by=host_of(recording), recording=failed)
    assert making.make(recording=recorded.of_session(recording.session))
    with pytest.raises(Refused, match="did not fail"):
        recordings.make_again(by=host_of(recording), recording=failed)


def test_what_was_made_of_an_earlier_version_is_not_taken(folder, monkeypatch):
    recording = a_stopped_recording()
    person = make.enrolled(recording.session.cohort)
    RecordedVoice.objects.create(recording=recording, person=person, began_at=recording.started_at)
    join = sound.join

    def meanwhile(*args, **kwargs):
        made = join(*args, **kwargs)
        recordings.answer(by=person, session=recording.session, answer="no")
        return made

    with monkeypatch.context() as withdrawing:
        withdrawing.setattr(sound, "join", meanwhile)
        assert not making.make(recording=recording)
    assert recorded.of_session(recording.session).status == "being-made"
    assert len(files(folder)) == 1
    assert making.make(recording=recorded.of_session(recording.session))


# --- Taken back


def silent_in(monkeypatch):
    """What the next making is told to leave silent."""
    told = []
    join = sound.join

    def noting(sources, to, *, silent=()):
        told.extend(silent)
        return join(sources, to, silent=silent)

    monkeypatch.setattr(sound, "join", noting)
    return told


@committed
def test_a_yes_taken_back_silences_them_and_nobody_plays_it_meanwhile(monkeypatch, folder):
    recording = a_ready_recording()
    person, other = (make.enrolled(recording.session.cohort) for _ in "12")
    for someone in (person, other):
        RecordedVoice.objects.create(
            recording=recording,
            person=someone,
            began_at=recording.started_at + timedelta(seconds=10),
            ended_at=recording.started_at + timedelta(seconds=20),
        )
    before = recording.sound

    recordings.answer(by=person, session=recording.session, answer="no")

    with pytest.raises(NotVisible):
        access.get_recording(other, recording.pk)
    told = silent_in(monkeypatch)
    run_jobs(of="live")
    made = access.get_recording(other, recording.pk)
    began_at = recording.started_at
    assert (began_at + timedelta(seconds=10), began_at + timedelta(seconds=20)) in told
    assert files(folder) == [made.sound] != [before]
    assert list(RecordedVoice.objects.values_list("person", flat=True)) == [other.pk]
    recordings.answer(by=person, session=recording.session, answer="no")
    assert recorded.of_session(recording.session).status == "ready"


@committed
def test_somebody_erased_is_silenced_and_forgotten(folder):
    recording = a_running_recording()
    person = make.enrolled(recording.session.cohort)
    spoke(recording, person)
    segment(recording)
    recordings.stop(by=host_of(recording), session=recording.session)
    making.make(recording=recorded.of_session(recording.session))
    made = recorded.of_session(recording.session)
    recordings.note_played(by=person, recording=made)

    people.erase(by=person, person=person)
    run_jobs(of="live")

    again = recorded.of_session(recording.session)
    assert (again.status, files(folder)) == ("ready", [again.sound])
    assert again.sound != made.sound
    assert RecordedVoice.objects.count() == RecordingConsent.objects.count() == 0
    assert CatchUp.objects.get().person is None


def test_what_came_in_a_pause_is_silent(monkeypatch):
    recording = a_running_recording()
    host = host_of(recording)
    at = recording.started_at
    with clock.standing_at(at + timedelta(seconds=20)):
        recordings.pause(by=host, session=recording.session)
    with clock.standing_at(at + timedelta(seconds=30)):
        recordings.start(by=host, session=recording.session)
    with clock.standing_at(at + timedelta(seconds=40)):
        recordings.stop(by=host, session=recording.session)

    quiet = recorded.silent(recorded.of_session(recording.session))

    assert quiet[0] == (at + timedelta(seconds=20), at + timedelta(seconds=30))
    assert quiet[1][0] == at + timedelta(seconds=40)


# --- Deleted


@committed
def test_at_its_date_it_is_deleted_with_all_that_was_kept_because_of_it(folder):
    recording = a_ready_recording()
    person = make.enrolled(recording.session.cohort)
    RecordedVoice.objects.create(recording=recording, person=person, began_at=recording.started_at)
    recordings.note_taken(by=person, recording=recording)
    assert tasks.delete_recordings.func() == 0

    with clock.standing_at(recording.delete_at):
        assert tasks.delete_recordings.func() == 1
        assert tasks.delete_recordings.func() == 0

    deleted = recorded.of_session(recording.session)
    assert (deleted.status, deleted.sound, files(folder)) == ("deleted", "", [])
    assert RecordedVoice.objects.count() == RecordingConsent.objects.count() == 0
    assert list(CatchUp.objects.values_list("person", "kind")) == [(None, "file")]


def test_a_file_that_no_recording_names_goes_after_a_day(folder):
    recording = a_ready_recording()
    for name in ("young.webm", "old.webm"):
        (folder / name).write_bytes(b"sound")
    for name in ("old.webm", recording.sound):
        os.utime(folder / name, (0, 0))

    tasks.delete_recordings.func()

    assert {"young.webm", recording.sound} <= set(files(folder))
    assert "old.webm" not in files(folder)


@committed
def test_a_host_may_delete_earlier_and_nobody_else(folder):
    recording = a_ready_recording()
    with pytest.raises(Refused, match="Only facilitators"):
        recordings.delete(by=make.enrolled(recording.session.cohort), recording=recording)
    host = host_of(recording)

    recordings.delete(by=host, recording=recording)

    assert files(folder) == []
    with pytest.raises(Refused, match="There is no recording"):
        recordings.delete(by=host, recording=recorded.of_session(recording.session))


@committed
def test_one_deleted_before_it_was_made_leaves_nothing(folder):
    recording = a_stopped_recording()
    recordings.delete(by=host_of(recording), recording=recording)

    assert files(folder) == []
    assert tasks.make_recording.func(recording.pk) is False
    assert recorded.of_session(recording.session).status == "deleted"


def test_a_recording_that_runs_is_stopped_before_it_is_deleted():
    recording = a_running_recording()
    with pytest.raises(Refused, match="Stop the recording first"):
        recordings.delete(by=host_of(recording), recording=recording)


# --- Who may play it


def test_the_door_is_that_of_the_session_and_only_while_it_is_ready():
    recording = a_ready_recording()
    member = make.enrolled(recording.session.cohort)
    assert access.get_recording(member, recording.pk) == recording
    with pytest.raises(NotVisible):
        access.get_recording(make.a_person(), recording.pk)
    with pytest.raises(NotVisible):
        access.get_recording(member, a_stopped_recording().pk)

    recordings.delete(by=host_of(recording), recording=recording)
    with pytest.raises(NotVisible):
        access.get_recording(member, recording.pk)


def test_catching_up_is_counted_once_by_ear_and_each_time_by_file():
    recording = a_ready_recording()
    person = make.enrolled(recording.session.cohort)
    for _ in range(3):
        recordings.note_played(by=person, recording=recording)
        recordings.note_taken(by=person, recording=recording)

    assert recorded.catch_ups(recording) == {"played": 1, "taken": 3}


def test_the_job_is_enqueued_with_the_end_and_after_it():
    DBTaskResult.objects.all().delete()
    a_stopped_recording()

    job = DBTaskResult.objects.get(task_path="talanoa.live.tasks.make_recording")
    assert job.run_after is not None
