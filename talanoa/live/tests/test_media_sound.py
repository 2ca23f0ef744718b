"""Seats in a real Janus, without a browser: it answers an offer and keeps the rules."""

import asyncio
import json

import psutil
import pytest
from websockets.asyncio.server import serve

from talanoa.live.media import janus_config, sdp
from talanoa.live.media.janus_client import JanusAway, JanusClient, JanusRefused
from talanoa.live.media.janus_config import AUDIOBRIDGE
from talanoa.live.media.janus_settings import Mix
from talanoa.live.media.seats import PAUSE, Seat, Way
from talanoa.live.media.sound import SoundRooms
from talanoa.live.media.terms import SoundError
from talanoa.live.tests.media_harness import RunningJanus, janus_settings
from talanoa.live.tests.media_sdp import OFFER


@pytest.fixture(scope="module")
def janus(tmp_path_factory):
    settings = janus_settings(tmp_path_factory.mktemp("janus"), mix=Mix(seats=2))
    with RunningJanus(settings) as running:
        yield running


class Heard:
    """A listener that keeps what it is told."""

    def __init__(self):
        self.told = []

    def __getattr__(self, name):
        return lambda *what: self.told.append((name, *what))


def in_a_room(janus, acts):
    """Run ``acts(rooms, heard)`` with a connection to Janus, and return what it returns."""

    async def run():
        heard = Heard()
        rooms = SoundRooms(janus.settings, heard)
        rooms.start()
        try:
            await until(lambda: rooms.available)
            return await acts(rooms, heard)
        finally:
            await rooms.stop()

    return asyncio.run(run())


async def until(true):
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("Not within 10 s.")


async def in_janus(rooms, session_id):
    """What Janus itself says of those in a session's mix: name and whether muted.

    Janus lets go of a seat given up in a thread of its own, after it has answered, so the list
    is asked for again while it still names more than are seated.
    """
    keys = rooms._mixes.keys(session_id)
    desk = await rooms._client.attach(AUDIOBRIDGE)
    ask = {"request": "listparticipants", "room": keys.room, "secret": keys.secret}
    for _ in range(50):
        listed = (await desk.request(ask)).data["participants"]
        if len(listed) <= len(rooms.seats(session_id)):
            break
        await asyncio.sleep(0.1)
    await desk.detach()
    return sorted((who["id"].split("/")[0], who["muted"]) for who in listed)


def test_everyone_comes_in_muted_and_can_be_unmuted_and_muted(janus):
    async def acts(rooms, heard):
        seen = []
        await rooms.join(session_id="1", person="ana", offer=OFFER)
        seen.append(await in_janus(rooms, "1"))
        for muted in (False, False, True):
            await rooms.set_muted(session_id="1", person="ana", muted=muted)
            seen.append(await in_janus(rooms, "1"))
        return seen, [told for told in heard.told if told[0] == "muted"]

    seen, told = in_a_room(janus, acts)

    assert seen == [[("ana", True)], [("ana", False)], [("ana", False)], [("ana", True)]]
    assert told == [("muted", "1", "ana", False), ("muted", "1", "ana", True)]


def test_a_second_join_takes_the_place_of_the_first_and_is_muted_again(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="2", person="ana", offer=OFFER)
        await rooms.set_muted(session_id="2", person="ana", muted=False)
        await rooms.join(session_id="2", person="ana", offer=OFFER)
        return await in_janus(rooms, "2"), [seat.muted for seat in rooms.seats("2").values()]

    assert in_a_room(janus, acts) == ([("ana", True)], [True])


def test_two_joins_at_once_leave_one_seat(janus):
    async def acts(rooms, heard):
        join = rooms.join
        await asyncio.gather(*(join(session_id="3", person="ana", offer=OFFER) for _ in range(5)))
        return await in_janus(rooms, "3")

    assert in_a_room(janus, acts) == [("ana", True)]


def test_removing_takes_a_person_out_and_they_have_no_seat(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="4", person="ana", offer=OFFER)
        await rooms.join(session_id="4", person="ben", offer=OFFER)
        await rooms.remove(session_id="4", person="ana")
        left = await in_janus(rooms, "4")
        with pytest.raises(SoundError) as refused:
            await rooms.set_muted(session_id="4", person="ana", muted=False)
        return left, refused.value.code

    assert in_a_room(janus, acts) == ([("ben", True)], "not-seated")


