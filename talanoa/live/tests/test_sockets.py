"""The room over real sockets: the door, the log, and what a bad client is answered with."""

import json
import time

import pytest
from django.contrib.sessions.models import Session
from django.utils.translation import gettext, override
from websockets.exceptions import InvalidStatus

from talanoa.live.models import Entry, Presence
from talanoa.live.room import outbox as outboxes
from talanoa.live.room import protocol
from talanoa.live.services import talk
from talanoa.live.tests.rooms import a_room, cookie_of
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from tests.make import a_person, a_role, an_open_session, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(transactional_db, settings, tmp_path):
    with a_room(settings, tmp_path) as room:
        yield room


@pytest.fixture
def session(transactional_db):
    return an_open_session()


@pytest.fixture
def host(session):
    return a_role(session.cohort.programme, "facilitator", a_person("Josefa Vunipola"))


@pytest.fixture
def ana(session):
    return enrolled(session.cohort, a_person("Ana Faleolo"))


@pytest.fixture
def ben(session):
    return enrolled(session.cohort, a_person("Ben Osei"))


# --- The door ----------------------------------------------------------------------------------


def test_whoever_comes_in_is_told_where_the_room_stands(room, session, host):
    with room.join(host, session) as socket:
        welcome = socket.of_type("welcome")[0]

    assert welcome == {
        "v": 1,
        "type": "welcome",
        "seq": 1,
        "me": {
            "person": host.pk,
            "name": "Josefa Vunipola",
            "roles": ["facilitator"],
            "hosting": True,
        },
        "alive": 15.0,
        "status": "open",
        "count": 1,
        "listed": "all",
        "here": [host.pk],
    }


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "http://localhost",
        "http://localhost.evil.example",
        "https://localhost:{port}",
        "http://localhost:1",
    ],
)
def test_a_page_of_another_origin_gets_no_socket(room, session, ana, settings, origin):
    origin = origin and origin.format(port=settings.PORT)

    with (
        pytest.raises(InvalidStatus) as caught,
        room.knock(ana, session, origin=origin),
    ):
        pass
    assert caught.value.response.status_code == 403


def test_the_page_may_be_opened_under_any_name_of_this_machine(room, session, ana, settings):
    settings.SITE_URL = "http://room.example"

    with room.join(ana, session, origin=f"http://localhost:{settings.PORT}") as socket:
        assert socket.of_type("welcome")


@pytest.mark.parametrize("path", ["/", "/sessions/x/socket", "/sessions/1/socket/", "/socket"])
def test_there_is_no_socket_elsewhere(room, session, ana, path):
    with pytest.raises(InvalidStatus), room.knock(ana, session, path=path):
        pass


def test_a_stranger_is_told_as_if_there_were_no_session(room, session):
    stranger = a_person()
    with room.knock(stranger, session) as socket:
        code = socket.closed()
    session.pk = 10**9
    with room.knock(stranger, session) as socket:
        assert (code, socket.closed()) == (4404, 4404)


@pytest.mark.parametrize("cookie", ["", "nonsense", "é", "a" * 4000])
def test_nobody_comes_in_without_being_signed_in(room, session, cookie):
    with room.knock(None, session, cookie=cookie) as socket:
        assert socket.closed() == 4401


def test_a_closed_account_is_signed_out(room, session, ana):
    cookie = cookie_of(ana)
    Person.objects.filter(pk=ana.pk).update(is_active=False)

    with room.knock(ana, session, cookie=cookie) as socket:
        assert socket.closed() == 4401


def test_whoever_was_removed_stays_out_until_let_in_again(room, session, host, ana):
    with room.join(ana, session) as socket, room.join(host, session) as hosting:
        hosting.act("person.remove", person=ana.pk)
        assert socket.closed() == 4410
        with room.knock(ana, session) as again:
            assert again.closed() == 4410
        hosting.act("person.admit", person=ana.pk)
        with room.join(ana, session) as again:
            assert again.of_type("welcome")


def test_a_signed_out_socket_can_do_nothing_more(room, session, ana):
    with room.join(ana, session) as socket:
        Session.objects.all().delete()
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4401
    assert not Entry.objects.filter(kind="chat.said").exists()


