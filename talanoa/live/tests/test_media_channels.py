"""Channels of languages in a real Janus, without a browser: the floor comes in and nothing goes
back, and it is lowered while an interpreter is heard."""

import asyncio

import psutil
import pytest

from bench.listeners import Speaker, stay_on
from talanoa.live.media import channels, janus_config
from talanoa.live.media.channels import FULL, Link
from talanoa.live.media.janus_config import AUDIOBRIDGE
from talanoa.live.media.terms import SoundError
from talanoa.live.tests.media_harness import RunningJanus, janus_settings
from talanoa.live.tests.media_sdp import OFFER
from talanoa.live.tests.test_media_sound import in_a_room, until

SESSION, FRENCH = "7", "7.fr"


@pytest.fixture(scope="module")
def janus(tmp_path_factory):
    with RunningJanus(janus_settings(tmp_path_factory.mktemp("janus"))) as running:
        yield running


async def ask(rooms, name, request):
    """Something of a mix's room in the AudioBridge."""
    desk = await rooms._client.attach(AUDIOBRIDGE)
    keys = rooms._mixes.keys(name)
    body = {"request": request, "room": keys.room, "secret": keys.secret}
    reply = await desk.request(body)
    await desk.detach()
    return reply.data


async def people_in(rooms, name):
    found = await ask(rooms, name, "listparticipants")
    return sorted(str(each["id"]).partition("/")[0] for each in found["participants"])


def test_a_listener_brings_the_floor_into_the_channel_and_sits_in_no_mix(janus):
    async def acts(rooms, _heard):
        await rooms.set_channels(SESSION, {"fr": 20})
        joined = await rooms.listen(session_id=SESSION, person="ana", language="fr")
        floor = await people_in(rooms, SESSION)
        forwarders = await ask(rooms, SESSION, "listforwarders")
        return joined.kind, await people_in(rooms, FRENCH), floor, forwarders["rtp_forwarders"]

    kind, channel, floor, forwarders = in_a_room(janus, acts)

    assert (kind, channel, floor) == ("offer", ["floor"], [])
    assert [each["ip"] for each in forwarders] == ["127.0.0.1"]


def test_the_floor_comes_in_by_a_port_of_loopback_alone(janus):
    async def acts(rooms, _heard):
        await rooms.set_channels("11", {"fr": 20})
        await rooms.listen(session_id="11", person="ana", language="fr")
        lowest, highest = janus.settings.stream_ports
        return [
            bound.laddr.ip
            for bound in psutil.Process(janus.process.pid).net_connections("udp")
            if lowest <= bound.laddr.port <= highest
        ]

    found = in_a_room(janus, acts)

    # The mountpoint's, and the floor's.
    assert len(found) >= 2
    assert set(found) == {"127.0.0.1"}


def test_one_language_has_one_floor_however_many_come(janus):
    async def acts(rooms, _heard):
        await rooms.set_channels("8", {"fr": 20})
        await asyncio.gather(
            *(rooms.listen(session_id="8", person=f"p{n}", language="fr") for n in range(6)),
            rooms.join(session_id="8.fr", person="awa", offer=OFFER, speak=True),
        )
        return await people_in(rooms, "8.fr"), await ask(rooms, "8", "listforwarders")

    channel, floor = in_a_room(janus, acts)

    assert channel == ["awa", "floor"]
    assert len(floor["rtp_forwarders"]) == 1


def test_a_process_that_begins_again_ties_the_floor_in_anew(janus):
    """What the earlier one sent to a port that may be another's now is sent no more."""

    async def acts(rooms, _heard):
        await rooms.set_channels("9", {"fr": 20})
        await rooms.listen(session_id="9", person="ana", language="fr")
        await until(lambda: "9.fr" in rooms._links._links)
        return (await ask(rooms, "9", "listforwarders"))["rtp_forwarders"]

    first, second = in_a_room(janus, acts), in_a_room(janus, acts)

    assert len(first) == len(second) == 1


