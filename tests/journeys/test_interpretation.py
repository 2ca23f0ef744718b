"""Sound in two languages at once, with interpreters.

Four Chromiums, so that each voice has a tone of its own: a speaker, two interpreters who take
turns, and those who listen (a facilitator, somebody on the floor, somebody whose language is
French). What each hears is measured in what their browser plays.
"""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, join_sound, until
from tests.journeys.tones import loudness, speaking

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
FLOOR, FIRST, SECOND = 440, 1000, 1600
"""Hertz of the speaker's voice and of the interpreters'."""
HEARD, SILENT = -45, -55
"""dB of a tone that is there, and of one that is not: voices are at -25, the floor beneath one at
-37, and what a voice rings of in another's tone at -62."""
LOWERED = 8
"""dB at least by which the floor is lower beneath an interpreter; 20 per cent are 14 dB."""


@pytest.fixture
def crowd(an_empty_product):
    made = made_in(an_empty_product.environment, people=6)
    an_empty_product.manage(
        "shell",
        "-v0",
        "-c",
        "from talanoa.people.models import Person;"
        f"Person.objects.filter(pk={made.people[4].person}).update(language='fr')",
    )
    return made


@pytest.fixture
def people(browser, an_empty_product, crowd, tmp_path):
    """Everyone by what they do, in the room and in its sound."""
    with ExitStack() as stack:

        def arrive(someone, program, name, **options):
            visitor = stack.enter_context(visiting(program, an_empty_product, name, **options))
            visitor.expect_complaint(CUT)
            visitor.context.add_cookies(
                [{"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}]
            )
            return visitor

        host = arrive(crowd.host, browser, "facilitator")
        set_french(host, crowd)
        programs = [
            stack.enter_context(speaking(browser, tmp_path, hertz))
            for hertz in (FLOOR, FIRST, SECOND)
        ]
        visitors = {
            "facilitator": host,
            "speaker": arrive(crowd.people[0], programs[0], "speaker"),
            "first": arrive(crowd.people[1], programs[1], "first"),
            "second": arrive(crowd.people[2], programs[2], "second", viewport=PHONE),
            "floor": arrive(crowd.people[3], browser, "floor"),
            "french": arrive(crowd.people[4], browser, "french", viewport=PHONE, locale="fr-FR"),
        }
        for visitor in visitors.values():
            enter_room(visitor, crowd.session)
            join_sound(visitor)
            visitor.page.locator("#sound[data-state=connected]").wait_for()
        yield visitors


def test_sound_in_two_languages_at_once(an_empty_product, crowd, people):
    speaker, floor, french = people["speaker"], people["floor"], people["french"]
    first, second = people["first"], people["second"]
    # Their own language is interpreted into, so they hear its channel, and the room says so.
    expect(french.page.locator(".channel-choice [value=fr]")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(french.page.locator(".own-language")).to_be_visible()
    expect(floor.page.locator(".channel-choice [value='']")).to_have_attribute(
        "aria-pressed", "true"
    )

    speaker.page.locator("[data-sound=talk]").click()
    until(lambda: loudness(floor, FLOOR)[0] > HEARD, "the speaker on the floor")
    # Nobody interprets: the channel has the floor at its full level.
    (full,) = loudness(french, FLOOR)
    assert full > HEARD
    assert abs(full - loudness(floor, FLOOR)[0]) < 4

    go_on_air(first)
    until(lambda: loudness(french, FIRST)[0] > HEARD, "the interpreter in the channel")
    beneath, voice = loudness(french, FLOOR, FIRST, seconds=3)
    assert voice > HEARD
    assert SILENT < beneath < full - LOWERED
    assert_hears_the_floor_alone(floor)
    assert_hears_the_floor_alone(first)
    choose_by_keyboard(french)
    speak_on_the_floor(french, floor)
    ask_for_a_slower_pace(first, people["facilitator"], french)
    for visitor in (first, french):
        assert visitor.barriers() == []
    hand_over(first, second)
    until(lambda: loudness(french, FIRST)[0] < SILENT, "the first interpreter to be silent")
    assert loudness(french, SECOND)[0] > HEARD
    assert_hears_the_floor_alone(floor)

    # The one on the air is lost: the channel says so, the floor is back, the other takes over.
    second.cut_off()
    expect(first.page.locator("#booth-fr")).to_have_attribute("data-lost", "", timeout=30_000)
    expect(first.page.locator("#booth-fr .air-words")).to_contain_text("was lost")
    expect(french.page.locator(".channel-words [data-channel=fr]")).to_contain_text(
        "personne n’interprète"
    )
    until(lambda: loudness(french, FLOOR)[0] > full - 4, "the floor at its full level")
    second.come_back()
    second.page.locator("#link[data-link=connected]").wait_for(state="attached")
    assert loudness(french, SECOND)[0] < SILENT
    go_on_air(first)
    until(lambda: loudness(french, FIRST)[0] > HEARD, "the first interpreter again")

    # A host's muting and sending out reach the channel.
    mute(people["facilitator"], crowd.people[1].person)
    until(lambda: loudness(french, FIRST)[0] < SILENT, "the muted interpreter")
    expect(first.page.locator("#booth-fr")).to_have_attribute("data-mine", "nobody")

    # Janus is killed: the channel comes back, and nobody on the air by themselves.
    go_on_air(first)
    until(lambda: loudness(french, FIRST)[0] > HEARD, "the interpreter before the kill")
    an_empty_product.kill("janus")
    expect(first.page.locator("#booth-fr")).to_have_attribute("data-mine", "nobody", timeout=30_000)
    for visitor in (speaker, first, french):
        visitor.page.locator("#sound[data-state=connected]").wait_for(timeout=60_000)
    speaker.page.locator("[data-sound=talk]").click()
    until(lambda: loudness(french, FLOOR)[0] > full - 6, "the floor in the channel", patience=60)
    assert loudness(french, FIRST)[0] < SILENT
    go_on_air(first)
    until(lambda: loudness(french, FIRST)[0] > HEARD, "the interpreter after the kill")

    send_out(people["facilitator"], crowd.people[1].person)
    until(lambda: loudness(french, FIRST)[0] < SILENT, "the removed interpreter")
    remove_french(people["facilitator"], crowd)
    expect(french.page.locator(".channel-choice")).to_have_count(0)
    until(lambda: loudness(french, FLOOR)[0] > full - 6, "the floor without a channel")


def set_french(host, crowd) -> None:
    """A host adds the language and names its two interpreters."""
    page = host.go(f"/sessions/{crowd.session}/interpretation/")
    page.get_by_label("Language", exact=True).select_option("fr")
    page.get_by_role("button", name="Add", exact=True).click()
    for someone in crowd.people[1:3]:
        page.get_by_label("Interpreter", exact=True).select_option(str(someone.person))
        page.get_by_role("button", name="Name an interpreter").click()
    expect(page.locator(".interpreters li")).to_have_count(2)
    assert host.barriers() == []


def remove_french(host, crowd) -> None:
    page = host.go(f"/sessions/{crowd.session}/interpretation/")
    page.get_by_role("button", name="Interpret into French no more").click()
    expect(page.get_by_text("This session is not interpreted.")).to_be_visible()


def go_on_air(interpreter) -> None:
    page = interpreter.page
    page.locator("#panel-interpretation-tab").click()
    page.locator("#booth-fr .go").click()
    expect(page.locator("#booth-fr")).to_have_attribute("data-mine", "on")
    expect(page.locator("[data-sound=talk]")).to_be_disabled()


def assert_hears_the_floor_alone(visitor) -> None:
    floor, *interpreters = loudness(visitor, FLOOR, FIRST, SECOND, seconds=3)
    assert floor > HEARD
    assert max(interpreters) < SILENT


def choose_by_keyboard(listener) -> None:
    """To the floor and back with keys alone, within two seconds, on the page as it is."""
    page = listener.page
    page.evaluate("() => { window.before = true; }")
    page.locator(".channel-choice [value=fr]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    until(lambda: loudness(listener, FIRST, seconds=0.5)[0] < SILENT, "the floor", patience=2.5)
    expect(page.locator(".channel-choice [value='']")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: loudness(listener, FIRST, seconds=0.5)[0] > HEARD, "French", patience=2.5)
    assert page.evaluate("() => window.before")


def speak_on_the_floor(listener, other) -> None:
    """Whoever hears a channel speaks on the floor, and then hears the channel again."""
    talk = listener.page.locator("[data-sound=talk]")
    talk.click()
    expect(talk).to_have_attribute("aria-pressed", "true")
    people = other.page.locator("#people [data-speaking]")
    until(lambda: people.count() == 2, "two people to be heard on the floor")
    talk.click()
    until(lambda: loudness(listener, FIRST)[0] > HEARD, "the channel again", patience=10)


def ask_for_a_slower_pace(interpreter, host, listener) -> None:
    interpreter.page.locator("#booth-fr .slower").click()
    expect(host.page.locator("#slower")).to_contain_text("asks for a slower pace")
    expect(listener.page.locator("#slower p")).to_have_count(0)


def hand_over(one, other) -> None:
    """The other asks, the one offers, the other takes over; both see who is on the air."""
    other.page.locator("#panel-interpretation-tab").click()
    expect(other.page.locator("#booth-fr")).to_have_attribute("data-mine", "other")
    other.page.locator("#booth-fr .ask").click()
    expect(one.page.locator("#booth-fr .handing")).to_contain_text("is ready to take over")
    one.page.locator("#booth-fr .offer").click()
    take = other.page.locator("#booth-fr .go")
    expect(take).to_have_text(re.compile("Take over now"))
    expect(one.page.locator("#booth-fr")).to_have_attribute("data-mine", "on")
    take.click()
    expect(other.page.locator("#booth-fr")).to_have_attribute("data-mine", "on")
    expect(one.page.locator("#booth-fr")).to_have_attribute("data-mine", "other")
    expect(other.page.locator("#booth-fr .air-time")).to_have_text(re.compile(r"0:\d\d on the air"))


def mute(host, person: int) -> None:
    tools(host, person).get_by_role("button", name=re.compile("^Mute")).click()


def send_out(host, person: int) -> None:
    tools(host, person).get_by_role("button", name=re.compile("^Send out")).click()
    host.page.locator("#confirm-remove").get_by_role("button", name="Send out").click()


def tools(host, person: int):
    host.page.locator("#panel-people-tab").click()
    row = host.page.locator(f"#here-{person}")
    if not row.locator("details[open]").count():
        row.locator("summary").click()
    return row
