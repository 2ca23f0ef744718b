"""Two real browsers and a real Janus: what one says, the other hears."""

import pytest
from playwright.sync_api import sync_playwright

from talanoa.live.media.janus_settings import Mix
from talanoa.live.tests.media_harness import (
    CHROMIUM,
    Harness,
    RunningJanus,
    eventually,
    janus_settings,
)

STATS = "() => page.sound.stats()"
WHOLE_STATS = """() => new Promise((told) => document.dispatchEvent(
    new CustomEvent("talanoa:sound-stats", { detail: told })))"""

TOLD_OF_SPEAKING = """() => page.events
    .filter((event) => event.name === "speaking")
    .map((event) => [event.person, event.speaking])"""
COUNT_ASKING = """() => {
    window.asked = 0;
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (what) => { window.asked += 1; return ask(what); };
}"""
NEVER_CLOSE = """() => {
    const replace = RTCRtpSender.prototype.replaceTrack;
    RTCRtpSender.prototype.replaceTrack = function (track) {
        return track ? replace.call(this, track) : Promise.resolve();
    };
    Object.defineProperty(MediaStreamTrack.prototype, "enabled", { get: () => true, set() {} });
}"""


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def janus(tmp_path):
    with RunningJanus(janus_settings(tmp_path / "janus", mix=Mix(seats=2))) as running:
        yield running


@pytest.fixture
def room(janus):
    with Harness(janus.settings) as harness:
        eventually(lambda: harness.rooms.available)
        yield harness


@pytest.fixture
def enter(chromium, room):
    """Open the page as a person and join the sound; every page is closed at the end."""
    contexts = []

    def open_page(person, *, permissions=("microphone",)):
        context = chromium.new_context(permissions=list(permissions))
        contexts.append(context)
        tab = context.new_page()
        tab.goto(f"{room.url}?person={person}")
        tab.wait_for_function("() => window.page && page.socket.readyState === 1")
        tab.evaluate("() => page.sound.join()")
        connected(tab)
        return tab

    yield open_page
    for context in contexts:
        context.close()


def connected(tab):
    tab.wait_for_function("() => page.sound.state === 'connected'", timeout=15_000)


def energy_gained(tab, seconds=2.0):
    """Audio energy decoded in ``seconds``: about 0 in silence."""
    before = tab.evaluate(STATS)
    tab.wait_for_timeout(seconds * 1000)
    after = tab.evaluate(STATS)
    assert after["packets"] > before["packets"], "Nothing arrives at all."
    return after["energy"] - before["energy"]


def speak(tab):
    tab.evaluate("() => page.sound.open()")
    tab.wait_for_function("() => page.sound.live", timeout=10_000)


SILENCE = 1e-3
VOICE = 0.05
"""Energy in two seconds. Chromium's fake microphone gives about 0.5; an open line, 1e-9; what
still rings half a second after a word, 1e-5."""


def test_what_one_says_the_other_hears_and_nobody_before_they_are_unmuted(enter):
    ana, ben = enter("ana"), enter("ben")
    assert energy_gained(ben) < SILENCE

    speak(ana)

    assert energy_gained(ben, 3) > VOICE
    assert ben.evaluate(WHOLE_STATS)["lost"] == 0


def test_a_listener_is_asked_for_no_microphone_and_becomes_a_speaker_without_joining_anew(enter):
    ana, ben = enter("ana"), enter("ben")
    ana.evaluate(COUNT_ASKING)
    before = ana.evaluate(STATS)
    assert (before["sent"], ana.evaluate("() => window.asked")) == (0, 0)

    speak(ana)
    assert energy_gained(ben) > VOICE

    after = ana.evaluate(STATS)
    assert after["packets"] > before["packets"], "The same connection went on."
    assert after["sent"] > 0
    assert ana.evaluate("() => window.asked") == 1
    states = ana.evaluate("() => page.events.filter((e) => e.name === 'state').map((e) => e.state)")
    assert states == ["joining", "connected"]


def test_holding_space_speaks_and_letting_go_is_silence(enter, room):
    ana, ben = enter("ana"), enter("ben")

    ana.keyboard.down("Space")
    ana.wait_for_function("() => page.sound.live")
    assert ana.locator("#talk").get_attribute("aria-pressed") == "true"
    assert energy_gained(ben) > VOICE
    ana.keyboard.up("Space")

    eventually(lambda: room.rooms.seats("7")["ana"].muted)
    ben.wait_for_timeout(500)
    assert energy_gained(ben) < SILENCE
    assert ana.locator("#talk").get_attribute("aria-pressed") == "false"


def test_space_in_a_field_writes_a_space(enter, room):
    ana = enter("ana")
    ana.locator("#text").focus()

    ana.keyboard.press("Space")

    assert ana.locator("#text").input_value() == " "
    assert room.rooms.seats("7")["ana"].muted


def test_holding_the_button_speaks_and_leaving_the_window_lets_go(enter, room):
    ana = enter("ana")
    ana.locator("#talk").hover()

    ana.mouse.down()
    ana.wait_for_function("() => page.sound.live")
    ana.evaluate("() => window.dispatchEvent(new Event('blur'))")

    eventually(lambda: room.rooms.seats("7")["ana"].muted)
    assert ana.evaluate("() => page.sound.live") is False


