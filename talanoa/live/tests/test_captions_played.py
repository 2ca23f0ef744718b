"""Captions beside a recording: which lines are shown, where each stands, what is left out."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.kernel import clock
from talanoa.live import captioning, captions_played, recorded
from talanoa.live.models import Caption, CaptionChoice, RecordedVoice
from talanoa.live.services import captions, floor, making, recordings
from talanoa.live.tests.captioned import write
from talanoa.live.tests.recording import (
    a_running_recording,
    a_stopped_recording,
    segment,
)
from talanoa.schedule.models import LiveSession
from tests import make

pytestmark = pytest.mark.django_db


def a_captioned_recording(*lines, silent=(), segments=((5, 40),)):
    """Ready to play; ``lines`` are (seconds from the start, text, and what else is said of it)."""
    recording = a_running_recording()
    session = recording.session
    by = make.a_captioner(session)
    for language in {line[2].get("language", "en") for line in lines} - {"en"}:
        make.a_captioner(session, by, language=language)
    for seconds, text, fields in lines:
        with clock.standing_at(recording.started_at + timedelta(seconds=seconds)):
            write(session, text, by=by, **fields)
    for began_in, length in segments:
        segment(recording, began_in=began_in, seconds=length)
    for person, begins, ends in silent:
        RecordedVoice.objects.create(
            recording=recording,
            person=person,
            began_at=recording.started_at + timedelta(seconds=begins),
            ended_at=recording.started_at + timedelta(seconds=ends),
            is_silenced=True,
        )
    host = make.a_role(session.cohort.programme, "facilitator")
    with clock.standing_at(recording.started_at + timedelta(minutes=2)):
        floor.close_session(by=host, session=session)
    recording = recorded.of_session(LiveSession.objects.get(pk=session.pk))
    assert making.make(recording=recording)
    return recorded.of_session(recording.session)


def played(recording):
    found = captions_played.tracks(
        recording.session, recorded.parts(recording), recorded.quiet(recording)
    )
    return {
        track.code: [(round(line.begins), round(line.ends), line.text) for line in track.lines]
        for track in found
    }


def test_a_line_stands_from_when_its_words_were_said_until_the_next():
    recording = a_captioned_recording(
        (9, "Good morning", {}),
        (12, "Today we speak of morphine for children at home", {}),
        (30, "Goodbye", {}),
    )

    # The segment began five seconds after the recording.
    assert played(recording) == {
        "en": [
            (3, 4, "Good morning"),
            (4, 14, "Today we speak of morphine for children at home"),
            (24, 32, "Goodbye"),
        ]
    }


def test_nothing_stands_there_that_was_not_recorded():
    recording = a_captioned_recording(
        (2, "Before", {}), (10, "In it", {}), (60, "Afterwards", {}), segments=((5, 20), (90, 5))
    )

    assert [text for _, _, text in played(recording)["en"]] == ["In it"]


def test_a_silenced_stretch_has_no_captions_nor_the_seconds_after_it():
    ana = make.a_person()
    recording = a_captioned_recording(
        (9, "Before", {}),
        (21, "In the middle", {}),
        (33, "Written late", {}),
        (42, "After", {}),
        silent=[(ana, 20, 25)],
    )

    assert [text for _, _, text in played(recording)["en"]] == ["Before", "After"]
    assert not RecordedVoice.objects.filter(is_silenced=True).exists()


def test_what_was_silenced_before_stays_without_captions_when_somebody_else_is_silenced():
    ana = make.a_person()
    recording = a_captioned_recording((12, "Hers", {}), (38, "His", {}), silent=[(ana, 10, 13)])
    ben = make.enrolled(recording.session.cohort)
    RecordedVoice.objects.create(
        recording=recording,
        person=ben,
        began_at=recording.started_at + timedelta(seconds=35),
        ended_at=recording.started_at + timedelta(seconds=37),
    )

    recordings.answer(by=ben, session=recording.session, answer="no")
    assert making.make(recording=recorded.of_session(recording.session))

    assert played(recorded.of_session(recording.session)) == {}


def test_a_pause_has_no_captions():
    recording = a_running_recording()
    session, by = recording.session, make.a_captioner(recording.session)
    host = make.a_role(session.cohort.programme, "facilitator")
    for seconds, act in ((20, "pause"), (25, "start")):
        with clock.standing_at(recording.started_at + timedelta(seconds=seconds)):
            getattr(recordings, act)(by=host, session=session)
    for seconds, text in ((15, "On the record"), (22, "Off it"), (40, "On it again")):
        with clock.standing_at(recording.started_at + timedelta(seconds=seconds)):
            write(session, text, by=by)
    segment(recording, began_in=5, seconds=50)
    with clock.standing_at(recording.started_at + timedelta(minutes=2)):
        floor.close_session(by=host, session=session)
    recording = recorded.of_session(LiveSession.objects.get(pk=session.pk))
    assert making.make(recording=recording)

    shown = played(recorded.of_session(recording.session))
    assert [text for _, _, text in shown["en"]] == ["On the record", "On it again"]


def test_another_voice_has_a_dash_and_nobody_a_name(client):
    recording = a_captioned_recording()
    session = recording.session
    people = [make.enrolled(session.cohort) for _ in range(2)]
    for number, (person, text) in enumerate(zip([*people, people[1]], "ABC", strict=True)):
        captions.add(
            session=session,
            text=text,
            language="en",
            source="captioner",
            speaker_id=person.pk,
            at=recording.started_at + timedelta(seconds=10 + number),
        )
    client.force_login(people[0])

    lines = client.get(f"/sessions/{session.pk}/catch-up/captions/en/").content.decode()

    assert re.findall(r"<span data-said dir=\"auto\">([^<]*)</span>", lines) == ["A", "– B", "C"]
    assert str(people[1]) not in lines


def test_the_page_asks_for_lines_once_they_are_wanted_and_the_file_holds_them(client):
    recording = a_captioned_recording(
        (10, "Good morning", {}),
        (12, "<b>Bonjour</b>", {"language": "fr"}),
        (14, "Ça va", {"language": "fr"}),
    )
    session = recording.session
    person = make.enrolled(session.cohort)
    CaptionChoice.objects.create(person=person, is_shown=True, size="150", colours="yellow")
    client.force_login(person)
    url = f"/sessions/{session.pk}/catch-up/"

    page = client.get(url).content.decode()
    french = client.get(f"{url}captions/fr/").content.decode()
    file = b"".join(client.get(f"{url}page/")).decode()

    assert 'data-shown="yes" data-size="150" data-colours="yellow" data-language="en"' in page
    assert re.findall(r'data-address="([^"]+)"', page) == [
        f"{url}captions/fr/",
        f"{url}captions/en/",
    ]
    assert "Good morning" not in page
    assert french.count("<li ") == 2
    assert "&lt;b&gt;Bonjour" in french
    assert "data-address=" not in file
    assert file.count("<li data-begins=") == 3
    assert "catch_up_captions" not in file


@pytest.mark.parametrize("language", ["en", "fr"])
def test_lines_are_for_whoever_may_enter_and_of_languages_there_are(client, language):
    recording = a_captioned_recording((10, "Good morning", {}))
    url = f"/sessions/{recording.pk}/catch-up/captions/{language}/"
    client.force_login(make.a_person())
    assert client.get(url).status_code == 404
    client.force_login(make.enrolled(recording.session.cohort))

    assert client.get(url).status_code == {"en": 200, "fr": 404}[language]


def test_without_captions_the_player_says_nothing_of_them(client):
    recording = a_stopped_recording()
    assert making.make(recording=recording)
    client.force_login(make.enrolled(recording.session.cohort))

    page = client.get(f"/sessions/{recording.pk}/catch-up/").content.decode()

    assert "data-captions" not in page
    assert "catch_up_captions" not in page


def test_what_is_found_and_the_transcript_lead_to_where_it_is_heard(client):
    recording = a_captioned_recording((2, "Morphine early", {}), (20, "Morphine heard", {}))
    session = recording.session
    client.force_login(make.enrolled(session.cohort))
    leads = re.compile(r'href="(/sessions/\d+/catch-up/#t=\d+)"')

    found = client.get("/transcripts/?q=morphine").content.decode()
    transcript = client.get(f"/sessions/{session.pk}/transcript/").content.decode()

    heard = [f"/sessions/{session.pk}/catch-up/#t=10"]
    assert (leads.findall(found), leads.findall(transcript)) == (heard, heard)
    host = make.a_role(session.cohort.programme, "facilitator")
    recordings.delete(by=host, recording=recording)
    assert leads.findall(client.get("/transcripts/?q=morphine").content.decode()) == []


def test_a_recording_that_is_deleted_keeps_no_quiet_times():
    recording = a_captioned_recording(silent=[(make.a_person(), 10, 12)])
    assert recording.quiet
    host = make.a_role(recording.session.cohort.programme, "facilitator")

    recordings.delete(by=host, recording=recording)

    assert recorded.of_session(recording.session).quiet == []
    assert Caption.objects.count() == 0


@given(
    st.lists(st.tuples(st.integers(0, 600), st.text("abc ", max_size=120)), min_size=0, max_size=12)
)
def test_lines_never_stand_over_each_other(given_lines):
    start = clock.now()
    lines = [(start + timedelta(seconds=at), text) for at, text in sorted(given_lines)]

    stands = captioning.said(lines)

    assert len(stands) == len(lines)
    for (begins, ends), (at, _text) in zip(stands, lines, strict=True):
        assert at - captioning.LONGEST_LEAD <= begins <= at
        assert begins <= ends <= at + captioning.SHOWN_FOR
    assert all(one[1] <= following[0] for one, following in pairwise(stands))