def test_a_new_password_signs_the_others_out(room, session, ana):
    with room.join(ana, session) as socket:
        ana.set_password("another one altogether")
        ana.save()
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4401


def test_whoever_left_the_programme_can_do_nothing_more(room, session, ana):
    with room.join(ana, session) as socket:
        programmes.leave(by=ana, person=ana, cohort=session.cohort)
        socket.send("chat.say", client_id="a", text="Still here?")

        assert socket.closed() == 4404


def test_those_who_only_listen_are_asked_at_the_door_too(
    session, ana, ben, host, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr("talanoa.live.room.server.RECHECK_EVERY", 0.2)
    with (
        a_room(settings, tmp_path) as room,
        room.join(ana, session) as signed_out,
        room.join(ben, session) as left,
        room.join(host, session) as stays,
    ):
        Session.objects.filter(session_key=signed_out.cookie).delete()
        programmes.leave(by=ben, person=ben, cohort=session.cohort)

        codes = signed_out.closed(), left.closed()
        stays.send("alive")

        assert (codes, stays.until("alive")["seq"]) == ((4401, 4404), 1)


# --- The log -----------------------------------------------------------------------------------


def test_a_line_reaches_everyone_once_and_its_sender_is_told(room, session, ana, ben):
    with room.join(ana, session) as sender, room.join(ben, session) as reader:
        ack = sender.act("chat.say", text="Good morning")
        received = reader.entry("chat.said")

    assert (ack["type"], ack["seq"]) == ("ack", received["seq"])
    assert (received["by"], "Good morning" in received["patches"][0]["html"]) == (ana.pk, True)


def test_a_frame_sent_twice_is_stored_once(room, session, ana):
    with room.join(ana, session) as socket:
        first = socket.act("chat.say", client_id="one", text="Once")
        again = socket.act("chat.say", client_id="one", text="Once")

    assert first == again
    assert Entry.objects.filter(kind="chat.said").count() == 1


def test_two_tabs_that_send_the_same_frame_store_it_once(room, session, ana):
    with room.join(ana, session) as one, room.join(ana, session) as two:
        seqs = {tab.act("hand.raise", client_id="up")["seq"] for tab in (one, two)}

    assert len(seqs) == 1
    assert Entry.objects.filter(kind="hand.raised").count() == 1


def test_a_form_posted_elsewhere_reaches_the_room(room, session, ana, ben):
    with room.join(ben, session) as socket:
        talk.say(by=ana, session=session, text="From a plain form")

        assert socket.entry("chat.said")["by"] == ana.pk


def test_a_nudge_that_is_lost_is_made_up_for(room, session, ana, ben, monkeypatch):
    monkeypatch.setattr("talanoa.live.room.bus.nudge", lambda *_: None)
    with room.join(ben, session) as socket:
        talk.say(by=ana, session=session, text="Unannounced")

        assert socket.entry("chat.said")["by"] == ana.pk


def test_a_note_reaches_hosts_and_its_writer_and_others_get_its_number(
    room, session, host, ana, ben
):
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as writing,
        room.join(ben, session) as other,
    ):
        seq = writing.act("note.send", text="My line is bad")["seq"]
        talk.say(by=ana, session=session, text="After it")
        for socket in (hosting, writing, other):
            socket.entry("chat.said")

    is_told = {
        name: [frame["type"] for frame in socket.frames if frame.get("seq") == seq][-1]
        for name, socket in {"host": hosting, "other": other}.items()
    }
    assert is_told == {"host": "entry", "other": "number"}
    assert [frame["seq"] for frame in writing.of_type("entry")].count(seq) == 1


def test_each_reads_in_their_own_language(room, session, ana, ben):
    with (
        room.join(ana, session, lang="fr") as french,
        room.join(ben, session, lang="zz") as english,
    ):
        talk.raise_hand(by=ana, session=session)
        html = {
            language: socket.entry("hand.raised")["patches"][0]["html"]
            for language, socket in {"fr": french, "en": english}.items()
        }

    assert {language: title_in(text) for language, text in html.items()} == {
        "en": "Hands",
        "fr": translated("Hands", "fr"),
    }


