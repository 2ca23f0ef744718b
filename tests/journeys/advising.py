"""How a case on a gap is written, guarded, returned, accepted, held and answered by letter."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.assessing import GAP
from tests.journeys.browsing import Visitor
from tests.journeys.joining import GENEVA, LEAD, PROGRAMME, TEAM, at
from tests.journeys.planning import fill_agenda
from tests.journeys.steps import mail_to, mailed_link

TITLE = "Pain relief begins where people live"
NAME, NUMBER = "Mary Akello", "+256 772 555 013"
SITUATION = "One pharmacist serves eight districts."
REASON = "Say how many districts have morphine today, and of which year that is."
SESSION = "Pain relief beyond the capital"


def bring(lead: Visitor) -> str:
    """From a gap to a draft; the guard catches a name and a number, and the author removes them.

    Answers with the case's address.
    """
    page = lead.page
    page.get_by_role("button", name=re.compile(f"Bring a case on it.*{GAP}")).click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Where things stand").fill(f"{SITUATION} She is {NAME}, {NUMBER}.")
    page.get_by_label("What has been tried").fill("A courier, for three months.")
    page.get_by_label("What would be a good year from now?").fill("Morphine in four districts.")
    page.get_by_label("What stands in the way").fill("The law asks for a doctor's signature.")
    page.get_by_label("Your one question to the room").fill("How did nurses come to prescribe?")
    page.get_by_role("button", name="Submit for review").click()

    expect(page.get_by_role("heading", name="Before others read it", level=1)).to_be_visible()
    found = page.locator(".guard-list > li")
    expect(found).to_have_count(2)
    for place, (kind, words) in enumerate(
        (("A person’s name", NAME), ("A telephone number", NUMBER))
    ):
        one = found.nth(place)
        expect(one.get_by_role("group")).to_contain_text(f"{kind} · Where things stand")
        expect(one.locator("mark")).to_have_text(words)
        expect(one.locator("fieldset > .hint")).to_have_text(re.compile(r"\w+ \w+ .*\."))
        one.get_by_label("Remove it").check()
    assert lead.barriers() == []
    page.get_by_role("button", name="Do so and submit").click()
    expect(page.get_by_text("Waiting for review")).to_be_visible()
    for words in (NAME, NUMBER):
        expect(page.get_by_text(words)).to_have_count(0)
    return page.url


def review(lead: Visitor, coordinator: Visitor, case: str) -> None:
    """Returned once with reasons, which the author reads in the mail; changed; accepted."""
    desk = open_case(coordinator)
    expect(desk.locator("article.case")).to_contain_text("She is [name removed]")
    desk.locator("summary", has_text="Return it with what it still needs").click()
    desk.get_by_label("What the team should change").fill(REASON)
    desk.get_by_role("button", name="Return it to the team").click()
    expect(desk.locator(".facts")).to_contain_text("Returned with reasons")

    told = mail_to(lead.product, LEAD, about=TITLE).get_body(("plain",)).get_content()
    assert REASON in told
    page = lead.go(mailed_link(lead.product, LEAD, f"{urlsplit(case).path}edit/"))
    expect(page.locator("main")).to_contain_text(REASON)
    page.get_by_label("Where things stand").fill(f"{SITUATION} In 2026 two had morphine.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".facts")).to_contain_text("Waiting for review")

    desk = open_case(coordinator)
    desk.get_by_role("button", name="Accept the case").click()
    expect(desk.locator(".facts")).to_contain_text("Accepted")


def open_case(coordinator: Visitor, *, waits: bool = True) -> Page:
    """From the desk to the case: by the number of those that wait, or by the programme."""
    page = at(coordinator, "Desk")
    row = page.get_by_role("row").filter(has_text=PROGRAMME)
    if waits:
        row.locator("a[href$='status=submitted']").click()
    else:
        row.get_by_role("link", name=PROGRAMME).click()
        page.locator("main a[href$='/cases/']").first.click()
    page.get_by_role("link", name=TITLE).click()
    return page


def plan_session(coordinator: Visitor, at_moment: datetime) -> None:
    """A session of its own, at a moment, whose agenda has a place for a case."""
    page = at(coordinator, "Desk")
    page.get_by_role("link", name=PROGRAMME, exact=True).click()
    page.get_by_role("link", name="Add one session").click()
    there = at_moment.astimezone(GENEVA)
    page.get_by_label("Title").fill(SESSION)
    page.get_by_label("Day", exact=True).fill(there.strftime("%Y-%m-%d"))
    page.get_by_label("Time", exact=True).fill(there.strftime("%H:%M"))
    page.get_by_role("button", name="Plan it and mail everyone").click()
    page.get_by_role("link", name="Write the agenda").click()
    fill_agenda(page, [("Welcome", 5, "welcome"), ("The case", 45, "case")])


def schedule(coordinator: Visitor) -> None:
    """A place in the session for the case."""
    page = open_case(coordinator, waits=False)
    slot = page.get_by_label("Place in a session")
    place = slot.locator("option", has_text=SESSION)
    slot.select_option(place.get_attribute("value"))
    page.get_by_role("button", name="Schedule the case").click()
    expect(page.locator(".facts")).to_contain_text(SESSION)


def withhold_name(lead: Visitor, case: str) -> None:
    page = at(lead, "My day")
    page.get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    assert page.url == case
    page.get_by_role("link", name="Who sees it").click()
    page.get_by_label("Name withheld").check()
    page.get_by_label("Show the country").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".facts")).to_contain_text("Name withheld")
