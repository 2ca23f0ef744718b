"""The check before entering, in a real browser."""

import pytest
from playwright.sync_api import sync_playwright

from talanoa.live.tests.media_harness import CHROMIUM, Harness, janus_settings

DONE = "() => window.results?.some((result) => result.step === '{}' && result.code !== 'running')"


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def check(chromium, tmp_path):
    """Open the check; Janus is not needed for it."""
    with Harness(janus_settings(tmp_path / "janus")) as harness:
        tab = chromium.new_page()

        def open_check(query=""):
            tab.goto(f"{harness.url}media_check.html{query}")
            tab.wait_for_function("() => window.results")
            return tab

        yield open_check
        tab.close()


def codes(tab, step):
    seen = "(step) => window.results.filter((each) => each.step === step).map((each) => each.code)"
    return tab.evaluate(seen, step)


def test_all_is_well_where_all_is_well_and_the_keyboard_suffices(check):
    tab = check()

    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_function(DONE.format("connection"), timeout=20_000)

    steps = ("secure", "webrtc", "microphone", "socket", "connection")
    assert {step: codes(tab, step) for step in steps} == {step: ["running", "ok"] for step in steps}
    shown = tab.locator("[data-result] > :not([hidden])").all_inner_texts()
    assert shown[0] == "Works"
    assert "ms" in shown[1]
    assert all(number.strip() for number in tab.locator("[data-value]").all_inner_texts())


def test_the_level_moves_while_the_microphone_hears_something(check):
    tab = check()
    tab.evaluate(
        """() => {
            window.loudest = 0;
            const meter = document.querySelector("meter");
            const look = () => {
                window.loudest = Math.max(window.loudest, meter.value);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )

    tab.locator("[data-check=all]").click()
    tab.wait_for_function(DONE.format("microphone"), timeout=15_000)

    assert tab.evaluate("() => window.loudest") > 0.05
    assert tab.evaluate("() => document.querySelector('meter').value") == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NotAllowedError", "permission-denied"),
        ("NotFoundError", "no-microphone"),
        ("NotReadableError", "microphone-busy"),
        ("TypeError", "microphone-failed"),
    ],
)
def test_a_microphone_that_cannot_be_had_is_told_by_its_code(check, name, code):
    tab = check()
    tab.evaluate(
        "(name) => { navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('no', name)); }",
        name,
    )

    tab.locator("[data-check=all]").click()
    tab.wait_for_function(DONE.format("microphone"))

    assert codes(tab, "microphone") == ["running", code]


@pytest.mark.parametrize(("answer", "code"), [("yes", "ok"), ("no", "not-heard")])
def test_the_tone_is_played_and_the_person_says_whether_they_heard_it(check, answer, code):
    tab = check()

    tab.locator("[data-check=speaker]").click()
    tab.wait_for_function(DONE.format("speaker"))
    tab.locator(f"[data-heard={answer}]").click()

    assert codes(tab, "speaker") == ["running", "asked", code]


def test_what_cannot_be_reached_is_said_so(check):
    tab = check("?socket=ws://127.0.0.1:9/&probe=/nowhere.bin")

    tab.locator("[data-check=all]").click()
    tab.wait_for_function(DONE.format("connection"), timeout=20_000)

    assert codes(tab, "socket") == ["running", "socket-failed"]
    assert codes(tab, "connection") == ["running", "unreachable"]
