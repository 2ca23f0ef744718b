"""Killed in the middle of a session, the product loses nothing it has acknowledged.

The real processes are killed with ``kill -9``, with people in the room and somebody speaking.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, heard, join_sound, move_case, until

BACK_WITHIN = 5_000
"""Milliseconds from the product's answering again until everyone is back in the room."""
WHILE_IT_IS_DEAD = r"WebSocket|net::|ERR_|Failed to load resource"


@pytest.fixture
def practice(browser, a_demonstration):
    """The practice session, open, with facilitator, scribe, presenter and participant in it."""
    session = int(
        a_demonstration.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.schedule.models import LiveSession as S\n"
            "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
        )
    )
    visits, people = [], {}
    for name in ("facilitator", "scribe", "presenter", "participant"):
        visit = visiting(browser, a_demonstration, name)
        people[name] = visit.__enter__()
        visits.append(visit)
        people[name].sign_in(f"{name}@example.org")
        people[name].expect_complaint(WHILE_IT_IS_DEAD)
        enter_room(people[name], session)
    people["facilitator"].page.get_by_role("button", name="Open the session").click()
    expect(people["participant"].page.get_by_text("Live now").first).to_be_visible()
    yield people
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_everyone_and_everything_is_back_after_a_kill(practice, a_demonstration):
    said = [f"Line {number} before the kill" for number in range(1, 4)]
    for line in said:
        say(practice["participant"], line)
    practice["participant"].page.get_by_role("button", name="Raise hand").click()
    practice["participant"].page.get_by_role("button", name="Lower hand").wait_for()
    begin_case(practice["facilitator"])
    move_case(practice["facilitator"], "Clarifying questions")
    write_down(practice["scribe"], "act-case-ask", "Question", "Who may renew a prescription?")
    move_case(practice["facilitator"], "Recommendations of participants")
    write_down(
        practice["scribe"], "act-case-recommend", "Recommendation", "Begin in two districts."
    )
    speaker = practice["presenter"]
    join_sound(speaker)
    speaker.page.locator("[data-sound=talk]").click()
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()

    a_demonstration.kill()
    a_demonstration.start()

    for visitor in practice.values():
        link = visitor.page.locator("#link[data-link=connected]")
        expect(link).to_be_attached(timeout=BACK_WITHIN)
    for reloaded in (False, True):
        for visitor in practice.values():
            if reloaded:
                visitor.page.reload()
            everything_is_there(visitor.page, said)
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_have_count(0)
    say(practice["scribe"], "Said after the kill")
    expect(
        practice["participant"].page.locator("#chat-lines").get_by_text("Said after the kill")
    ).to_have_count(1)


def test_sound_returns_by_itself_when_janus_is_killed(practice, a_demonstration):
    speaker, listener = practice["presenter"], practice["participant"]
    for visitor in (speaker, listener):
        join_sound(visitor)
    unmute(speaker)
    hears(listener)

    a_demonstration.kill("janus")

    # Back in the sound without a click, and nobody with an open microphone.
    for visitor in (speaker, listener):
        expect(visitor.page.locator("#sound[data-state=connected]")).to_be_attached(timeout=30_000)
        expect(visitor.page.locator("[data-sound=talk][aria-pressed=true]")).to_have_count(0)
    unmute(speaker)
    hears(listener)


def say(visitor, line) -> None:
    """Write in the chat, and see it acknowledged."""
    page = visitor.page
    page.get_by_role("tab", name=re.compile("Chat")).click()
    page.get_by_label("Your message").fill(line)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#chat-lines").get_by_text(line)).to_have_count(1)


def begin_case(facilitator) -> None:
    page = facilitator.page
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name=re.compile("^Begin.*Case of")).click()


def write_down(scribe, form, label, text) -> None:
    page = scribe.page
    page.get_by_role("tab", name=re.compile("Case")).click()
    page.locator(f"#{form}").get_by_label(label).fill(text)
    page.locator(f"#{form}").get_by_role("button").click()
    expect(page.locator("#case-in-hand").get_by_text(text)).to_have_count(1)


def everything_is_there(page, said) -> None:
    for line in said:
        expect(page.locator("#chat-lines").get_by_text(line)).to_have_count(1)
    expect(page.locator("#hands .queue b")).to_have_count(1)
    for text in ("Who may renew a prescription?", "Begin in two districts."):
        expect(page.locator("#case-in-hand").get_by_text(text)).to_have_count(1)


def unmute(speaker) -> None:
    speaker.page.locator("[data-sound=talk]").click()
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()


def hears(listener) -> None:
    """Sound that is not silence arrives and is decoded."""
    before = heard(listener)

    def more() -> bool:
        now = heard(listener)
        return now["packets"] > before["packets"] + 50 and now["energy"] > before["energy"] + 0.001

    until(more, f"{listener.name} to hear")
