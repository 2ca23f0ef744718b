"""Interpretation over real sockets: told to everyone, lost with the line, refused to others."""

import json

import pytest

from talanoa.live.durations import UNHEARD_AFTER
from talanoa.live.models import InterpretationChannel, ListeningChoice
from talanoa.live.services import channels
from talanoa.live.services import interpretation as acts
from tests.make import an_interpreter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def french(session, host):
    return channels.add_language(by=host, session=session, language="fr")


@pytest.fixture
def awa(host, french):
    return an_interpreter(french, "Awa Diop", by=host)


@pytest.fixture
def luc(host, french):
    return an_interpreter(french, "Luc Morel", by=host)


def html_of(frame) -> str:
    return json.dumps(frame["patches"], ensure_ascii=False)


def test_everyone_hears_who_is_on_the_air_in_their_own_language(room, session, awa, ana, ben):
    with (
        room.join(awa, session) as booth,
        room.join(ana, session) as listener,
        room.join(ben, session, lang="fr") as reader,
    ):
        assert booth.act("interpret.start", language="fr")["type"] == "ack"
        started = html_of(listener.entry("channel.on-air"))
        told = html_of(reader.entry("channel.on-air"))
        booth.act("interpret.stop", language="fr")
        stopped = html_of(listener.entry("channel.off-air"))

    assert "you hear Awa Diop, with the floor beneath" in started
    assert "Awa Diop" in told
    assert "nobody is interpreting now" in stopped


def test_a_wish_for_a_slower_pace_reaches_the_hosts_alone(room, session, host, awa, ana):
    with (
        room.join(host, session) as hosting,
        room.join(ana, session) as member,
        room.join(awa, session) as booth,
    ):
        ack = booth.act("interpret.slower", language="fr")
        told = hosting.entry("channel.slower")
        bare = member.until(lambda frame: frame.get("seq") == ack["seq"])

    assert "asks for a slower pace" in html_of(told)
    assert bare["type"] == "number"


def test_a_choice_is_acknowledged_and_is_nobody_elses_news(room, session, french, ana, ben):
    with room.join(ana, session) as chooser, room.join(ben, session) as other:
        answers = [chooser.act("channel.choose", language=each) for each in ("fr", "", "fr")]
        refused = chooser.act("channel.choose", language="ar")
        ack = chooser.act("chat.say", text="Good morning")
        other.entry("chat.said")

    assert {answer["type"] for answer in answers} == {"ack"}
    assert refused["type"] == "refused"
    # The first line is the next number after what was there before.
    assert ack["seq"] == answers[0]["seq"] + 1
    assert [each.language for each in ListeningChoice.objects.all()] == ["fr"]


@pytest.mark.parametrize("data", [{}, {"language": 7}, {"language": None}, {"language": ["fr"]}])
def test_a_language_is_a_code(room, session, awa, data):
    with room.join(awa, session) as socket:
        for act in ("channel.choose", "interpret.start", "interpret.slower"):
            answer = socket.act(act, **data)
            assert (answer["type"], answer["code"]) == ("error", "bad-data")


def test_a_member_does_not_go_on_the_air(room, session, french, ana):
    with room.join(ana, session) as socket:
        for act in ("interpret.start", "interpret.hand-over", "interpret.slower"):
            assert socket.act(act, language="fr")["type"] == "refused"


def test_whose_voice_never_comes_is_off_the_air_soon(room, session, awa, luc):
    """This room process has no sound at all, so nobody is ever heard."""
    with room.join(awa, session) as booth, room.join(luc, session) as other:
        booth.act("interpret.start", language="fr")
        other.entry("channel.on-air")
        lost = other.until(
            lambda frame: frame.get("kind") == "channel.off-air",
            patience=UNHEARD_AFTER.total_seconds() + 8,
        )

    assert "was lost" in html_of(lost)
    assert not InterpretationChannel.objects.filter(on_air__isnull=False).exists()


@pytest.mark.parametrize(
    ("who", "frame", "data", "answer"),
    [
        ("member", "sound.join", {"booth": "fr", "sdp": "v=0"}, "refused"),
        ("member", "sound.mute", {"booth": "fr", "muted": False}, "refused"),
        ("interpreter", "sound.mute", {"booth": "fr", "muted": False}, "refused"),
        ("interpreter", "sound.join", {"booth": "ar", "sdp": "v=0"}, "refused"),
        ("on air", "sound.mute", {"muted": False}, "refused"),
        ("member", "sound.listen", {"booth": "fr"}, "sound.failed"),
        ("member", "sound.listen", {"language": "../../etc"}, "sound.failed"),
        ("member", "sound.listen", {"language": 7}, "sound.failed"),
        ("member", "sound.mute", {"booth": ["fr"], "muted": True}, "sound.failed"),
    ],
)
def test_a_booth_is_its_interpreters(room, session, awa, ana, who, frame, data, answer):
    person = ana if who == "member" else awa
    if who == "on air":
        acts.start(by=awa, session=session, language="fr")
    with room.join(person, session) as socket:
        socket.send(frame, client_id="one", **data)
        assert (
            socket.until(lambda each: each["type"] in {"refused", "sound.failed"})["type"] == answer
        )
