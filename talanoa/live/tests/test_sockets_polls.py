"""Polls over real sockets: counted once, told once a second, shown to whom they may."""

import json

import pytest

from talanoa.live.models import Entry, Poll, Vote
from talanoa.live.room.acts import registered
from talanoa.live.services import floor
from tests.make import a_poll, an_open_poll, enrolled

pytestmark = pytest.mark.django_db(transaction=True)

SCALE = {"kind": "scale", "lowest": "Not at all", "highest": "Fully"}


def ask(socket, **fields):
    new = {"question": "Ready?", "kind": "single", "ballot": "open", "options": "Yes\nNo"}
    return socket.act("poll.ask", **(new | fields))


def html_of(frame) -> str:
    return json.dumps(frame["patches"], ensure_ascii=False)


def test_a_poll_is_asked_voted_in_closed_and_shown(room, session, host, ana, ben):
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as voter,
        room.join(ben, session, lang="fr") as reader,
    ):
        opened = ask(hosting)
        poll = Poll.objects.get()
        form = html_of(voter.entry("poll.opened"))
        ack = voter.act("poll.vote", poll=poll.pk, choices=[2])
        told = reader.until("votes")
        hosting.act("poll.close", poll=poll.pk)
        hosting.act("poll.show", poll=poll.pk)
        results = html_of(reader.entry("poll.shown"))

    assert ("act-poll-vote" in form, "Ready?" in form) == (True, True)
    assert (ack["type"], ack["seq"]) == ("ack", opened["seq"])
    assert f"poll-{poll.pk}-turnout" in html_of(told)
    assert "Ana Faleolo" in results


def test_a_vote_reaches_nobody_as_an_entry_and_is_told_once_however_many(
    room, session, host, ana, ben
):
    poll = an_open_poll(session, by=host)
    others = [enrolled(session.cohort) for _ in range(8)]
    with room.join(ana, session) as reader:
        reader.until("presence")
        before = len(reader.frames)
        for person in others:
            with room.join(person, session) as voter:
                assert voter.act("poll.vote", poll=poll.pk, choices=[1])["type"] == "ack"
        reader.until(lambda frame: frame["type"] == "votes" and "8 of" in html_of(frame))
        since = reader.frames[before:]

    assert {frame["type"] for frame in since} <= {"votes", "presence"}
    assert len([frame for frame in since if frame["type"] == "votes"]) <= len(others)


def test_a_frame_sent_twice_is_one_vote_and_two_tabs_are_one_voter(room, session, host, ana):
    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as one, room.join(ana, session) as two:
        first = one.act("poll.vote", client_id="same", poll=poll.pk, choices=[1])
        again = two.act("poll.vote", client_id="same", poll=poll.pk, choices=[1])
        other = two.act("poll.vote", client_id="other", poll=poll.pk, choices=[2])

    assert first == again
    assert other["reason"] == "You have voted in this poll already. A vote stands."
    assert (Poll.objects.get().voted, Poll.objects.get().counts) == (1, {"1": 1})


