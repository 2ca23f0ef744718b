"""What a bad client is answered with, while everyone else goes on."""

import pytest

from talanoa.live.room import outbox as outboxes
from talanoa.live.room import protocol
from talanoa.live.services import talk

pytestmark = pytest.mark.django_db(transaction=True)


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
        monkeypatch.setattr("talanoa.live.access.saying_refused", lambda *_: 1 / 0)
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