def test_a_browser_that_goes_on_sending_is_not_heard_once_the_server_has_muted_it(enter, room):
    ana, ben = enter("ana"), enter("ben")
    # A browser that does not listen to us: it never closes its own microphone.
    ana.evaluate(NEVER_CLOSE)
    speak(ana)
    assert energy_gained(ben) > VOICE

    room.call(room.rooms.set_muted(session_id="7", person="ana", muted=True))
    ben.wait_for_timeout(500)

    sent = ana.evaluate(STATS)["sent"]
    assert energy_gained(ben) < SILENCE
    assert ana.evaluate(STATS)["sent"] > sent, "The browser does go on sending."


def test_who_speaks_is_told_and_that_they_stopped(enter, room):
    ana, ben = enter("ana"), enter("ben")
    speak(ana)
    ben.wait_for_function("() => page.events.some((e) => e.name === 'speaking' && e.speaking)")
    ana.evaluate("() => page.sound.close()")
    ben.wait_for_function("() => page.events.some((e) => e.name === 'speaking' && !e.speaking)")

    told = ben.evaluate(TOLD_OF_SPEAKING)
    assert told[0] == ["ana", True]
    assert told[-1] == ["ana", False]
    assert {person for person, _ in told} == {"ana"}


def test_removing_someone_ends_their_sound_at_once(enter, room):
    ana, ben = enter("ana"), enter("ben")
    speak(ana)
    assert energy_gained(ben) > VOICE

    room.call(room.rooms.remove(session_id="7", person="ana"))

    # What ben's browser held back to even out the packets is played to its end.
    ben.wait_for_timeout(1000)
    assert energy_gained(ben) < SILENCE
    heard = ana.evaluate(STATS)["packets"]
    ana.wait_for_timeout(1000)
    assert ana.evaluate(STATS)["packets"] == heard
    assert list(room.rooms.seats("7")) == ["ben"]


def test_beyond_the_seats_people_hear_the_stream_and_can_still_speak(enter, room):
    ana, _ben, eve = enter("ana"), enter("ben"), enter("eve")
    assert eve.evaluate(STATS)["way"] == "stream"

    speak(ana)
    assert energy_gained(eve, 3) > VOICE
    ana.evaluate("() => page.sound.close()")
    ana.wait_for_function("() => !page.sound.live")
    speak(eve)

    assert eve.evaluate(STATS)["way"] == "bridge"
    assert energy_gained(ana) > VOICE


def test_when_janus_is_killed_sound_returns_by_itself_and_muted(enter, room, janus):
    ana, ben = enter("ana"), enter("ben")
    speak(ana)
    assert energy_gained(ben) > VOICE

    janus.kill()
    ben.wait_for_function("() => page.sound.state === 'lost'")
    janus.start()

    connected(ana)
    connected(ben)
    assert ana.evaluate("() => [page.sound.muted, page.sound.live]") == [True, False]
    assert [seat.muted for seat in room.rooms.seats("7").values()] == [True, True]
    assert energy_gained(ben) < SILENCE
    speak(ana)
    assert energy_gained(ben) > VOICE


def test_when_only_the_rooms_socket_was_cut_the_sound_goes_on_and_everyone_is_muted(enter, room):
    ana, ben = enter("ana"), enter("ben")
    speak(ana)
    before = ana.evaluate(STATS)["packets"]

    epoch = room.rooms.epoch
    room.loop.call_soon_threadsafe(room.back, epoch)

    eventually(lambda: room.rooms.seats("7")["ana"].muted)
    assert ana.evaluate("() => page.sound.live") is False
    ben.wait_for_timeout(500)
    assert energy_gained(ben) < SILENCE
    assert ana.evaluate(STATS)["packets"] > before
    states = ana.evaluate("() => page.events.filter((e) => e.name === 'state').map((e) => e.state)")
    assert states == ["joining", "connected"]


def test_a_second_window_takes_the_seat_and_the_first_does_not_take_it_back(enter, room):
    ben, first, second = enter("ben"), enter("ana"), enter("ana")

    first.wait_for_function("() => page.sound.state === 'idle'")
    trouble = "() => page.events.filter((e) => e.name === 'trouble').map((e) => e.code)"
    assert first.evaluate(trouble) == ["elsewhere"]
    speak(second)
    assert energy_gained(ben) > VOICE
    first.evaluate("() => page.sound.leave()")
    first.wait_for_timeout(6_000)

    assert first.evaluate("() => page.sound.state") == "idle"
    assert second.evaluate("() => [page.sound.state, page.sound.live]") == ["connected", True]
    assert energy_gained(ben) > VOICE


def test_a_refused_microphone_is_told_as_a_code_and_listening_goes_on(enter):
    ana = enter("ana")
    ana.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('no', 'NotAllowedError')); }"
    )

    ana.evaluate("() => page.sound.open()")

    trouble = "() => page.events.filter((e) => e.name === 'trouble').map((e) => e.code)"
    assert ana.evaluate(trouble) == ["permission-denied"]
    assert ana.evaluate("() => page.sound.state") == "connected"