def title_in(html: str) -> str:
    return html.partition("<h2>")[2].partition(" <")[0]


def translated(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def test_whoever_comes_back_gets_what_they_missed_in_order(room, session, ana, ben):
    for number in range(5):
        talk.say(by=ana, session=session, text=f"Line {number}")

    with room.join(ben, session, after=3) as socket:
        from_the_log = socket.numbers()
    with room.join(ana, session) as socket:
        talk.say(by=ana, session=session, text="One more")
        socket.entry("chat.said")
        with room.join(ben, session, after=5) as again:
            assert (from_the_log, again.numbers()) == ([4, 5, 6], [6, 7])


def test_what_is_said_while_someone_comes_back_is_received_once(room, session, ana, ben):
    with room.join(ana, session) as talking:
        for number in range(40):
            talking.send("chat.say", client_id=f"line-{number}", text="x")
            if number % 10 == 0:
                with room.join(ben, session, after=1) as socket:
                    talk.say(by=ana, session=session, text="now")
                    socket.until(lambda frame: "now" in json.dumps(frame.get("patches", "")))
                    numbers = socket.numbers()
                    assert numbers == list(range(2, numbers[-1] + 1))


def test_whoever_missed_too_much_loads_the_page_again(room, session, ana, ben, monkeypatch):
    monkeypatch.setattr("talanoa.live.room.registry.KEPT", 10)
    for number in range(11):
        talk.say(by=ana, session=session, text=f"Line {number}")

    with room.join(ben, session, after=1) as socket:
        assert (len(socket.of_type("reload")), socket.numbers()) == (1, [])
    with room.join(ben, session, after=2) as socket:
        assert (socket.of_type("reload"), len(socket.numbers())) == ([], 10)


def test_a_number_that_is_not_there_yet_is_answered_by_a_fresh_page(room, session, ana):
    with room.join(ana, session, after=10**9) as socket:
        assert len(socket.of_type("reload")) == 1


def test_a_client_may_ask_again_from_any_number(room, session, ana):
    talk.say(by=ana, session=session, text="One")
    with room.join(ana, session) as socket:
        socket.send("catch-up", after=0)
        socket.until("caught-up")

        assert socket.numbers() == [1, 2]


def test_the_sessions_own_doors_are_entries_too(room, session, host, ana):
    with room.join(ana, session) as socket, room.join(host, session) as hosting:
        hosting.act("session.close")

        assert socket.entry("session.closed")["by"] == host.pk
        assert socket.act("chat.say", text="Wait") | {"id": ""} == {
            "v": 1,
            "type": "refused",
            "id": "",
            "reason": "This session has ended.",
        }


# --- Bad clients -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x00\x01", "not-text"),
        ("", "not-json"),
        ("[" * 20_000, "not-json"),
        ('{"v": 1, "type": []}', "bad-type"),
        ('{"v": 1, "type": "chat.say", "id": "a"}', "bad-data"),
        ('{"v": 1, "type": "chat.say", "data": {"text": "x"}}', "bad-id"),
        ('{"v": 1, "type": "catch-up", "data": {"after": -1}}', "bad-data"),
        ('{"v": 1, "type": "catch-up", "data": {"after": "1"}}', "bad-data"),
        ('{"v": 1, "type": "people", "data": {"people": 7}}', "bad-data"),
        ('{"v": 1, "type": "people", "data": {"people": [null]}}', "bad-data"),
        ('{"v": 1, "type": "people", "data": {"people": ' + str([1] * 201) + "}}", "bad-data"),
        ('{"v": 1, "type": "no.such"}', "unknown-type"),
        ('{"v": 9, "type": "alive"}', "bad-version"),
    ],
)
def test_a_bad_frame_is_answered_and_the_socket_lives_on(room, session, ana, message, code):
    with room.join(ana, session) as socket:
        socket.raw(message)
        error = socket.until("error")
        answer = socket.act("chat.say", text="Still here")

    assert (error["code"], answer["type"]) == (code, "ack")


