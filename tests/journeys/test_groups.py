"""Two groups by language and back, and a private note to the facilitator.

A facilitator, and four people of whom two chose French, in Chromiums whose voices have tones of
their own. Who hears whom is measured in what each browser plays.
"""

import re
import time
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, join_sound, until
from tests.journeys.tones import loudness, speaking

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
ENGLISH, FRENCH, HOST = 440, 1000, 1600
"""Hertz of the voices of one person in each group and of the facilitator."""
HEARD, SILENT = -45, -55
"""dB of a tone that is there, and of one that is not: a voice is at -25."""
TASK = "What would you change first at home?"


@pytest.fixture
def crowd(an_empty_product):
    made = made_in(an_empty_product.environment, people=4)
    french = [someone.person for someone in made.people[2:]]
    an_empty_product.manage(
        "shell",
        "-v0",
        "-c",
        "from talanoa.people.models import Person;"
        f"Person.objects.filter(pk__in={french}).update(language='fr')",
    )
    return made


@pytest.fixture
def people(browser, an_empty_product, crowd, tmp_path):
    """The facilitator, two who read English and two who read French, in the room and its sound."""
    with ExitStack() as stack:
        programs = [
            stack.enter_context(speaking(browser, tmp_path, hertz))
            for hertz in (ENGLISH, FRENCH, HOST)
        ]
        who = (
            ("facilitator", crowd.host, programs[2], {}),
            ("ana", crowd.people[0], programs[0], {}),
            ("ben", crowd.people[1], browser, {"viewport": PHONE}),
            ("chloe", crowd.people[2], programs[1], {"locale": "fr-FR"}),
            ("david", crowd.people[3], browser, {"locale": "fr-FR", "viewport": PHONE}),
        )
        visitors = {}
        for name, someone, program, options in who:
            visitor = stack.enter_context(visiting(program, an_empty_product, name, **options))
            visitor.expect_complaint(CUT)
            visitor.context.add_cookies(
                [{"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}]
            )
            enter_room(visitor, crowd.session)
            join_sound(visitor)
            visitor.page.locator("#sound[data-state=connected]").wait_for()
            visitors[name] = visitor
        yield visitors


def test_two_groups_by_language_and_back(an_empty_product, crowd, people):
    host, ana, ben, chloe, david = people.values()
    for visitor in people.values():
        visitor.page.evaluate("() => { window.before = true; }")
    make_groups(host, crowd)
    began = time.monotonic()
    host.page.locator("#act-groups-open").evaluate("form => form.requestSubmit()")
    for visitor in (ana, ben, chloe, david):
        expect(visitor.page.locator("#group-sections .group")).to_have_count(1)
        expect(visitor.page.locator(".group-task")).to_have_text(TASK)
    expect(host.page.locator("#group-sections .group")).to_have_count(2)

    # The sound is that of the group, soon, and without a new page; everybody arrives muted.
    for visitor in (ana, ben, chloe, david):
        visitor.page.locator("#sound[data-state=connected]").wait_for()
        expect(visitor.page.locator("[data-sound=talk]")).to_have_attribute("aria-pressed", "false")
    ana.page.locator("[data-sound=talk]").click()
    chloe.page.locator("[data-sound=talk]").click()
    until(lambda: loudness(ben, ENGLISH)[0] > HEARD, "Ana in the English group")
    until(lambda: loudness(david, FRENCH)[0] > HEARD, "Chloé in the French group")
    assert loudness(ben, FRENCH)[0] < SILENT
    assert loudness(david, ENGLISH)[0] < SILENT
    assert max(loudness(host, ENGLISH, FRENCH)) < SILENT
    # What the facilitator says in plenary is not heard in a group.
    host.page.locator("[data-sound=talk]").click()
    assert loudness(ben, HOST, seconds=2)[0] < SILENT
    host.page.locator("[data-sound=talk]").click()

    say(ana, "Between us in English")
    say(chloe, "Entre nous")
    expect(lines(ben)).to_have_text([re.compile("Between us in English")])
    expect(lines(david)).to_have_text([re.compile("Entre nous")])
    expect(lines(host)).to_have_count(2)
    for visitor, theirs in ((ben, "Entre nous"), (david, "Between us in English")):
        assert theirs not in visitor.page.content()
        visitor.page.reload()
        visitor.page.locator("#link[data-link=connected]").wait_for(state="attached")
        assert theirs not in visitor.page.content()
        expect(lines(visitor)).to_have_count(1)
        visitor.page.evaluate("() => { window.before = true; }")

    visit_a_group(host, ben)
    a_private_note(ben, host, ana)
    for visitor in (host, ana, david):
        assert visitor.barriers() == []

    add_point(ana, "Train nurses first")
    add_point(chloe, "Former les infirmières")
    expect(ben.page.locator(".points li")).to_have_text([re.compile("Train nurses first")])
    assert "infirmières" not in ben.page.content()
    host.page.locator("#groups-word-text").fill("Five minutes more for everyone")
    host.page.get_by_role("button", name="Send to all groups").click()
    for visitor in (ana, david):
        expect(visitor.page.locator("#groups-words")).to_contain_text("Five minutes more")

    # One is cut off while the groups work, and comes back after everybody was called.
    david.cut_off()
    host.page.get_by_role("button", name="Call everyone back").click()
    expect(ana.page.locator("#groups-clock")).to_contain_text("Return call")
    expect(ana.page.locator(".groups-left")).to_have_text(re.compile(r"0:[0-5]\d left"))
    for visitor in (host, ana, ben):
        expect(visitor.page.locator("#groups[data-groups=closed]")).to_be_visible(timeout=75_000)
    david.come_back()
    for visitor in people.values():
        brought = visitor.page.locator(".brought")
        expect(brought).to_have_count(2, timeout=20_000)
        expect(visitor.page.locator(".groups-brought")).to_contain_text("Train nurses first")
        expect(visitor.page.locator(".groups-brought")).to_contain_text("Former les infirmières")
    # Everybody is in plenary again and muted; whoever speaks is heard by all.
    for visitor in (ana, chloe):
        visitor.page.locator("#sound[data-state=connected]").wait_for()
        expect(visitor.page.locator("[data-sound=talk]")).to_have_attribute("aria-pressed", "false")
    assert max(loudness(host, ENGLISH, FRENCH)) < SILENT
    ana.page.locator("[data-sound=talk]").click()
    for visitor in (host, chloe):
        until(lambda who=visitor: loudness(who, ENGLISH)[0] > HEARD, "Ana in plenary")
    for visitor in people.values():
        assert visitor.page.evaluate("() => window.before")
    assert time.monotonic() - began < 600


def make_groups(host, crowd) -> None:
    """On the page for it, in a second window of the facilitator's: the room goes on meanwhile."""
    page = host.context.new_page()
    page.goto(f"{host.product.url}/sessions/{crowd.session}/groups/")
    page.get_by_label("Put people together").select_option("language")
    page.get_by_label("Task").fill(TASK)
    page.get_by_role("button", name="Make groups").click()
    expect(page.locator(".group-list li")).to_have_count(2)
    expect(page.locator(".group-list h3")).to_have_text(
        [re.compile(r"English\s*2"), re.compile(r"Français\s*2")]
    )
    page.close()
    expect(host.page.locator("#group-tools")).to_contain_text("2 groups are ready")


def lines(visitor):
    return visitor.page.locator(".group .lines li")


def say(visitor, words: str) -> None:
    field = visitor.page.locator(".group-chat textarea")
    field.fill(words)
    field.press("Enter")
    expect(lines(visitor)).to_have_count(1)
    expect(field).to_have_value("")


def add_point(visitor, words: str) -> None:
    visitor.page.locator(".group-noting textarea").fill(words)
    visitor.page.locator(".group-noting .group-write button").click()
    expect(visitor.page.locator(".points li")).to_have_count(1)
    expect(visitor.page.locator(".group")).to_have_attribute("data-writer", "you")


def visit_a_group(host, ben) -> None:
    """The facilitator goes into the English group: hears it, is heard there, and comes back."""
    page = host.page
    page.get_by_role("button", name=re.compile("^Visit English")).click()
    expect(page.locator("#group-visit")).to_contain_text("You visit English")
    expect(ben.page.locator(".group-people")).to_contain_text("visiting")
    join_sound(ben)
    until(lambda: loudness(host, ENGLISH)[0] > HEARD, "the English group, as a visitor")
    assert loudness(host, FRENCH)[0] < SILENT
    page.locator("[data-sound=talk]").click()
    until(lambda: loudness(ben, HOST)[0] > HEARD, "the facilitator in the group")
    page.get_by_role("button", name="Back to plenary").click()
    until(lambda: loudness(ben, HOST)[0] < SILENT, "the facilitator to be gone")
    expect(page.locator("[data-sound=talk]")).to_have_attribute("aria-pressed", "false")


def a_private_note(writer, host, other) -> None:
    """Hosts alone read it, and answer it to its writer alone."""
    writer.page.locator("#panel-chat-tab").click()
    writer.page.locator("#say_text").fill("I cannot hear well")
    writer.page.get_by_role("button", name="Send to the facilitators only").click()
    note = host.page.locator("#chat-lines li", has_text="I cannot hear well")
    expect(note).to_be_visible()
    note.get_by_text("Answer privately").click()
    note.get_by_label("Your answer").fill("Use the headset")
    note.get_by_role("button", name="Send the answer").click()
    mine = writer.page.locator("#chat-lines")
    expect(mine).to_contain_text("Use the headset")
    expect(mine.locator("li", has_text="I cannot hear well")).to_contain_text("read")
    other.page.reload()
    other.page.locator("#link[data-link=connected]").wait_for(state="attached")
    for words in ("I cannot hear well", "Use the headset"):
        assert words not in other.page.content()
    join_sound(other)
    other.page.evaluate("() => { window.before = true; }")
