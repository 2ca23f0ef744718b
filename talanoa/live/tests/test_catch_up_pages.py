"""The pages of recordings: the switch, the answer, catching up, the sound, the page to take."""

import base64
import re
from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.live import recorded
from talanoa.live.models import CatchUp, Entry, RecordedVoice, Recording, RecordingPolicy
from talanoa.live.services import recordings
from talanoa.live.tests.recording import (
    a_planned_recording,
    a_ready_recording,
    a_running_recording,
    a_stopped_recording,
)
from talanoa.live.views import catch_up
from talanoa.schedule import services as schedule
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """A recording ready to play: two items, two slides, a question and a recommendation."""
    session = make.a_session(starts_in=timedelta(minutes=10))
    items = [
        session.agenda.create(position=at, kind="case", title=f"Item {at}", minutes=10)
        for at in (1, 2)
    ]
    case = make.a_case(session.cohort.programme, status="scheduled", item=items[0])
    schedule.open_session(by=None, session=session)
    session.refresh_from_db()
    deck = make.a_deck(session, pages=2)
    began_at = clock.now()
    for seconds, kind, data in (
        (-60, "agenda.moved", {"item": items[0].pk}),
        (-50, "slide.shown", {"deck": deck.pk, "page": 1}),
        (8, "slide.shown", {"deck": deck.pk, "page": 2}),
        (9, "agenda.moved", {"item": items[1].pk}),
    ):
        with clock.standing_at(began_at + timedelta(seconds=seconds)):
            Entry.objects.create(
                session=session,
                seq=1000 + seconds,
                kind=kind,
                data=data,
                at=clock.now(),
            )
    case.clarifying_questions.create(
        session=session,
        asker=make.a_person("Sela Taufa"),
        text="<b>How many</b> place-1-sound-0. beds?",
        answer="Forty",
        at=began_at + timedelta(seconds=10.5),
    )
    case.recommendations.create(session=session, text="Train nurses", at=began_at)
    return a_ready_recording(session)


@pytest.fixture
def member(client, ready):
    person = make.enrolled(ready.session.cohort)
    client.force_login(person)
    return person


def url(recording, rest=""):
    return f"/sessions/{recording.pk}/catch-up/{rest}"


def body(answer):
    return b"".join(answer)


def test_everything_stands_on_one_timeline(client, ready, member):
    page = client.get(url(ready)).content.decode()

    # The first segment began five seconds after the recording.
    offsets = re.search(r'data-turns="([^"]*)"', page)[1].split()
    assert [
        (round(float(at)), int(slide)) for at, slide in (turn.split(":") for turn in offsets)
    ] == [
        (0, 1),
        (3, 2),
    ]
    assert re.findall(r"<bdi>(Item \d)</bdi>", page) == ["Item 1", "Item 2"]
    assert re.findall(r'data-mark="[\d.]+"><span[^>]*>([\d:]+)</span> ([^<]+)<', page) == [
        ("0:00", "Recommendation"),
        ("0:05", "Clarifying question"),
    ]
    assert "&lt;b&gt;How many&lt;/b&gt;" in page
    assert "Forty" in page
    assert "Sela Taufa" not in page
    assert 'preload="none"' in page


def test_strangers_find_neither_page_nor_sound_nor_file(client, ready):
    client.force_login(make.a_person())

    assert [client.get(url(ready, rest)).status_code for rest in ("", "sound/", "page/")] == [
        404
    ] * 3


@pytest.mark.parametrize("state", ["off", "planned", "running", "made", "deleted"])
def test_without_a_recording_the_page_says_why(client, state):
    recording = {
        "off": lambda: Recording(session=make.an_open_session(), is_wanted=False),
        "planned": a_planned_recording,
        "running": a_running_recording,
        "made": a_stopped_recording,
        "deleted": a_stopped_recording,
    }[state]()
    session = recording.session
    host = make.a_role(session.cohort.programme, "facilitator")
    if state == "deleted":
        recordings.delete(by=host, recording=recording)
    client.force_login(host)

    page = client.get(url(recording))

    words = {
        "off": "has not ended yet",
        "planned": "has not ended yet",
        "running": "has not ended yet",
        "made": "is being made ready",
        "deleted": "has been deleted",
    }
    assert page.status_code == 200
    assert words[state] in page.content.decode()
    assert client.get(url(recording, "sound/")).status_code == 404


