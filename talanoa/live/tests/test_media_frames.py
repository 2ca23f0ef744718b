"""Frames as a browser may send them, good and bad. No Janus is needed to refuse them."""

import asyncio

import pytest

from talanoa.live.media import frames
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.sound import SoundRooms
from talanoa.live.tests.media_sdp import OFFER


def answer_to(tmp_path, frame, *, enabled=True):
    async def answered():
        rooms = SoundRooms(JanusSettings(folder=tmp_path, enabled=enabled), listener=None)
        return await frames.carry_out(rooms, session_id="7", person="ana", frame=frame)

    return asyncio.run(answered())


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({}, "bad-frame"),
        ({"type": ["sound.join"]}, "bad-frame"),
        ({"type": "sound.sing"}, "bad-frame"),
        ({"type": "sound.join"}, "bad-frame"),
        ({"type": "sound.join", "sdp": 7}, "bad-frame"),
        ({"type": "sound.join", "sdp": OFFER, "speak": "yes"}, "bad-frame"),
        ({"type": "sound.join", "sdp": OFFER, "tab": 5}, "bad-frame"),
        ({"type": "sound.listen", "tab": "x" * 65}, "bad-frame"),
        ({"type": "sound.join", "sdp": ""}, "bad-offer"),
        ({"type": "sound.join", "sdp": "v=0 " + "x" * 20_000}, "bad-offer"),
        ({"type": "sound.join", "sdp": OFFER + OFFER}, "bad-offer"),
        ({"type": "sound.join", "sdp": OFFER.replace("m=audio", "m=video")}, "bad-offer"),
        ({"type": "sound.join", "sdp": OFFER}, "away"),
        ({"type": "sound.listen"}, "away"),
        ({"type": "sound.accept"}, "bad-frame"),
        ({"type": "sound.accept", "sdp": "hello"}, "bad-offer"),
        ({"type": "sound.join", "sdp": OFFER, "rate": 48_000}, "bad-frame"),
        ({"type": "sound.join", "sdp": OFFER, "rate": None}, "bad-frame"),
        ({"type": "sound.rate"}, "bad-frame"),
        ({"type": "sound.rate", "rate": 16_000}, "bad-frame"),
        ({"type": "sound.rate", "rate": 16_000.0, "loss": 10}, "bad-frame"),
        ({"type": "sound.rate", "rate": True, "loss": 10}, "bad-frame"),
        ({"type": "sound.rate", "rate": 16_000, "loss": 21}, "bad-frame"),
        ({"type": "sound.rate", "rate": 16_000, "loss": -1}, "bad-frame"),
        ({"type": "sound.rate", "rate": 16_000, "loss": 10}, "away"),
        ({"type": "sound.mute"}, "bad-frame"),
        ({"type": "sound.mute", "muted": 1}, "bad-frame"),
        ({"type": "sound.mute", "muted": False}, "away"),
        ({"type": "sound.trickle"}, "bad-frame"),
        ({"type": "sound.trickle", "candidate": "udp"}, "bad-frame"),
        ({"type": "sound.trickle", "candidate": {}}, "bad-frame"),
        ({"type": "sound.trickle", "candidate": {"candidate": "x" * 2000}}, "bad-frame"),
        ({"type": "sound.trickle", "candidate": {"candidate": "x", "sdpMid": 0}}, "bad-frame"),
        (
            {"type": "sound.trickle", "candidate": {"candidate": "x", "sdpMLineIndex": True}},
            "bad-frame",
        ),
        (
            {"type": "sound.trickle", "candidate": {"candidate": "x", "sdpMLineIndex": 10**9}},
            "bad-frame",
        ),
        ({"type": "sound.trickle", "candidate": None}, "away"),
    ],
)
def test_a_frame_that_cannot_be_carried_out_is_answered_with_a_stable_code(tmp_path, frame, code):
    expected = {"type": "sound.failed", "of": str(frame.get("type")), "code": code}
    assert answer_to(tmp_path, frame) == expected


def test_without_sound_joining_says_that_it_is_off(tmp_path):
    reply = answer_to(tmp_path, {"type": "sound.join", "sdp": OFFER}, enabled=False)

    assert reply == {"type": "sound.failed", "of": "sound.join", "code": "off"}


def test_leaving_without_having_joined_is_no_error(tmp_path):
    assert answer_to(tmp_path, {"type": "sound.leave"}) is None