def test_two_tabs_that_vote_at_the_same_moment_are_one_voter(room, session, host, ana):
    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as one, room.join(ana, session) as two:
        for tab, client_id in ((one, "a"), (two, "b")):
            tab.send("poll.vote", client_id=client_id, poll=poll.pk, choices=[1])
        types = sorted(
            tab.until(lambda frame, own=own: frame.get("id") == own)["type"]
            for tab, own in ((one, "a"), (two, "b"))
        )

    assert (types, Vote.objects.count()) == (["ack", "refused"], 1)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ({}, ("error", "bad-data", "poll")),
        ({"poll": "1"}, ("error", "bad-data", "poll")),
        ({"poll": 1, "choices": 1}, ("error", "bad-data", "choices")),
        ({"poll": 1, "choices": ["1"]}, ("error", "bad-data", "choices")),
        ({"poll": 1, "choices": [True]}, ("error", "bad-data", "choices")),
        ({"poll": 1, "choices": [1.5]}, ("error", "bad-data", "choices")),
        ({"poll": 1, "choices": [1] * 1001}, ("error", "bad-data", "choices")),
        ({"poll": 1, "words": "fear"}, ("error", "bad-data", "words")),
        ({"poll": 1, "words": ["\x00"]}, ("error", "bad-text", None)),
        ({"poll": 1, "vote": 1}, ("error", "bad-data", "vote")),
        ({"poll": 2**62, "choices": [1]}, ("refused", None, None)),
        ({"poll": -1, "choices": [1]}, ("refused", None, None)),
    ],
)
def test_what_is_no_vote_is_answered_and_not_counted(room, session, host, ana, data, answer):
    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as socket:
        told = socket.act("poll.vote", **data)
        counted = socket.act("poll.vote", poll=poll.pk, choices=[1])

    assert (told["type"], told.get("code"), told.get("field")) == answer
    assert (counted["type"], Poll.objects.get().voted) == ("ack", 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"question": " "},
        {"question": "x" * 301},
        {"question": "x" * 60_000},
        {"kind": "essay"},
        {"ballot": "half"},
        {"options": "One"},
        SCALE | {"lowest": ""},
    ],
)
def test_what_cannot_be_a_poll_is_refused(room, session, host, fields):
    with room.join(host, session) as socket:
        assert ask(socket, **fields)["type"] == "refused"
    assert not Poll.objects.exists()


def test_each_is_refused_in_their_own_language(room, session, host, ana, ben):
    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as english, room.join(ben, session, lang="fr") as french:
        reasons = [tab.act("poll.vote", poll=poll.pk)["reason"] for tab in (english, french)]

    assert reasons[0] == "Choose an answer first."
    assert reasons[1] != reasons[0]


def test_what_is_prepared_reaches_hosts_alone(room, session, host, ana):
    with room.join(host, session) as hosting, room.join(ana, session) as member:
        a_poll(session, by=host, question="What comes later?")
        listed = hosting.entry("poll.listed")
        member.until("number")
        frames = json.dumps(member.frames)

    assert "What comes later?" in html_of(listed)
    assert "What comes later?" not in frames


def test_whoever_comes_late_and_whoever_comes_back_finds_the_poll(room, session, host, ana, ben):
    with room.join(host, session) as hosting:
        seq = ask(hosting)["seq"]
        poll = Poll.objects.get()
        with room.knock(ana, session, after=seq - 1) as late:
            opened = late.entry("poll.opened")
        hosting.act("poll.close", poll=poll.pk)
        hosting.entry("poll.closed")
        with room.join(ben, session, after=seq - 1) as back:
            kinds = [frame["kind"] for frame in back.of_type("entry")]

    assert "act-poll-vote" in html_of(opened)
    assert (kinds, back.numbers()) == (
        ["poll.opened", "poll.closed"],
        [seq, *range(seq + 1, seq + 4)],
    )


def test_whoever_was_sent_out_does_not_vote(room, session, host, ana, monkeypatch):
    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as socket:
        monkeypatch.setattr("talanoa.live.room.server.SENT_OUT", {})
        floor.remove(by=host, session=session, person=ana.pk)
        socket.send("poll.vote", client_id="late", poll=poll.pk, choices=[1])

        assert socket.closed() == 4404
    assert not Vote.objects.exists()


def test_whoever_has_signed_out_does_not_vote(room, session, host, ana):
    from django.contrib.sessions.models import Session

    poll = an_open_poll(session, by=host)
    with room.join(ana, session) as socket:
        Session.objects.filter(session_key=socket.cookie).delete()
        socket.send("poll.vote", client_id="late", poll=poll.pk, choices=[1])

        assert socket.closed() == 4401
    assert not Vote.objects.exists()


def test_a_vote_leaves_no_entry(room, session, host, ana):
    poll = an_open_poll(session, by=host)
    before = Entry.objects.count()
    with room.join(ana, session) as socket:
        socket.act("poll.vote", poll=poll.pk, choices=[1])

    assert Entry.objects.count() == before
    assert "poll.vote" in registered()
