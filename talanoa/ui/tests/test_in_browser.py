"""What only a browser can show: accessibility, layout, and forms on a weak link."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from talanoa.ui.tests.addresses import RECEIVED


@pytest.fixture(autouse=True)
def _nothing_received():
    RECEIVED.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/ui/", "/ui/?language=ar", "/ui/?room", "/ui/?room&language=ar", "/", "/letter/"]
)
def test_axe_finds_nothing(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address)

    found = Axe().run(page).response["violations"]

    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("address", ["/ui/", "/ui/?language=ar", "/ui/?room"])
def test_no_page_scrolls_sideways(page, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_unknown_zone_is_filled_in_and_told_to_the_server(page):
    page.goto("/ui/")

    filled = page.locator("time[data-local]:not(:empty)")
    assert filled.text_content() == "Tuesday, 1 December 2026 at 14:00 East Africa Time"
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["talanoa_zone"] == "Africa/Nairobi"


def test_text_typed_before_a_power_cut_is_there_afterwards(page):
    page.goto("/letter/")
    page.get_by_label("Text").fill("Half a sentence")
    page.get_by_text("Kept on this device, not sent yet.").wait_for()

    page.goto("/")
    page.goto("/letter/")

    assert page.get_by_label("Text").input_value() == "Half a sentence"
    assert page.get_by_text("is back in the form").is_visible()


def test_restored_text_can_be_thrown_away(page):
    page.goto("/letter/")
    page.get_by_label("Text").fill("Half a sentence")
    page.reload()

    page.get_by_role("button", name="Discard it").click()
    page.reload()

    assert page.get_by_label("Text").input_value() == ""


def test_a_form_sent_without_a_connection_says_so_and_keeps_everything(page):
    page.goto("/letter/")
    page.get_by_label("Title").fill("Morphine")
    page.get_by_label("Text").fill("Written on the bus")
    page.context.set_offline(True)

    page.get_by_role("button", name="Send").click()
    page.get_by_text("Not sent: the connection failed.").wait_for()
    unsent = list(RECEIVED)
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It has arrived.").wait_for()

    assert (unsent, RECEIVED) == ([], ["Written on the bus"])
    page.goto("/letter/")
    assert page.get_by_label("Text").input_value() == ""


def test_a_refused_form_comes_back_with_its_words_and_its_errors(page):
    page.goto("/letter/")
    page.get_by_label("Title").fill("Morphine")
    page.get_by_label("Text").fill("x" * 60)
    assert page.get_by_text("Characters too many: 10").is_visible()

    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").wait_for()

    assert page.get_by_label("Text").input_value() == "x" * 60
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert RECEIVED == []


@pytest.mark.parametrize(
    ("language", "reason"),
    [("en", "has at most 50 characters"), ("fr", "au plus 50 caractères"), ("ar", "50")],
)
def test_a_form_that_saves_by_itself_says_at_the_field_why_it_could_not(page, language, reason):
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto("/letter/?stays")
    page.locator("[name=title]").fill("Morphine")
    text = page.locator("[name=text]")
    text.fill("x" * 60)

    page.get_by_role("button", name="Save as I write").click()
    error = page.locator("#id_text_error")
    error.wait_for()

    assert reason in error.text_content()
    assert page.locator("p.error").count() == 1
    assert page.locator("[data-state=refused]").is_visible()
    assert "id_text_error" in text.get_attribute("aria-describedby")
    assert (text.get_attribute("aria-invalid"), text.input_value()) == ("true", "x" * 60)
    assert Axe().run(page).response["violations"] == []
    text.fill("Shorter")
    page.get_by_role("button", name="Save as I write").click()
    page.locator("[data-state=sent]").wait_for()
    assert page.locator(".wrong, [aria-invalid]").count() == 0
    assert RECEIVED == ["Shorter"]


@pytest.mark.parametrize("address", ["/letter/?slowly", "/letter/?slowly&plainly"])
def test_a_double_click_sends_once(page, address):
    page.goto(address)
    page.get_by_label("Title").fill("Morphine")
    page.get_by_label("Text").fill("Only once")

    page.get_by_role("button", name="Send").dblclick()
    page.get_by_text("It has arrived.").wait_for()

    assert RECEIVED == ["Only once"]


def test_panels_are_tabs_by_keyboard(page):
    page.goto("/ui/?room")
    page.get_by_role("tab", name="Agenda").focus()

    page.keyboard.press("ArrowRight")

    assert page.get_by_role("tab", selected=True).text_content() == "Chat"
    assert page.get_by_role("tabpanel").count() == 1
    assert page.get_by_role("heading", name="Chat").is_visible()


def test_tabs_run_from_right_to_left_in_arabic(page):
    page.goto("/ui/?room&language=ar")
    page.get_by_role("tab", name="Agenda").focus()

    page.keyboard.press("ArrowLeft")

    assert page.get_by_role("tab", selected=True).text_content() == "Chat"
