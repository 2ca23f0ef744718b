"""What is recorded, of whom, for how long; and what becomes of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.live import access, recorded
from talanoa.live.models import (
    Entry,
    RecordedVoice,
    Recording,
    RecordingPolicy,
)
from talanoa.live.services import calls, recorder, recordings
from talanoa.live.services.recorder import Voice
from talanoa.live.tests.recording import (
    a_planned_recording,
    a_ready_recording,
    a_running_recording,
    a_stopped_recording,
)
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


def coordinator_of(session):
    return make.a_role(session.cohort.programme, "coordinator")


# --- Whether


def test_nothing_is_recorded_unless_somebody_chose_it():
    recording = recorded.of_session(make.an_open_session())

    assert (recording.status, recording.kept_days) == ("off", 90)
    with pytest.raises(Refused, match="has not chosen"):
        recordings.start(by=host_of(recording), session=recording.session)
    assert Recording.objects.count() == 0


def test_a_session_begins_with_what_its_programme_says_and_may_differ():
    session = make.an_open_session()
    coordinator = coordinator_of(session)
    programme = session.cohort.programme
    recordings.set_policy(by=coordinator, programme=programme, is_on=True, kept_days=30)
    assert recorded.of_session(session).status == "planned"

    recordings.switch(by=coordinator, session=session, is_on=False)

    recordings.set_policy(by=coordinator, programme=programme, is_on=True, kept_days=20)
    assert recorded.of_session(session).status == "off"
    assert RecordingPolicy.objects.get().kept_days == 20


@pytest.mark.parametrize("days", [0, 6, 731])
def test_a_recording_is_kept_for_a_week_to_two_years(days):
    session = make.an_open_session()
    with pytest.raises(ValidationError):
        recordings.set_policy(
            by=coordinator_of(session),
            programme=session.cohort.programme,
            is_on=True,
            kept_days=days,
        )


@pytest.mark.parametrize("role", ["facilitator", "expert", None])
def test_only_coordinators_choose(role):
    session = make.an_open_session()
    programme = session.cohort.programme
    someone = make.a_role(programme, role) if role else make.enrolled(session.cohort)

    with pytest.raises(Refused):
        recordings.switch(by=someone, session=session, is_on=True)
    with pytest.raises(Refused):
        recordings.set_policy(by=someone, programme=programme, is_on=True, kept_days=9)


def test_once_begun_the_switch_stays_where_it_is():
    recording = a_running_recording()
    coordinator = coordinator_of(recording.session)

    with pytest.raises(Refused, match="has begun"):
        recordings.switch(by=coordinator, session=recording.session, is_on=False)
    recordings.stop(by=coordinator, session=recording.session)
    with pytest.raises(Refused, match="has been stopped"):
        recordings.switch(by=coordinator, session=recording.session, is_on=True)


# --- Start, pause, stop


def test_it_is_started_paused_gone_on_with_and_stopped_each_in_the_log():
    recording = a_planned_recording()
    session, host = recording.session, host_of(recording)
    seen = []
    for act in (recordings.start, recordings.pause, recordings.start, recordings.stop):
        entry = act(by=host, session=session)
        seen.append((entry.kind, entry.audience, recorded.of_session(session).status))

    assert seen == [
        ("recording.started", "everyone", "running"),
        ("recording.paused", "everyone", "paused"),
        ("recording.started", "everyone", "running"),
        ("recording.stopped", "everyone", "being-made"),
    ]


def test_acts_out_of_place_are_refused_in_words():
    recording = a_planned_recording()
    session, host = recording.session, host_of(recording)
    for act in (recordings.pause, recordings.stop):
        with pytest.raises(Refused, match="Nothing is being recorded"):
            act(by=host, session=session)
    recordings.start(by=host, session=session)
    with pytest.raises(Refused, match="is running"):
        recordings.start(by=host, session=session)
    recordings.stop(by=host, session=session)
    with pytest.raises(Refused, match="has been stopped"):
        recordings.start(by=host, session=session)


@pytest.mark.parametrize("act", [recordings.start, recordings.pause, recordings.stop])
def test_only_hosts_start_pause_and_stop(act):
    recording = a_running_recording()
    someone = make.enrolled(recording.session.cohort)

    with pytest.raises(Refused, match="Only facilitators"):
        act(by=someone, session=recording.session)


def test_a_frame_sent_twice_starts_once():
    recording = a_planned_recording()
    host = host_of(recording)
    again = [
        recordings.start(by=host, session=recording.session, client_id="once").seq for _ in "12"
    ]

    assert again[0] == again[1]
    assert Entry.objects.filter(kind="recording.started").count() == 1


def test_a_call_in_another_tool_is_not_recorded_here():
    recording = a_planned_recording()
    host = host_of(recording)
    calls.set_call(by=host, session=recording.session, url="https://zoom.us/j/1")

    with pytest.raises(Refused, match="is not here"):
        recordings.start(by=host, session=recording.session)


def test_before_the_session_is_open_nothing_is_recorded():
    recording = a_planned_recording(make.a_session(starts_in=timedelta(minutes=5)))

    with pytest.raises(Refused, match="Open the session first"):
        recordings.start(by=host_of(recording), session=recording.session)


def test_the_end_of_the_session_ends_the_recording_and_sets_its_date():
    recording = a_stopped_recording()

    assert recording.status == "being-made"
    assert recording.delete_at - recording.stopped_at == timedelta(days=90)
    assert Event.objects.filter(kind="live.recording_to_be_made").count() == 1


def test_what_was_promised_at_the_start_is_kept():
    recording = a_running_recording()
    coordinator = coordinator_of(recording.session)
    programme = recording.session.cohort.programme
    recordings.set_policy(by=coordinator, programme=programme, is_on=True, kept_days=700)
    recordings.stop(by=coordinator, session=recording.session)

    stopped = recorded.of_session(recording.session)
    assert stopped.delete_at - stopped.stopped_at == timedelta(days=90)


# --- Who


def test_nobody_is_heard_in_a_recording_without_their_yes():
    recording = a_planned_recording()
    session, host = recording.session, host_of(recording)
    person = make.enrolled(session.cohort)
    heard = [access.may_be_heard(person, session)]
    recordings.start(by=host, session=session)
    heard.append(access.may_be_heard(person, session))
    for answer in ("yes", "no", "yes"):
        recordings.answer(by=person, session=session, answer=answer)
        heard.append(access.may_be_heard(person, session))
    recordings.answer(by=person, session=session, answer="no")
    recordings.pause(by=host, session=session)
    heard.append(access.may_be_heard(person, session))

    assert heard == [True, False, True, False, True, True]


def test_an_answer_is_told_to_nobody_else_and_counted():
    recording = a_running_recording()
    person = make.enrolled(recording.session.cohort)
    entry = recordings.answer(by=person, session=recording.session, answer="no")

    assert (entry.audience, entry.audience_person) == ("person", person)
    assert recorded.agreed(recording.session) == {"yes": 0, "no": 1}
    assert recorded.answer_of(person, recording.session) == "no"


def test_what_is_no_answer_is_refused():
    recording = a_running_recording()
    for answer in ("", "maybe", "YES"):
        with pytest.raises(Refused, match="yes or no"):
            recordings.answer(by=host_of(recording), session=recording.session, answer=answer)


def test_after_the_end_only_a_no_is_taken():
    recording = a_ready_recording()
    person = make.enrolled(recording.session.cohort)

    with pytest.raises(Refused, match="has ended"):
        recordings.answer(by=person, session=recording.session, answer="yes")
    recordings.answer(by=person, session=recording.session, answer="no")


def test_room_processes_agree_who_records():
    recording = a_running_recording()
    claimed = [recorder.claim(recording.pk, process=process) for process in ("a", "b", "a")]
    with clock.standing_at(clock.now() + timedelta(seconds=16)):
        claimed.append(recorder.claim(recording.pk, process="b"))
    recorder.release(recording.pk, process="a")
    assert Recording.objects.get().recorder == "b"
    recorder.release(recording.pk, process="b")

    assert claimed == [True, False, True, True]
    assert Recording.objects.get().recorder == ""


def test_who_is_heard_is_written_with_its_times_and_an_old_no_is_silenced():
    recording = a_running_recording()
    agreed, withdrew = (make.enrolled(recording.session.cohort) for _ in "12")
    recordings.answer(by=agreed, session=recording.session, answer="yes")
    voices = [Voice(person.pk, clock.now()) for person in (agreed, withdrew)]
    recorder.note_voices(recording.pk, voices=voices)
    voices[0].ended_at = clock.now()
    recorder.note_voices(recording.pk, voices=voices[:1])

    assert list(RecordedVoice.objects.values_list("person", "ended_at", "is_silenced")) == [
        (agreed.pk, voices[0].ended_at, False),
        (withdrew.pk, None, True),
    ]


def test_what_runs_is_told_with_who_agreed_after_a_moment_to_settle():
    recording = a_running_recording()
    person = make.enrolled(recording.session.cohort)
    recordings.answer(by=person, session=recording.session, answer="yes")
    (running,) = recorded.running([recording.pk, 0]).values()

    assert running.agreed == {person.pk}
    assert running.since - recording.started_at == timedelta(seconds=3)
    assert recorded.running([0]) == {}