@pytest.mark.parametrize("language", ["ar", "xx"])
def test_a_language_that_is_not_there_cannot_be_heard(janus, language):
    async def acts(rooms, _heard):
        await rooms.set_channels(SESSION, {"fr": 20})
        with pytest.raises(SoundError, match="no-channel"):
            await rooms.listen(session_id=SESSION, person="ana", language=language)
        with pytest.raises(SoundError, match="no-channel"):
            await rooms.join(session_id=f"{SESSION}.{language}", person="ana", offer=OFFER)

    in_a_room(janus, acts)


def test_a_channel_that_is_closed_ends_for_all_in_it(janus):
    async def acts(rooms, heard):
        await rooms.set_channels(SESSION, {"fr": 20})
        await rooms.listen(session_id=SESSION, person="ana", language="fr")
        await rooms.listen(session_id=SESSION, person="ben")
        await rooms.join(session_id=FRENCH, person="awa", offer=OFFER, speak=True)
        await rooms.set_channels(SESSION, {})
        return heard.told, sorted(rooms.seats(SESSION)), rooms.seats(FRENCH)

    told, seated, booth = in_a_room(janus, acts)

    ended = sorted(each for each in told if each[0] == "ended")
    assert ended == [("ended", "7", "ana", "no-channel"), ("ended", "7.fr", "awa", "no-channel")]
    assert (seated, booth) == (["ben"], {})


def test_the_floor_is_lowered_while_an_interpreter_is_heard(janus, monkeypatch):
    monkeypatch.setattr(channels, "HOLD", 0.5)
    stay_on(janus_config.own_address() or "127.0.0.1")

    async def acts(rooms, _heard):
        await rooms.set_channels("10", {"fr": 30})
        speaker = Speaker()
        who = {"session_id": "10.fr", "person": "awa"}

        async def answer(sdp):
            return (await rooms.join(**who, offer=sdp, speak=True)).sdp

        await speaker.offer(answer)
        await until(lambda: "10.fr" in rooms._links._links)
        link = rooms._links._links["10.fr"]
        levels = [link.level]
        await rooms.set_muted(**who, muted=False)
        await until(lambda: link.level == 30)
        await rooms.set_channels("10", {"fr": 10})
        await until(lambda: link.level == 10)
        await rooms.set_muted(**who, muted=True)
        await until(lambda: link.level == FULL)
        await rooms.set_muted(**who, muted=False)
        await until(lambda: link.level == 10)
        await rooms.remove(**who)
        await until(lambda: link.level == FULL)
        await speaker.close()
        return levels

    assert in_a_room(janus, acts) == [FULL]


# --- What Janus says of who is heard -----------------------------------------------------------

AWA = "awa/1"


def said(kind, **more):
    return {"audiobridge": kind, **more}


@pytest.mark.parametrize(
    ("events", "is_open", "is_heard"),
    [
        ([], False, False),
        ([said("joined", participants=[{"id": AWA, "muted": True}])], False, False),
        ([said("event", participants=[{"id": AWA, "muted": False}])], True, False),
        ([said("talking", id=AWA)], False, False),
        ([said("talking", id=AWA), said("event", participants=[{"id": AWA, "muted": False}])],
         True, True),
        ([said("event", participants=[{"id": AWA, "muted": False}]), said("talking", id=AWA),
          said("stopped-talking", id=AWA)], True, False),
        # Muted in mid-word: Janus says no more of it, and goes on from there when unmuted.
        ([said("event", participants=[{"id": AWA, "muted": False}]), said("talking", id=AWA),
          said("event", participants=[{"id": AWA, "muted": True}])], False, False),
        ([said("event", participants=[{"id": AWA, "muted": False}]), said("talking", id=AWA),
          said("event", participants=[{"id": AWA, "muted": True}]),
          said("event", participants=[{"id": AWA, "muted": False}])], True, True),
        ([said("event", participants=[{"id": AWA, "muted": False}]), said("talking", id=AWA),
          said("event", leaving=AWA)], False, False),
    ],
)  # fmt: skip
def test_who_is_heard_follows_from_what_janus_says(events, is_open, is_heard):
    link = Link("7.fr", handle=None, beneath=20)
    for event in events:
        link.hear(event)

    assert (link.is_open, link.is_heard) == (is_open, is_heard)
