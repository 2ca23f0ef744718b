"""Captions over a real socket: shown, hidden, missed and made up for, passed on as they come."""

import pytest

from talanoa.live import captions as reading
from talanoa.live.services import caption_desk, captions
from tests.make import a_captioner, an_intake, enrolled


def write(session, by, text, language="en", **fields):
    return captions.write(by=by, session=session, text=text, language=language, **fields)


def said(socket):
    """The lines a socket has been sent, in the order in which they came."""
    patches = [patch for frame in socket.of_type("captions") for patch in frame["patches"]]
    return [patch["html"].partition("<span>")[2].partition("</span>")[0] for patch in patches]


def test_whoever_shows_captions_is_sent_each_line_and_nobody_else_is(room, session, ana, ben):
    captioner = a_captioner(session)
    with (
        room.join(ana, session) as reads,
        room.join(ben, session) as does_not,
        room.join(captioner, session) as writes,
    ):
        reads.send("captions.show", language="en", after=0)
        first = writes.act("caption.write", text="Good morning", language="en")
        reads.until("captions")
        second = writes.act("caption.write", text="everyone", language="en")
        reads.until("captions")
        does_not.send("alive")
        does_not.until("alive")

        assert (first["type"], first["seq"], second["seq"]) == ("ack", 1, 2)
        assert said(reads) == ["Good morning", "everyone"]
        assert does_not.of_type("captions") == []


def test_a_line_is_sent_in_its_own_language_alone_and_no_more_once_hidden(room, session, ana):
    english, french = a_captioner(session), a_captioner(session, language="fr")
    with room.join(ana, session) as socket:
        socket.send("captions.show", language="fr", after=0)
        write(session, english, "Good morning")
        write(session, french, "Bonjour", "fr")
        socket.until("captions")
        socket.send("captions.hide")
        socket.send("alive")
        socket.until("alive")
        write(session, french, "à tous", "fr")
        socket.send("captions.show", language="en", after=0)
        socket.until("captions")

        assert said(socket) == ["Bonjour", "Good morning"]


def test_whoever_was_away_is_sent_what_they_missed_and_then_what_comes(room, session, ana):
    captioner = a_captioner(session)
    write(session, captioner, "one")
    with room.join(ana, session) as socket:
        socket.send("captions.show", language="en", after=0)
        seen = socket.until("captions")["seq"]
    line = write(session, captioner, "too")
    captions.correct(by=captioner, session=session, line=line.pk, text="two")
    with room.join(ana, session) as socket:
        socket.send("captions.show", language="en", after=seen)
        missed = socket.until("captions")
        write(session, captioner, "three")
        socket.until("captions")

        assert said(socket) == ["two", "three"]
        assert [patch["action"] for patch in missed["patches"]] == ["append"]
        assert [frame["seq"] for frame in socket.of_type("captions")] == [3, 4]


def test_a_correction_replaces_what_was_shown(room, session, ana):
    captioner = a_captioner(session)
    line = write(session, captioner, "Good mourning")
    with room.join(ana, session) as reads, room.join(captioner, session) as writes:
        reads.send("captions.show", language="en", after=0)
        reads.until("captions")
        writes.act("caption.correct", line=line.pk, text="Good morning")
        (patch,) = reads.until("captions")["patches"]

    assert (patch["target"], patch["action"]) == (f"caption-{line.pk}", "replace")


def test_a_line_of_a_service_comes_as_any_other(room, session, ana):
    intake = an_intake(session, is_machine=True)
    with room.join(ana, session, lang="fr") as socket:
        socket.send("captions.show", language="en", after=0)
        caption_desk.take_in(intake=intake, seq=1, text="Good morning")
        frame = socket.until("captions")

    assert "<small>" in frame["patches"][0]["html"]


def test_a_lost_word_of_the_bus_loses_no_line(room, session, ana, monkeypatch):
    captioner = a_captioner(session)
    monkeypatch.setattr("talanoa.live.room.bus.say", lambda *_: None)
    with room.join(ana, session) as socket:
        socket.send("captions.show", language="en", after=0)
        write(session, captioner, "Good morning")
        socket.until("captions", patience=5)

        assert said(socket) == ["Good morning"]


def test_what_is_being_written_is_passed_on_and_kept_nowhere(room, session, ana, ben):
    captioner = a_captioner(session)
    with (
        room.join(ana, session) as reads,
        room.join(ben, session) as other,
        room.join(captioner, session) as writes,
    ):
        reads.send("captions.show", language="en", after=0)
        other.send("captions.show", language="fr", after=0)
        for socket in (reads, other):
            socket.send("alive")
            socket.until("alive")
        writes.send("captions.now", language="en", text="Good m\u202e" + "x" * 300)
        now = reads.until("caption-now")
        other.send("alive")
        other.until("alive")

        assert (now["by"], now["text"]) == (captioner.pk, "x" * 200)
        assert other.of_type("caption-now") == []
    assert reading.newest([session.pk]) == {}


@pytest.mark.parametrize("who", ["reader", "withdrawn"])
def test_nobody_else_is_passed_on(room, session, host, ana, who):
    if who == "withdrawn":
        a_captioner(session, ana)
        caption_desk.withdraw(by=host, captioner=session.captioners.get())
    with room.join(ana, session) as socket:
        socket.send("captions.show", language="en", after=0)
        socket.send("captions.now", language="en", text="Nonsense")

        assert socket.until(lambda frame: frame["type"] in ("refused", "caption-now"))[
            "reason"
        ].startswith("A host gives captioning")


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("captions.show", {}, "bad-data"),
        ("captions.show", {"language": ""}, "bad-data"),
        ("captions.show", {"language": 7}, "bad-data"),
        ("captions.show", {"language": "x" * 11}, "bad-data"),
        ("captions.show", {"language": "en", "after": -1}, "bad-data"),
        ("captions.show", {"language": "en", "after": True}, "bad-data"),
        ("captions.show", {"language": "en", "after": 2**63}, "bad-data"),
        ("captions.now", {"language": "en"}, "bad-data"),
        ("captions.now", {"language": "en", "text": ["a"]}, "bad-data"),
        ("captions.sing", {}, "unknown-type"),
        ("caption.write", {"text": "a"}, "bad-data"),
    ],
)
def test_a_bad_frame_has_its_code(room, session, ana, kind, data, code):
    with room.join(ana, session) as socket:
        socket.send(kind, client_id="a", **data)

        assert socket.until("error")["code"] == code


def test_a_line_can_be_read_by_many_in_many_languages(room, session):
    captioner = a_captioner(session)
    readers = [enrolled(session.cohort) for _ in range(3)]
    with (
        room.join(readers[0], session, lang="en") as one,
        room.join(readers[1], session, lang="fr") as two,
        room.join(readers[2], session, lang="ar") as three,
    ):
        for socket in (one, two, three):
            socket.send("captions.show", language="en", after=0)
        write(session, captioner, "Good morning")
        for socket in (one, two, three):
            socket.until("captions")

        assert [said(socket) for socket in (one, two, three)] == [["Good morning"]] * 3