def test_one_person_may_sit_in_two_sessions_and_they_do_not_mix(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="5", person="ana", offer=OFFER)
        await rooms.join(session_id="6", person="ana", offer=OFFER)
        await rooms.set_muted(session_id="5", person="ana", muted=False)
        return await in_janus(rooms, "5"), await in_janus(rooms, "6")

    assert in_a_room(janus, acts) == ([("ana", False)], [("ana", True)])


def test_whoever_comes_to_listen_beyond_the_seats_is_offered_the_stream(janus):
    async def acts(rooms, heard):
        kinds = []
        for person, speak in (("ana", False), ("ben", False), ("eve", False), ("eli", True)):
            joined = await rooms.join(session_id="7", person=person, offer=OFFER, speak=speak)
            kinds.append(joined.kind)
        with pytest.raises(SoundError) as refused:
            await rooms.set_muted(session_id="7", person="eve", muted=False)
        return kinds, refused.value.code, {p: s.way.value for p, s in rooms.seats("7").items()}

    assert in_a_room(janus, acts) == (
        ["answer", "answer", "offer", "answer"],
        "listening",
        {"ana": "bridge", "ben": "bridge", "eve": "stream", "eli": "bridge"},
    )


def test_closing_a_session_ends_everyones_sound_and_it_can_begin_again(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="8", person="ana", offer=OFFER)
        await rooms.listen(session_id="8", person="ben")
        await rooms.close_room("8")
        seats = dict(rooms.seats("8"))
        await rooms.close_room("8")
        await rooms.join(session_id="8", person="ana", offer=OFFER)
        return seats, sorted(told for told in heard.told if told[0] == "ended")

    assert in_a_room(janus, acts) == (
        {},
        [("ended", "8", "ana", "closed"), ("ended", "8", "ben", "closed")],
    )


def test_a_restarted_room_process_goes_on_with_the_room_it_finds(janus):
    async def first(rooms, heard):
        await rooms.join(session_id="9", person="ana", offer=OFFER)
        await rooms.listen(session_id="9", person="ben")
        return rooms.epoch

    async def second(rooms, heard):
        await until_empty(rooms)
        await rooms.join(session_id="9", person="ana", offer=OFFER)
        await rooms.listen(session_id="9", person="ben")
        return rooms.epoch

    async def until_empty(rooms):
        for _ in range(200):
            if not await in_janus(rooms, "9"):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("Those of the ended process are still in the mix.")

    assert in_a_room(janus, first) != in_a_room(janus, second)


def test_an_offer_janus_cannot_read_is_refused_and_leaves_no_seat(janus):
    async def acts(rooms, heard):
        with pytest.raises(SoundError) as refused:
            await rooms.join(
                session_id="10", person="ana", offer="v=0\r\nm=audio 9 X 1\r\na=nothing\r\n"
            )
        return refused.value.code, rooms.seats("10"), await in_janus(rooms, "10")

    assert in_a_room(janus, acts) == ("bad-offer", {}, [])


def test_the_answer_asks_the_browser_to_spare_the_line(janus):
    async def acts(rooms, heard):
        return (await rooms.join(session_id="11", person="ana", offer=OFFER)).sdp

    fmtp = [line for line in in_a_room(janus, acts).splitlines() if line.startswith("a=fmtp:111")]
    assert [line.split(";", 3)[3] for line in fmtp] == [
        " useinbandfec=1;maxaveragebitrate=24000;usedtx=1"
    ]


def test_media_has_one_address_and_a_stream_is_fed_on_loopback(janus):
    async def acts(rooms, heard):
        joined = await rooms.join(session_id="14", person="ana", offer=OFFER)
        await rooms.listen(session_id="14", person="ben")
        sockets = psutil.Process(janus.process.pid).net_connections(kind="udp")
        offered = {line.split()[4] for line in joined.sdp.splitlines() if "a=candidate" in line}
        return offered, {socket.laddr.ip for socket in sockets}

    offered, bound = in_a_room(janus, acts)

    address = janus_config.own_address()
    assert offered == {address}
    # "::" is the socket Janus sends the mix to its stream from; it reads nothing there.
    assert bound - {"::"} == {address, "127.0.0.1"}


def test_nobody_is_named_to_janus_but_by_the_callers_key(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="12", person="p-77", offer=OFFER)
        keys = rooms._mixes.keys("12")
        desk = await rooms._client.attach(AUDIOBRIDGE)
        reply = await desk.request({"request": "listparticipants", "room": keys.room})
        return [sorted(who) for who in reply.data["participants"]]

    assert in_a_room(janus, acts) == [["id", "muted", "setup", "talking"]]


