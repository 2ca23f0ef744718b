"""At which rate the mix comes to one person, in a real Janus."""

import pytest

from talanoa.live.media.janus_settings import MOST_LOSS, RATES, Mix
from talanoa.live.media.sound import SoundError
from talanoa.live.tests.media_harness import RunningJanus, janus_settings
from talanoa.live.tests.media_sdp import OFFER
from talanoa.live.tests.test_media_sound import in_a_room


@pytest.fixture(scope="module")
def janus(tmp_path_factory):
    settings = janus_settings(tmp_path_factory.mktemp("janus"), mix=Mix(seats=2))
    with RunningJanus(settings) as running:
        yield running


def test_janus_takes_each_rate_and_loss_a_page_may_ask_for(janus):
    async def acts(rooms, heard):
        await rooms.join(session_id="15", person="ana", offer=OFFER, rate=16_000)
        for rate in RATES:
            for loss in (0, MOST_LOSS):
                await rooms.set_rate(session_id="15", person="ana", rate=rate, loss=loss)
        await rooms.listen(session_id="15", person="ben")
        await rooms.set_rate(session_id="15", person="ben", rate=RATES[0], loss=0)
        with pytest.raises(SoundError) as refused:
            await rooms.set_rate(session_id="15", person="eve", rate=RATES[0], loss=0)
        return refused.value.code

    assert in_a_room(janus, acts) == "not-seated"


def test_whoever_hears_at_a_lower_rate_is_asked_to_speak_at_it(janus):
    async def acts(rooms, heard):
        joined = [
            await rooms.join(session_id="16", person="ana", offer=OFFER, rate=rate)
            for rate in (16_000, 32_000)
        ]
        return [each.sdp.partition("maxaveragebitrate=")[2][:5] for each in joined]

    assert in_a_room(janus, acts) == ["16000", "24000"]


def test_packets_carry_no_name_of_the_only_stream(janus):
    mid = "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
    offer = OFFER.replace("a=rtcp-mux", f"{mid}a=rtcp-mux")

    async def acts(rooms, heard):
        return (await rooms.join(session_id="17", person="ana", offer=offer)).sdp

    answer = in_a_room(janus, acts)
    assert "sdes:mid" in offer
    assert [line.split(":")[-1] for line in answer.splitlines() if "a=extmap:" in line] == [
        "ssrc-audio-level"
    ]
