"""The log over real sockets: in order, once, without a gap; and who is here."""

import json
import time

import pytest
from django.utils.translation import gettext, override

from talanoa.live.models import Entry, Presence
from talanoa.live.services import erasing, talk
from talanoa.live.tests.rooms import a_room
from talanoa.people.services import erase

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_an_act_of_this_process_goes_out_without_being_read_again(
    room, session, ana, ben, monkeypatch
):
    with room.join(ana, session) as sender, room.join(ben, session) as reader:
        reads = []
        monkeypatch.setattr("talanoa.live.room.items.load", lambda *asked: reads.append(asked))
        sender.act("chat.say", text="Straight on")
        reader.entry("chat.said")

    assert reads == []


def test_what_came_before_unannounced_is_sent_before_it(room, session, ana, ben, monkeypatch):
    with room.join(ana, session) as sender, room.join(ben, session) as reader:
        with monkeypatch.context() as lost:
            lost.setattr("talanoa.live.room.bus.nudge", lambda *_: None)
            earlier = talk.say(by=ben, session=session, text="Unannounced")
        seq = sender.act("chat.say", text="After it")["seq"]
        reader.until(lambda frame: frame.get("seq") == seq)

    assert [earlier.seq, seq] == [earlier.seq, earlier.seq + 1]
    assert reader.numbers()[-2:] == [earlier.seq, seq]


def test_lines_of_many_at_once_come_in_order_to_all(room, session, ana, ben):
    with room.join(ana, session) as one, room.join(ben, session) as two:
        for number in range(10):
            one.send("chat.say", client_id=f"one-{number}", text="One")
            two.send("chat.say", client_id=f"two-{number}", text="Two")
        last = max(
            socket.until(lambda frame, name=name: frame.get("id") == f"{name}-9")["seq"]
            for name, socket in (("one", one), ("two", two))
        )
        for socket in (one, two):
            if socket.numbers()[-1:] != [last]:
                socket.until(lambda frame: frame.get("seq") == last and frame["type"] == "entry")
        numbers = [socket.numbers() for socket in (one, two)]

    for received in numbers:
        assert received == list(range(last - len(received) + 1, last + 1))
        assert len(received) >= 20


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


def test_words_taken_back_leave_the_page_at_once_and_are_not_sent_again(room, session, ana, ben):
    with room.join(ben, session) as reader:
        talk.say(by=ana, session=session, text="Mine alone")
        reader.entry("chat.said")
        erase(by=ana, person=ana, words=True)
        erasing.forget_lines(person=ana, words=True)
        [patch] = reader.entry("line.changed")["patches"]
        with room.join(ben, session, after=0) as again:
            pass

    assert (patch["target"], patch["action"]) == ("chat-2", "replace")
    assert [text in patch["html"] for text in ("Mine alone", "Ana")] == [False, False]
    assert [text in json.dumps(again.frames) for text in ("Mine alone", "Ana")] == [False, False]
    assert again.numbers() == [1, 2, 3]


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
