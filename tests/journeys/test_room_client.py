"""The room in the browser: what is typed is never lost, and what is shown as sent is sent."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def practice(product):
    """The address of the practice session's room."""
    found = product.manage(
        "shell",
        "-v0",
        "-c",
        "from talanoa.schedule.models import LiveSession as S\n"
        "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
    )
    return f"/sessions/{int(found)}/room/"


@pytest.fixture
def people(browser, product, practice):
    """The facilitator at a desk and a participant with a phone, both in the room."""
    with (
        visiting(browser, product, "facilitator") as facilitator,
        visiting(browser, product, "participant", viewport=PHONE) as participant,
    ):
        for visitor in (facilitator, participant):
            visitor.expect_complaint(CUT)
            visitor.sign_in(f"{visitor.name}@example.org")
            visitor.go(practice)
            is_connected(visitor)
        yield facilitator, participant


def is_connected(visitor):
    visitor.page.locator("#link[data-link=connected]").wait_for()


def say(visitor, words):
    visitor.page.locator("#say_text").fill(words)
    visitor.page.locator("#say_text").press("Enter")


def test_a_line_written_without_a_connection_is_kept_and_sent_once(people):
    facilitator, participant = people
    line = facilitator.page.locator("#chat-lines li", has_text="Written in a tunnel")

    participant.cut_off()
    participant.page.locator("#link[data-link=offline]").wait_for()
    say(participant, "Written in a tunnel")
    expect(participant.page.locator("#chat-waiting")).to_contain_text("Kept on this device")
    expect(line).to_have_count(0)
    participant.come_back()

    expect(line).to_have_count(1)
    expect(participant.page.locator("#chat-waiting")).to_be_empty()
    expect(participant.page.locator("#chat-lines li", has_text="tunnel")).to_have_count(1)


def test_a_line_that_waits_outlives_the_page(people, practice):
    facilitator, participant = people

    participant.cut_off()
    participant.page.locator("#link[data-link=offline]").wait_for()
    say(participant, "Kept over a reload")
    expect(participant.page.locator("#chat-waiting")).to_contain_text("Kept over a reload")
    participant.come_back()
    participant.go(practice)

    line = facilitator.page.locator("#chat-lines li", has_text="Kept over a reload")
    expect(line).to_have_count(1)


def test_what_only_makes_sense_now_is_not_done_later(people):
    facilitator, _ = people

    facilitator.cut_off()
    facilitator.page.locator("#link[data-link=offline]").wait_for()
    facilitator.page.locator(".room-tabs a", has_text="Agenda").click()
    facilitator.page.get_by_role("button", name="Mute everyone").click()

    expect(facilitator.page.locator("#problems")).to_contain_text("This needs a connection.")
    facilitator.come_back()
    is_connected(facilitator)


def test_keys_do_what_they_say_and_nothing_while_somebody_types(people):
    facilitator, _ = people
    page = facilitator.page

    page.locator("#say_text").press_sequentially("hm?")
    typed = page.locator("#say_text").input_value()
    page.locator("#say_text").fill("")
    page.locator("#main").focus()
    page.keyboard.press("h")
    page.get_by_role("button", name="Lower hand", exact=True).wait_for()
    page.keyboard.press("h")
    page.get_by_role("button", name="Raise hand", exact=True).wait_for()
    page.keyboard.press("c")

    assert typed == "hm?"
    expect(page.locator("#say_text")).to_be_focused()


def test_whoever_is_sent_out_is_told_and_comes_back_when_let_in(people, practice):
    facilitator, participant = people
    name = participant.page.locator("#people [data-self] b").text_content()
    facilitator.page.locator(".room-tabs a", has_text="People").click()
    row = facilitator.page.locator("#people li", has_text=name)

    row.locator("summary").click()
    row.get_by_role("button", name="Send out").click()
    facilitator.page.locator("#confirm-remove").get_by_role("button", name="Send out").click()
    expect(participant.page.locator("#sent-out")).to_be_visible()
    participant.go(practice)
    outside = participant.page.locator("h1").text_content()
    facilitator.page.get_by_role("button", name="Let in again").click()
    expect(facilitator.page.locator("#removed li")).to_have_count(0)
    participant.go(practice)

    assert outside == "The facilitator has sent you out"
    is_connected(participant)


def test_whoever_signs_out_elsewhere_is_told(people):
    _, participant = people

    other = participant.context.new_page()
    other.goto(f"{participant.product.url}/")
    other.get_by_role("button", name="Sign out").click()

    expect(participant.page.locator("#signed-out")).to_be_visible(timeout=25_000)


def test_without_scripts_the_room_works_as_plain_forms(browser, product, practice):
    with visiting(browser, product, "participant") as signed_in:
        signed_in.sign_in("participant@example.org")
        cookies = signed_in.context.cookies()
        with visiting(browser, product, "participant", java_script_enabled=False) as plain:
            plain.context.add_cookies(cookies)
            page = plain.go(practice)
            page.locator("#say_text").fill("Said without scripts")
            page.locator("form.say").get_by_role("button", name="Send", exact=True).click()

            expect(page.locator("#chat-lines li").last).to_contain_text("Said without scripts")
            expect(page).to_have_url(re.compile("#panel-chat$"))


def test_a_room_too_busy_to_let_anyone_in_is_not_asked_again_and_again(browser, product, practice):
    asked = []

    def send_away(socket):
        asked.append(socket.url)
        # The page speaks as soon as the socket is open.
        socket.on_message(lambda _frame: socket.close(code=1013))

    with visiting(browser, product, "facilitator") as facilitator:
        facilitator.expect_complaint(CUT)
        facilitator.sign_in("facilitator@example.org")
        facilitator.page.route_web_socket(re.compile("/socket"), send_away)
        facilitator.go(practice)
        facilitator.page.wait_for_timeout(3000)

    # At once, and then after 0.2, 0.5 and 1 s at the earliest.
    assert 2 <= len(asked) <= 5
