"""A room whose door is held: a waiting room, a lock, a co-host, and a chat that is kept quiet.

Four browsers: the facilitator, somebody who is in from the start, somebody on a phone who comes
late, and somebody without scripts.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
PAUSED = "The chat is paused."


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=4)


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """Signed in, none of them in the room yet."""
    visits, visitors = [], []
    for name, someone, options in (
        ("facilitator", crowd.host, {}),
        ("early", crowd.people[0], {}),
        ("late", crowd.people[1], {"viewport": PHONE}),
        ("scriptless", crowd.people[2], {"viewport": PHONE, "java_script_enabled": False}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        url = an_empty_product.url
        visitor.context.add_cookies(
            [{"name": "talanoa_session", "value": someone.cookie, "url": url}]
        )
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_hosts_hold_the_door_share_the_work_and_keep_the_chat(crowd, people):
    facilitator, early, late, scriptless = people
    enter_room(facilitator, crowd.session)
    enter_room(early, crowd.session)

    wait_and_be_let_in(crowd, facilitator, early, late, scriptless)
    lock_while_some_are_in(crowd, facilitator, early, late)
    share_the_work(facilitator, early, late)
    keep_the_chat(facilitator, early, late)
    come_back_while_it_is_locked(crowd, facilitator, early, late)


def wait_and_be_let_in(crowd, facilitator, early, late, scriptless) -> None:
    """Who is in stays in; who comes waits, and goes in without loading anything."""
    host = facilitator.page
    host.locator("#panel-people-tab").click()
    door = host.locator("#door")
    door.get_by_role("button", name="Have people wait").click()
    expect(door).to_contain_text("people who come wait until you let them in")
    early.page.reload()
    expect(early.page.locator("#link[data-link=connected]")).to_be_attached()

    late.go(f"/sessions/{crowd.session}/room/")
    expect(late.page.get_by_role("heading", level=1)).to_have_text("You are at the door")
    expect(late.page.locator("main")).to_contain_text("Case")  # the agenda
    assert late.barriers() == []
    scriptless.go(f"/sessions/{crowd.session}/room/")
    expect(scriptless.page.get_by_role("heading", level=1)).to_have_text("You are at the door")
    expect(host.locator("#door-call")).to_contain_text("2 people wait at the door.")
    expect(door.locator(".waiting-people li b")).to_have_text(["Person 2", "Person 3"])
    assert facilitator.barriers() == []

    door.get_by_role("button", name="Let in Person 2").click()
    # Nobody touches the phone.
    late.page.locator("#link[data-link=connected]").wait_for(state="attached")
    expect(door.locator(".waiting-people li b")).to_have_text(["Person 3"])
    door.get_by_role("button", name="Let in Person 3").click()
    expect(door.locator(".waiting-people li")).to_have_count(0)
    expect(host.locator("#door-call")).to_be_empty()
    scriptless.page.reload()
    expect(scriptless.page.locator("#people")).to_be_visible()
    door.get_by_role("button", name="Stop having people wait").click()
    expect(door).to_contain_text("Everyone who belongs to this session can come in")


def lock_while_some_are_in(crowd, facilitator, early, late) -> None:
    """Nobody new comes in; whoever is cut off comes back."""
    door = facilitator.page.locator("#door")
    door.get_by_role("button", name="Lock the room").click()
    expect(door).to_contain_text("The room is locked")
    late.context.set_offline(True)
    expect(late.page.locator("#link[data-link=connected]")).to_have_count(0)
    late.context.set_offline(False)
    expect(late.page.locator("#link[data-link=connected]")).to_be_attached()


def share_the_work(facilitator, early, late) -> None:
    """The tools of a host come and go in the open page of somebody else."""
    host = facilitator.page
    mine = host.locator("#people li", has_text="Person 1")
    mine.locator("summary").click()
    mine.get_by_role("button", name="Make co-host").click()
    host.locator("#confirm-cohost").get_by_role("button", name="Make co-host").click()
    early.page.locator("#panel-people-tab").click()
    expect(early.page.locator("#door")).to_be_visible()
    expect(early.page.locator("#people li", has_text="Person 1")).to_contain_text("Co-host")
    assert early.barriers() == []
    # The co-host does what hosts do, in the page as it stands.
    other = early.page.locator("#people li", has_text="Person 2")
    other.locator("summary").click()
    expect(other.get_by_role("button", name="Make co-host")).to_be_hidden()
    other.get_by_role("button", name="Give the floor").click()
    expect(late.page.locator("#hands .floor")).to_contain_text("Person 2")
    early.page.locator("#hands .floor").get_by_role("button", name="End").click()
    expect(late.page.locator("#hands .floor")).to_have_count(0)

    mine = host.locator("#people li", has_text="Person 1")
    if not mine.get_by_role("button", name="End co-hosting").is_visible():
        mine.locator("summary").click()
    mine.get_by_role("button", name="End co-hosting").click()
    expect(early.page.locator("#door")).to_have_count(0)
    expect(early.page.locator("#people .hosts-only").first).to_be_hidden()


def keep_the_chat(facilitator, early, late) -> None:
    """A line is taken down for everyone; the chat is paused, then slowed."""
    say(late, "Something unkind")
    host = facilitator.page
    host.locator("#panel-chat-tab").click()
    line = host.locator("#chat-lines li", has_text="Something unkind")
    line.get_by_role("button", name="Take down").click()
    for visitor in (facilitator, early, late):
        lines = visitor.page.locator("#chat-lines")
        expect(lines).to_contain_text("Taken down by the facilitators")
        expect(lines).not_to_contain_text("Something unkind")

    rules = host.locator("#chat-rules")
    rules.locator("summary").click()
    rules.get_by_role("button", name="Pause the chat").click()
    expect(late.page.locator("#chat-rules")).to_contain_text(PAUSED)
    late.page.reload()
    expect(late.page.locator("#chat-rules")).to_contain_text(PAUSED)
    expect(late.page.locator("#link[data-link=connected]")).to_be_attached()
    say(late, "May I?")
    expect(late.page.locator("#chat-waiting")).to_contain_text(re.compile("paused"))
    expect(late.page.locator("#chat-lines")).not_to_contain_text("May I?")
    late.page.locator("#chat-waiting").get_by_role("button", name="Discard it").click()
    say(facilitator, "Listen to the presenter first.")
    expect(late.page.locator("#chat-lines")).to_contain_text("Listen to the presenter first.")

    rules.get_by_role("button", name="Open the chat again").click()
    rules.get_by_role("button", name="60 s").click()
    expect(early.page.locator("#chat-rules")).to_contain_text("one message every 60 seconds")
    early.page.locator("#panel-chat-tab").click()
    say(early, "First")
    expect(late.page.locator("#chat-lines")).to_contain_text("First")
    say(early, "Second")
    expect(early.page.locator("#chat-waiting")).to_contain_text("one message every 60 seconds")
    assert late.barriers() == []


def come_back_while_it_is_locked(crowd, facilitator, early, late) -> None:
    late.page.reload()
    expect(late.page.locator("#link[data-link=connected]")).to_be_attached()


def say(visitor, text: str) -> None:
    page = visitor.page
    tab = page.locator("#panel-chat-tab")
    if tab.get_attribute("aria-selected") != "true":
        tab.click()
    page.locator("#say_text").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