def test_a_wrong_secret_is_refused_and_said_so(janus):
    async def run():
        client = JanusClient(
            janus.settings.url,
            secret=lambda: "guessed",
            on_back=lambda: None,
            on_lost=lambda: None,
        )
        running = asyncio.create_task(client.run())
        await until(lambda: client.trouble == "refused")
        running.cancel()
        return client.connected

    assert asyncio.run(run()) is False


def test_janus_refuses_a_stranger_the_room(janus):
    async def acts(rooms, heard):
        keys = await rooms._mixes.room("13")
        handle = await rooms._client.attach(AUDIOBRIDGE)
        with pytest.raises(JanusRefused) as without_pin:
            await handle.request({"request": "join", "room": keys.room})
        with pytest.raises(JanusRefused) as without_secret:
            await handle.request({"request": "destroy", "room": keys.room})
        return without_pin.value.code, without_secret.value.code

    assert in_a_room(janus, acts) == (483, 483)


def test_without_janus_sound_is_away_and_when_it_dies_seats_end_and_waiting_fails(tmp_path):
    settings = janus_settings(tmp_path / "janus")
    janus = RunningJanus(settings)

    async def run():
        heard = Heard()
        rooms = SoundRooms(settings, heard)
        rooms.start()
        before = rooms.available, rooms.reason
        await asyncio.to_thread(janus.start)
        await until(lambda: rooms.available)
        first = rooms.epoch
        await rooms.join(session_id="1", person="ana", offer=OFFER)
        handle = rooms.seats("1")["ana"].handle
        await asyncio.to_thread(janus.kill)
        await until(lambda: not rooms.available)
        with pytest.raises(JanusAway):
            await handle.request({"request": "configure"})
        with pytest.raises(SoundError) as refused:
            await rooms.set_muted(session_id="1", person="ana", muted=True)
        after = rooms.reason, refused.value.code, rooms.seats("1")
        # Gone is more than cut off: it is asked again, in vain.
        await until(lambda: heard.told[-1][0] == "failed")
        await asyncio.to_thread(janus.start)
        await until(lambda: rooms.available)
        again = rooms.epoch != first
        await rooms.stop()
        return before, after, again, [told[0] for told in heard.told]

    try:
        before, after, again, told = asyncio.run(run())
    finally:
        janus.kill()

    assert before == (False, "away")
    assert after == ("away", "away", {})
    assert again
    assert [kind for kind in told if kind != "failed"] == ["back", "lost", "back", "lost"]


def test_a_connection_that_broke_is_tried_again_soon_however_long_it_was_awaited(tmp_path):
    settings = janus_settings(tmp_path)
    came = []

    async def greet_and_break_off(socket):
        asked = json.loads(await socket.recv())
        answer = {"janus": "success", "transaction": asked["transaction"], "data": {"id": 1}}
        await socket.send(json.dumps(answer))
        came.append(asked["janus"])
        socket.transport.abort()

    async def run():
        client = JanusClient(
            settings.url,
            secret=str,
            on_back=lambda: None,
            on_lost=lambda: None,
            delays=(0.01, 0.01, 0.5, 60),
        )
        running = asyncio.create_task(client.run())
        await asyncio.sleep(0.2)
        async with serve(greet_and_break_off, "127.0.0.1", settings.port):
            await until(lambda: len(came) > 1)
        running.cancel()

    asyncio.run(run())

    assert set(came) == {"create"}


def test_someone_counts_as_silent_only_after_a_pause_and_at_once_when_muted():
    async def run():
        told = []
        seat = Seat("1", "ana", Way.BRIDGE, None, lambda seat: told.append(seat.speaking))
        seat.hear(True)
        seat.set_muted(False)
        seat.hear(False)
        seat.hear(True)
        between_words = list(told)
        seat.hear(False)
        await asyncio.sleep(PAUSE + 0.1)
        after_a_pause = list(told)
        seat.hear(True)
        seat.set_muted(True)
        seat.set_muted(False)
        return between_words, after_a_pause, told

    assert asyncio.run(run()) == ([True], [True, False], [True, False, True, False, True])


def test_only_the_opus_line_of_an_answer_is_changed():
    answer = "v=0\r\na=rtpmap:111 opus\r\na=fmtp:111 stereo=0; useinbandfec=1\r\na=sendrecv\r\n"

    assert sdp.spare(answer, bitrate=16_000) == (
        "v=0\r\na=rtpmap:111 opus\r\n"
        "a=fmtp:111 stereo=0; useinbandfec=1;maxaveragebitrate=16000;usedtx=1\r\na=sendrecv\r\n"
    )