def test_the_sound_is_sent_by_the_stretch_and_counted_once(client, ready, member, monkeypatch):
    monkeypatch.setattr(catch_up, "AT_ONCE", 1000)
    whole = recorded.path_of(ready.sound).read_bytes()
    first = client.get(url(ready, "sound/"), headers={"range": "bytes=0-"})
    last = client.get(url(ready, "sound/"), headers={"range": "bytes=-100"})
    beyond = client.get(url(ready, "sound/"), headers={"range": f"bytes={len(whole)}-"})
    old = client.get(url(ready, "sound/"), headers={"range": "bytes=5-9", "if-range": '"another"'})
    head = client.head(url(ready, "sound/"))

    assert (first.status_code, body(first)) == (206, whole[:1000])
    assert first.headers["Content-Range"] == f"bytes 0-999/{len(whole)}"
    assert (last.status_code, body(last)) == (206, whole[-100:])
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert (old.status_code, body(old)) == (200, whole)
    assert (head.headers["Content-Length"], body(head)) == (str(len(whole)), b"")
    assert {answer.headers["Content-Type"] for answer in (first, last, old)} == {"audio/webm"}
    assert list(CatchUp.objects.values_list("person", "kind")) == [(member.pk, "sound")]


def test_the_file_holds_everything_and_asks_nobody(client, ready, member):
    answer = client.get(url(ready, "page/"))
    page = body(answer).decode()

    assert len(page.encode()) == int(answer.headers["Content-Length"])
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="morphine-for')
    sounds = re.findall(r'src="data:audio/webm;base64,([^"]+)"', page)
    assert [base64.b64decode(sound) for sound in sounds] == [
        recorded.path_of(ready.sound).read_bytes()
    ]
    assert len(re.findall(r'src="data:image/webp;base64,', page)) == 2
    assert set(re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', page)) == set()
    assert "default-src 'none'" in page
    assert "place-1-sound-0." in page
    assert list(CatchUp.objects.values_list("person", "kind")) == [(member.pk, "file")]


def test_a_download_that_broke_off_goes_on_where_it_was(client, ready, member):
    whole = client.get(url(ready, "page/"))
    rest = client.get(
        url(ready, "page/"),
        headers={"range": "bytes=5000-", "if-range": whole.headers["ETag"]},
    )

    assert rest.status_code == 206
    assert body(rest) == body(whole)[5000:]
    assert CatchUp.objects.count() == 1
    client.force_login(make.enrolled(ready.session.cohort))
    client.get(url(ready, "page/"), headers={"range": "bytes=1-"})
    assert CatchUp.objects.count() == 2


def test_a_recording_whose_file_is_gone_is_not_found(client, ready, member):
    recorded.path_of(ready.sound).unlink()

    assert client.get(url(ready)).status_code == 200
    assert [client.get(url(ready, rest)).status_code for rest in ("sound/", "page/")] == [404] * 2


def test_a_picture_that_is_gone_takes_nothing_else_with_it(client, ready, member):
    gone = ready.session.decks.get().pages.first()
    gone.medium.storage.delete(gone.medium.name)

    page = body(client.get(url(ready, "page/")))

    assert client.get(url(ready)).status_code == 200
    assert page.count(b"data:image/webp;base64,") == 1
    assert page.count(b"data:audio/webm;base64,") == 1


def test_whoever_spoke_can_have_it_silenced_from_the_page(client, ready, member):
    assert "Silence what I said" not in client.get(url(ready)).content.decode()
    RecordedVoice.objects.create(
        recording=ready, person=member, began_at=ready.started_at, ended_at=ready.started_at
    )
    assert "Silence what I said" in client.get(url(ready)).content.decode()

    answer = client.post(
        f"/sessions/{ready.pk}/recording/answer/", {"answer": "no", "from": "catch-up"}, follow=True
    )

    assert "is being silenced" in answer.content.decode()
    assert recorded.of_session(ready.session).status == "being-made"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_as_for_one(
    client, ready, member, django_assert_num_queries, count
):
    case = ready.session.cases.first()
    for number in range(count):
        case.recommendations.create(session=ready.session, text=f"Advice {number}")
    client.get(url(ready))
    with django_assert_num_queries(18):
        client.get(url(ready))


def test_the_check_tells_and_asks_before_one_goes_in(client):
    recording = a_planned_recording(make.a_session(starts_in=timedelta(minutes=5)))
    client.force_login(make.enrolled(recording.session.cohort))
    check = f"/sessions/{recording.pk}/check/"
    asked = client.get(check).content.decode()
    answered = client.post(
        f"/sessions/{recording.pk}/recording/answer/",
        {"answer": "yes", "from": "check"},
        follow=True,
    )

    assert "This session will be recorded" in asked
    assert "90 days" in asked
    assert "You agreed" in answered.content.decode()
    assert answered.redirect_chain[-1][0] == check


def test_what_is_no_answer_is_refused_in_words(client):
    recording = a_running_recording()
    client.force_login(make.enrolled(recording.session.cohort))
    answer = client.post(f"/sessions/{recording.pk}/recording/answer/", {"answer": "perhaps"})

    assert answer.status_code == 403
    assert "Answer yes or no." in answer.content.decode()


def test_nothing_is_said_of_recording_where_nothing_is_recorded(client):
    session = make.an_open_session()
    client.force_login(make.enrolled(session.cohort))

    assert "recording-notice" not in client.get(f"/sessions/{session.pk}/check/").content.decode()
    room = client.get(f"/sessions/{session.pk}/room/").content.decode()
    assert 'data-recording="off"' in room
    assert "This session will be recorded." not in room


def test_the_coordinator_switches_it_on_and_off(client):
    session = make.an_open_session()
    client.force_login(make.a_role(session.cohort.programme, "coordinator"))
    page = f"/sessions/{session.pk}/recording/"
    said = [
        client.post(page, {"do": what}, follow=True).content.decode()
        for what in ("nonsense", "on", "off")
    ]

    assert ["will be recorded" in text for text in said] == [False, True, False]


def test_a_member_finds_no_page_for_hosts(client, ready, member):
    page = f"/sessions/{ready.pk}/recording/"

    assert client.get(page).status_code == 403
    assert client.post(page, {"do": "delete"}).status_code == 403
    assert recorded.of_session(ready.session).status == "ready"


def test_hosts_see_counts_and_no_names_and_may_delete(client, ready, member):
    body(client.get(url(ready, "page/")))
    host = make.a_role(ready.session.cohort.programme, "facilitator")
    client.force_login(host)
    page = f"/sessions/{ready.pk}/recording/"
    shown = client.get(page).content.decode()
    deleted = client.post(page, {"do": "delete"}, follow=True).content.decode()

    assert "times taken along" in shown
    assert member.name not in shown
    assert "It was deleted on" in deleted


def test_the_programme_says_what_its_sessions_begin_with(client):
    programme = make.a_programme()
    client.force_login(make.a_role(programme, "coordinator"))
    page = f"/programmes/{programme.slug}/recordings/"
    assert f'href="{page}"' in client.get(f"/programmes/{programme.slug}/").content.decode()
    wrong = client.post(page, {"is_on": "on", "kept_days": "3"})
    client.post(page, {"is_on": "on", "kept_days": "30"})

    assert wrong.status_code == 422
    assert list(RecordingPolicy.objects.values_list("is_on", "kept_days")) == [(True, 30)]


def test_the_record_leads_to_it_and_the_public_is_not_told(client, ready, member):
    record = f"/sessions/{ready.pk}/record/"
    inside = client.get(record).content.decode()
    ready.session.record_published_at = clock.now()
    ready.session.save(update_fields=["record_published_at"])
    client.logout()

    assert url(ready) in inside
    assert url(ready) not in client.get(record).content.decode()
