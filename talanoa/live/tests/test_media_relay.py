"""Browsers that may send no UDP, a real coturn and a real Janus: they hear each other."""

import pytest
from playwright.sync_api import sync_playwright

from talanoa.live.media.janus_settings import Mix
from talanoa.live.tests.media_harness import (
    CHROMIUM,
    SESSION,
    Harness,
    RunningJanus,
    eventually,
    janus_settings,
)
from talanoa.live.tests.turn_harness import running_relay

BLOCKED = ["--webrtc-ip-handling-policy=disable_non_proxied_udp", "--ignore-certificate-errors"]
STATS = "() => page.sound.stats()"


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def blocked(playwright):
    """Chromium on a network that blocks UDP."""
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=[*CHROMIUM, *BLOCKED]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def relay(tmp_path_factory):
    with running_relay(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


@pytest.fixture
def a_room(tmp_path, relay):
    """Open a room whose relay is reached at these addresses alone; two sit in the mix."""
    with RunningJanus(janus_settings(tmp_path / "janus", mix=Mix(seats=2))) as janus:

        def given(person):
            made = relay.credentials(person)
            return {"urls": urls, "username": made.username, "credential": made.password}

        urls = []
        with Harness(janus.settings, relay=given) as harness:
            eventually(lambda: harness.rooms.available)
            harness.urls = urls
            yield harness


@pytest.fixture
def enter(blocked, a_room):
    tabs = []

    def enter(person):
        tab = blocked.new_page()
        tabs.append(tab)
        tab.goto(f"{a_room.url}?person={person}")
        tab.wait_for_function("() => window.page && page.socket.readyState === 1")
        tab.evaluate("() => page.sound.join()")
        return tab

    yield enter
    for tab in tabs:
        tab.close()


def connected(tab):
    tab.wait_for_function("() => page.sound.state === 'connected'", timeout=20_000)
    return tab


def hears(tab):
    before = tab.evaluate(STATS)
    tab.wait_for_timeout(3000)
    after = tab.evaluate(STATS)
    return after["energy"] - before["energy"] > 0.05 and after["packets"] > before["packets"]


def ways(relay):
    host, port, tls = "localhost", relay.settings.port, relay.settings.tls_port
    udp = f"turn:{host}:{port}?transport=udp"
    return {
        "tcp": [udp, f"turn:{host}:{port}?transport=tcp"],
        "tls": [udp, f"turns:{host}:{tls}?transport=tcp"],
    }


@pytest.mark.parametrize("way", ["tcp", "tls"])
def test_people_hear_each_other_through_the_relay(a_room, enter, relay, way):
    a_room.urls[:] = ways(relay)[way]
    ana, ben = connected(enter("ana")), connected(enter("ben"))
    # The third is one of the audience, who take an offer and make a new connection.
    cleo = connected(enter("cleo"))

    ana.evaluate("() => page.sound.open()")
    ana.wait_for_function("() => page.sound.live", timeout=10_000)

    assert [hears(tab) for tab in (ben, cleo)] == [True, True]
    stats = [tab.evaluate(STATS) for tab in (ana, ben, cleo)]
    assert [each["relay"] for each in stats] == [way] * 3
    assert [each["way"] for each in stats] == ["bridge", "bridge", "stream"]


def test_credentials_are_renewed_while_the_sound_goes_on(a_room, enter, relay):
    a_room.urls[:] = ways(relay)["tcp"]
    a_room.holding = 4
    given = []
    give = a_room.relay
    a_room.relay = lambda person: given.append(person) or give(person)
    ana = connected(enter("ana"))
    at_first = ana.evaluate(STATS)

    eventually(lambda: len(given) >= 3, within=15)

    now = ana.evaluate(STATS)
    assert (now["state"], now["relay"]) == ("connected", "tcp")
    assert now["packets"] > at_first["packets"]
    assert [event for event in ana.evaluate("() => page.events") if event.get("code")] == []


def test_nobody_hears_without_the_relay(a_room, enter):
    """What the journey and the tests beside this rest on: these browsers really send no UDP."""
    a_room.relay = None
    ana = enter("ana")

    ana.wait_for_timeout(5000)

    assert ana.evaluate("() => page.sound.state") in {"joining", "lost"}
    assert ana.evaluate(STATS)["packets"] == 0


def test_whoever_is_removed_leaves_the_relay_with_their_sound(a_room, enter, relay):
    a_room.urls[:] = ways(relay)["tcp"]
    ana = connected(enter("ana"))
    assert relay.ports()

    a_room.call(a_room.rooms.remove(session_id=SESSION, person="ana"))
    a_room.loop.call_soon_threadsafe(a_room._send, "ana", {"type": "sound.lost", "code": "removed"})

    ana.wait_for_function("() => page.sound.state === 'lost'", timeout=10_000)
    eventually(lambda: not relay.ports(), within=10)
    assert ana.evaluate(STATS)["packets"] == 0
