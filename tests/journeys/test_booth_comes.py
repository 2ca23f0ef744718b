"""A booth comes into a page that is open: to a new interpreter, and to a new co-host.

A facilitator sets French while the session runs, names Ama, and takes her off again; then makes
Ben a co-host. Nobody loads a page anew.
"""

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, join_sound

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=2)


@pytest.fixture
def visitors(browser, an_empty_product, crowd):
    """The facilitator in the room and on the page of interpretation, Ama on a phone, Ben."""
    visits, made = [], []
    for name, someone, options in (
        ("host", crowd.host, {}),
        ("setting", crowd.host, {}),
        ("ama", crowd.people[0], {"viewport": PHONE}),
        ("ben", crowd.people[1], {}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        visitor.context.add_cookies(
            [{"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}]
        )
        if name != "setting":
            enter_room(visitor, crowd.session)
            visitor.page.evaluate("() => { window.before = true; }")
        made.append(visitor)
    yield made
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_a_booth_comes_into_an_open_page_and_goes_from_it(crowd, visitors):
    host, setting, ama, ben = visitors
    # On Ama's link the booth's script is lost once on its way, and asked for again.
    ama.page.route("**/booth*.js", lambda route: route.abort(), times=1)
    page = setting.go(f"/sessions/{crowd.session}/interpretation/")
    page.get_by_label("Language", exact=True).select_option("fr")
    page.get_by_role("button", name="Add", exact=True).click()
    # The first language brings those who host their booths.
    expect(host.page.get_by_role("tab", name="Booth")).to_be_visible()

    page.get_by_label("Interpreter", exact=True).select_option(str(crowd.people[0].person))
    page.get_by_role("button", name="Name an interpreter").click()
    expect(ama.page.locator(".named-now")).to_be_visible()
    join_sound(ama)
    expect(ama.page.locator("#booth-fr")).to_have_attribute("data-mine", "nobody", timeout=15_000)
    ama.page.get_by_role("link", name="Open your booth").click()
    expect(ama.page.get_by_role("tab", name="Booth")).to_have_attribute("aria-selected", "true")
    expect(ama.page.locator("#panel-chat")).to_be_hidden()
    ama.page.locator("#booth-fr .go").click()
    expect(ama.page.locator("#booth-fr")).to_have_attribute("data-mine", "on")
    expect(host.page.locator("#booth-fr .air-words")).to_contain_text("Person 1")
    assert ama.barriers() == []
    ama.screenshot("booth-comes")

    # The arrows reach the tab that came.
    ama.page.get_by_role("tab", name="Booth").focus()
    ama.page.keyboard.press("ArrowRight")
    expect(ama.page.locator("#booths-panel")).to_be_hidden()
    ama.page.keyboard.press("ArrowLeft")
    expect(ama.page.locator("#booths-panel")).to_be_visible()

    page.get_by_role("button", name="Take off Person 1").click()
    expect(ama.page.get_by_role("tab", name="Booth")).to_have_count(0)
    expect(ama.page.locator("#panel-chat")).to_be_visible()
    expect(ama.page.locator(".named-now")).to_be_hidden()
    expect(host.page.locator("#booth-fr .air-words")).to_contain_text("Nobody is on the air")

    make_cohost(host, "Person 2")
    expect(ben.page.get_by_role("tab", name="Booth")).to_be_visible()
    ben.page.get_by_role("tab", name="Booth").click()
    expect(ben.page.locator("#booth-fr .air-words")).to_contain_text("Nobody is on the air")
    expect(ben.page.locator("#booth-fr .go")).to_be_hidden()
    # Named as well, the co-host has the buttons in the same booth.
    page.get_by_label("Interpreter", exact=True).select_option(str(crowd.people[1].person))
    page.get_by_role("button", name="Name an interpreter").click()
    expect(ben.page.locator("#booth-fr .go")).to_be_visible()
    assert ben.barriers() == []
    for visitor in (host, ama, ben):
        assert visitor.page.evaluate("() => window.before")


def make_cohost(host, name: str) -> None:
    host.page.locator("#panel-people-tab").click()
    row = host.page.locator("#people li", has_text=name)
    row.locator("summary").click()
    row.get_by_role("button", name="Make co-host").click()
    host.page.locator("#confirm-cohost").get_by_role("button", name="Make co-host").click()
