"""Cameras and a shared screen, between Chromiums, through the real Janus.

Whoever chose a mode without pictures loads nothing of them. What arrives is counted by WebRTC's
own figures: frames that were decoded, and their size.
"""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting, weighed
from tests.journeys.steps import (
    enter_room,
    moving,
    pictures,
    seen,
    share_screen,
    show_camera,
    until,
)

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
LEAST_TO_READ = 960
"""Pixels of width below which the text of a shared window cannot be read."""


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=3)


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """A facilitator and three listeners, each with the mode they have chosen, in the room."""
    with ExitStack() as stack:

        def arrive(someone, name, mode, **options):
            visitor = stack.enter_context(
                visiting(
                    browser,
                    an_empty_product,
                    name,
                    permissions=["microphone", "camera"],
                    **options,
                )
            )
            visitor.expect_complaint(CUT)
            url = an_empty_product.url
            visitor.context.add_cookies(
                [
                    {"name": "talanoa_session", "value": someone.cookie, "url": url},
                    {"name": "talanoa_mode", "value": mode, "url": url},
                ]
            )
            return visitor

        visitors = {
            "facilitator": arrive(crowd.host, "facilitator", "sound"),
            "all": arrive(crowd.people[0], "all", "all"),
            "speaker": arrive(crowd.people[1], "speaker", "speaker", viewport=PHONE),
            "sound": arrive(crowd.people[2], "sound", "sound", viewport=PHONE),
        }
        for name, visitor in visitors.items():
            if name != "sound":
                enter_room(visitor, crowd.session)
        yield visitors


def test_a_camera_and_a_screen_reach_those_who_chose_them(an_empty_product, crowd, people):
    host, everything, one, sound = (people[n] for n in ("facilitator", "all", "speaker", "sound"))
    with weighed(sound) as loaded:
        enter_room(sound, crowd.session)

    look_at_oneself_first(host, sound)
    turn_camera_on(host)
    # The sizes of a camera come one after another, the small one first.
    until(lambda: moving(everything, "camera", width=640), "the camera in everything")
    small = until(lambda: moving(one, "camera"), "the camera in a small picture")

    assert small["width"] == 320, small
    expect(everything.page.locator("#tiles .tile b")).to_have_text("Mele Fonua")
    expect(sound.page.locator("#pictures")).to_contain_text("Mele Fonua")
    assert not [address for address in loaded if re.search("cameras|watching|showing", address)]
    assert seen(sound) is None

    share_screen(host)
    until(lambda: moving(everything, "screen", width=LEAST_TO_READ), "the shared screen")
    expect(everything.page.locator("#screen-view video")).to_be_visible()
    expect(everything.page.locator("#stage")).to_be_hidden()
    expect(sound.page.locator("#screen")).to_contain_text("sharing a screen")
    expect(sound.page.locator("#stage")).to_be_visible()
    assert [each["source"] for each in pictures(one)] == ["camera"]
    for visitor in people.values():
        assert visitor.barriers() == []

    press(host, "screen")
    expect(everything.page.locator("#screen-view")).to_be_hidden()
    press(host, "camera")
    expect(everything.page.locator("#tiles .tile")).to_have_count(0)
    expect(one.page.locator("#tiles .tile")).to_have_count(0)
    expect(sound.page.locator("#pictures li")).to_have_count(0)


def test_who_has_the_floor_shows_a_camera_until_it_goes(crowd, people):
    host, member, one = people["facilitator"], people["all"], people["speaker"]
    tools = member.page.locator("#picture-tools")
    expect(tools).to_be_hidden()

    give_floor(host, member)
    expect(tools).to_be_visible()
    turn_camera_on(member)
    until(lambda: moving(one, "camera"), "the camera of who has the floor")
    host.page.locator("#hands .floor").get_by_role("button", name="End").click()

    expect(tools).to_be_hidden()
    expect(member.page.locator("#tiles .tile")).to_have_count(0)
    expect(member.page.locator("#tiles-said")).to_contain_text("Your turn is over")
    expect(one.page.locator("#tiles .tile")).to_have_count(0)
    assert camera_tracks(member) == []

    # Given again, it stays dark until its owner presses.
    give_floor(host, member)
    expect(tools).to_be_visible()
    member.page.wait_for_timeout(1500)
    assert camera_tracks(member) == []
    expect(one.page.locator("#tiles .tile")).to_have_count(0)