def test_a_frame_larger_than_any_ends_the_socket_only(room, session, ana, ben):
    with room.join(ana, session) as socket, room.join(ben, session) as other:
        socket.raw("x" * 70_000)
        code = socket.closed()
        other.send("alive")

        assert (code, other.until("alive")["seq"]) == (1009, 1)


def test_only_repeated_abuse_closes_the_socket(room, session, ana, monkeypatch):
    monkeypatch.setattr("talanoa.live.room.pace.LONGEST_DELAY", 0.01)
    monkeypatch.setattr("talanoa.live.room.pace.STRIKES", 10)
    with room.join(ana, session) as socket:
        for _ in range(30):
            socket.raw("nonsense")

        assert socket.closed() == 4429
        assert len(socket.of_type("error")) == 11


def test_whoever_sends_too_fast_is_told_to_try_later(room, session, ana):
    with room.join(ana, session) as socket:
        for _ in range(45):
            socket.send("alive")
        error = socket.until("error")

    assert error["code"] == "too-fast"


def test_an_act_that_fails_by_our_fault_can_be_tried_again(room, session, ana, monkeypatch):
    with room.join(ana, session) as socket:
        monkeypatch.setattr("talanoa.live.access.taking_part_refused", lambda _: 1 / 0)
        error = socket.act("chat.say", client_id="a", text="x")
        monkeypatch.undo()

        assert error["code"] == "failed"
        assert socket.act("chat.say", client_id="a", text="x")["type"] == "ack"


def test_a_client_that_does_not_read_holds_up_nobody_and_catches_up(
    room, session, ana, ben, monkeypatch
):
    monkeypatch.setattr(outboxes, "MOST_FRAMES", 8)
    with room.join(ana, session) as reader, room.join(ben, session) as stalled:
        # More than the sockets of a whole machine hold back for one that does not read.
        for _ in range(200):
            room.send_to(ben, session, protocol.encode("padding", text="x" * 100_000))
        for number in range(20):
            talk.say(by=ana, session=session, text=f"Line {number}")
            reader.entry("chat.said")
        stalled.until("behind", patience=30)
        stalled.send("catch-up", after=max([1, *stalled.numbers()]))
        stalled.until("caught-up", patience=30)

        assert stalled.numbers() == list(range(2, 22))


# --- Who is here -------------------------------------------------------------------------------


def test_everyone_hears_who_came_and_who_went(room, session, ana, ben):
    with room.join(ana, session) as socket:
        with room.join(ben, session):
            came = socket.until(
                lambda frame: ben.pk in [each["person"] for each in frame.get("came", [])]
            )
        went = socket.until(lambda frame: ben.pk in frame.get("went", []), patience=15)

    assert (came["count"], went["count"]) == (2, 1)


def test_cards_of_those_who_are_here_can_be_asked_for(room, session, ana, ben):
    with room.join(ana, session) as socket, room.join(ben, session):
        socket.until("presence")
        socket.send("people", people=[ben.pk, 10**6])
        answer = socket.until("presence")

    assert [card["person"] for card in answer["came"]] == [ben.pk]


def test_presence_is_written_from_coming_to_leaving(room, session, ana):
    with room.join(ana, session):
        pass
    with room.join(ana, session):
        deadline = time.monotonic() + 5
        while rows_of_presence() != [True, False] and time.monotonic() < deadline:
            time.sleep(0.05)

        assert rows_of_presence() == [True, False]


def rows_of_presence() -> list[bool]:
    """Of each connection, whether it ended in good order."""
    rows = Presence.objects.order_by("began_at").values_list("ended_at", flat=True)
    return [ended_at is not None for ended_at in rows]


def test_a_silent_connection_is_asked_and_then_ended(session, ana, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("talanoa.live.room.server.SWEEP_EVERY", 0.1)
    monkeypatch.setattr("talanoa.live.room.server.ASK_AFTER", 0.2)
    monkeypatch.setattr("talanoa.live.room.server.SILENT_AFTER", 1.0)
    with a_room(settings, tmp_path) as room, room.join(ana, session) as socket:
        asked = socket.until(lambda frame: frame.get("ask"))
        code = socket.closed()

    assert (asked["type"], code) == ("alive", 4408)
