"""The pictures of the README, taken from the demonstration while an hour runs in it.

``make pictures`` takes them and puts small copies into docs/images.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, move_case


@pytest.fixture
def at_browsers(browser, a_demonstration):
    """Facilitator, scribe, participant and coordinator, each signed in."""
    visits = {
        name: visiting(browser, a_demonstration, name, color_scheme="light")
        for name in ("facilitator", "scribe", "participant", "coordinator")
    }
    people = {name: visit.__enter__() for name, visit in visits.items()}
    for name, visitor in people.items():
        visitor.sign_in(f"{name}@example.org")
    yield people
    for visit in visits.values():
        visit.__exit__(None, None, None)


def test_an_hour_as_it_looks(at_browsers):
    facilitator, scribe, participant, coordinator = at_browsers.values()
    page = coordinator.go("/desk/")
    coordinator.screenshot("picture-desk")
    page.get_by_role("link", name="Practice session").first.click()
    session = int(re.search(r"/sessions/(\d+)/", page.url)[1])
    coordinator.go("/programmes/palliative-care-echo/")
    coordinator.screenshot("picture-programme")

    for visitor in (facilitator, scribe, participant):
        enter_room(visitor, session)
    page = facilitator.page
    page.get_by_role("button", name="Open the session").click()
    page.get_by_label("Slide number").fill("3")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name=re.compile("^Begin.*Case of Example A")).click()
    move_case(facilitator, "Recommendations of participants")
    participant.page.get_by_label("Your message").fill("We counted hospital days; I can share how.")
    participant.page.get_by_role("button", name="Send", exact=True).click()
    participant.page.get_by_role("button", name="Raise hand").click()
    write = scribe.page
    write.get_by_role("tab", name=re.compile("Case")).click()
    form = write.locator("#act-case-recommend")
    form.get_by_label("Recommendation").fill("Let a nurse renew a prescription by telephone.")
    form.get_by_role("button").click()
    expect(write.locator("#case-in-hand")).to_contain_text("Let a nurse renew")
    for visitor in (scribe, participant):
        expect(visitor.page.locator("#stage img")).to_have_attribute("alt", re.compile("^Slide 3"))
    scribe.screenshot("picture-room")
    expect(participant.page.locator("#chat-lines")).to_contain_text("hospital days")
    participant.screenshot("picture-room-participant")

    coordinator.go("/desk/")
    coordinator.page.get_by_role("link", name="Monthly session").last.click()
    coordinator.page.get_by_role("heading", name="The agenda as it ran").wait_for()
    coordinator.screenshot("picture-record")