def test_a_camera_ends_with_the_connection_and_with_a_removal(crowd, people):
    host, member, one = people["facilitator"], people["all"], people["speaker"]
    give_floor(host, member)
    turn_camera_on(member)
    until(lambda: moving(one, "camera"), "the camera")

    member.cut_off()
    expect(one.page.locator("#tiles .tile")).to_have_count(0)
    member.come_back()
    member.page.locator("#link[data-link=connected]").wait_for(state="attached")
    expect(member.page.locator("#picture-tools")).to_be_visible()
    member.page.wait_for_timeout(2000)
    assert camera_tracks(member) == []
    expect(one.page.locator("#pictures li")).to_have_count(0)

    turn_camera_on(member)
    until(lambda: moving(one, "camera"), "the camera once more")
    turn_camera_on(host)
    until(lambda: moving(one, "camera"), "a camera still")
    remove(host, one)
    assert (seen(one)["frames"], pictures(one)) == (0, [])
    remove(host, member)
    expect(host.page.locator("#pictures li")).to_have_count(1)
    assert camera_tracks(member) == []


# --- Steps -------------------------------------------------------------------------------------


def press(visitor, source) -> None:
    visitor.page.locator(f"[data-shows={source}]").click()


def turn_camera_on(visitor) -> None:
    page = visitor.page
    note_tracks(visitor)
    show_camera(visitor)
    expect(page.locator("#tiles .tile.own.camera")).to_have_count(1)
    expect(page.locator("#tiles-said")).to_have_text("Your camera is on.")


def give_floor(host, member) -> None:
    member.page.locator("form.hand.raise button").click()
    host.page.locator("#panel-people-tab").click()
    host.page.locator("#hands").get_by_role("button", name="Give the floor").first.click()
    expect(member.page.locator("#hands .floor")).to_have_count(1)


def remove(host, member) -> None:
    page = host.page
    page.locator("#panel-people-tab").click()
    number = member.page.locator("#room").get_attribute("data-person")
    row = page.locator(f"#here-{number}")
    row.locator("summary").first.click()
    row.get_by_role("button", name=re.compile("Send out")).click()
    page.locator("#confirm-remove").get_by_role("button", name="Send out").click()
    expect(member.page.locator("#sent-out")).to_be_visible()


def look_at_oneself_first(visitor, other) -> None:
    """Before the press nobody sees it; closed again, the camera is off."""
    page = visitor.page
    note_tracks(visitor)
    page.keyboard.press("v")
    preview = page.locator("#camera-preview")
    expect(preview.get_by_role("button", name="Show me to the room")).to_be_enabled()
    assert visitor.barriers() == []
    preview.get_by_role("button", name="Cancel").click()
    until(lambda: camera_tracks(visitor) == [], "the camera to go off")
    expect(other.page.locator("#pictures li")).to_have_count(0)


def note_tracks(visitor) -> None:
    """Keep the tracks of the camera that the page is given, to see which still run."""
    visitor.page.evaluate(
        """() => {
          if (window.tracks) return;
          window.tracks = [];
          const media = navigator.mediaDevices;
          const ask = media.getUserMedia.bind(media);
          media.getUserMedia = async (...wish) => {
            const stream = await ask(...wish);
            window.tracks.push(...stream.getVideoTracks());
            return stream;
          };
        }"""
    )


def camera_tracks(visitor) -> list[str]:
    """Those of the camera's tracks that are not off."""
    return visitor.page.evaluate(
        "() => window.tracks.map((each) => each.readyState).filter((state) => state === 'live')"
    )
