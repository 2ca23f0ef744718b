"""How a team says where its country stands, has it reviewed, and says who may see it."""

import re
from urllib.parse import urlsplit

import typst
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.joining import COUNTRY, LEAD, PROGRAMME, TEAM, at
from tests.journeys.steps import mailed_link

REVIEWER = "Example Expert"
GAP = "Palliative care in the list of primary-care services"
FIRST = {
    "Groups that promote the rights of people in need of palliative care": "3:",
    "Policy or guideline on advance care planning": "2:",
    "Current national palliative care plan, programme, policy or strategy": "2:",
    GAP: "1:",
    "National coordinating authority for palliative care": "We don’t know",
}
"""What the team answers in its first year; nine indicators stay open."""
LARGEST = [GAP, *list(FIRST)[1:3]]


def begin(lead: Visitor) -> str:
    """From one's team to an assessment of its country; answers with its address."""
    page = at(lead, "My day")
    page.get_by_role("link", name=TEAM, exact=True).click()
    page.get_by_role("link", name="Begin an assessment").click()
    page.get_by_label("Framework").select_option(index=0)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name=f"{COUNTRY}, ", level=1)).to_be_visible()
    return page.url


def answer(lead: Visitor) -> None:
    """One indicator after the other, with what the largest gap rests on: a link and a file."""
    page = lead.page
    page.get_by_role("link", name="Answer the next indicator").click()
    for title, level in FIRST.items():
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        page.get_by_role("radio", name=re.compile(f"^{level}")).check()
        if title == GAP:
            for mark in ("Impact", "Feasibility", "Own priority"):
                page.get_by_label(mark).select_option(label="High")
            expect(page.locator("form[data-autosave] [data-state=sent]")).to_be_visible()
            rest_on(page, "The list of services", link="https://example.org/list-of-services")
            rest_on(page, "A page of the list", file=typst.compile(b"= Primary care, list of 2026"))
            expect(page.get_by_role("radio", name=re.compile(f"^{level}"))).to_be_checked()
            assert lead.barriers() == []
        here = page.url
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url(lambda url, here=here: url != here)
    page.get_by_role("link", name="All indicators").click()
    expect(page.get_by_role("row").filter(has_text=GAP).get_by_role("cell").nth(1)).to_have_text(
        "2"
    )


def rest_on(page: Page, title: str, *, link: str = "", file: bytes = b"") -> None:
    page.locator("summary", has_text="Add evidence").click()
    page.get_by_label("What it is").fill(title)
    if link:
        page.get_by_label("Address of a link").fill(link)
    else:
        page.get_by_role("radio", name="A file").check()
        page.locator("input[type=file]").set_input_files(
            {"name": "page.pdf", "mimeType": "application/pdf", "buffer": file}
        )
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()


def have_reviewed(lead: Visitor, coordinator: Visitor, expert: Visitor, *, year: int) -> None:
    """Submitted, given to an expert who agrees, and shown to the programme's people."""
    page, here = lead.page, lead.page.url
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("button", name="Submit for review")).to_have_count(0)
    desk = at(coordinator, "Desk")
    desk.get_by_role("link", name=PROGRAMME, exact=True).click()
    desk.get_by_role("link", name=f"{COUNTRY}, {year}").click()
    desk.get_by_label("Reviewer").select_option(label=REVIEWER)
    desk.get_by_role("button", name="Ask to review").click()
    expect(desk.get_by_text(f"{REVIEWER} has been asked to review it")).to_be_visible()
    read = at(expert, "My day")
    read.get_by_role("link", name=f"{COUNTRY}, {year}").click()
    expect(read.get_by_role("heading", name=GAP)).to_be_visible()
    read.get_by_role("button", name="Agree with it").click()
    expect(read.locator(".facts")).to_contain_text("Reviewed")
    lead.go(mailed_link(lead.product, LEAD, urlsplit(here).path))
    page.get_by_role("radio", name=re.compile("^Restricted")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".facts")).to_contain_text("Restricted")


def see_gaps(lead: Visitor) -> str:
    """The three largest gaps, the largest first; answers with the page's address."""
    page = lead.page
    page.get_by_role("link", name="Gaps and change").click()
    largest = page.get_by_role("region", name="The 3 largest gaps")
    expect(largest.get_by_role("heading", level=3)).to_have_text(LARGEST)
    expect(largest.get_by_role("listitem").first).to_contain_text("Own priority: High")
    assert lead.barriers() == []
    lead.screenshot("gaps-of-a-team")
    return page.url


def assess_again(lead: Visitor, *, better: str) -> str:
    """A year later: what was said is confirmed, one answer at a time, and the gap stands better."""
    page = at(lead, "My day")
    page.get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name="Begin an assessment").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("carried over, not confirmed")).to_be_visible()
    overview = page.url
    page.get_by_role("link", name="Confirm the next answer").click()
    for title in FIRST:
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        here = page.url
        if title == GAP:
            page.get_by_role("radio", name=re.compile(f"^{better}")).check()
            page.get_by_role("button", name="Save and go on").click()
        else:
            page.get_by_role("button", name="It still holds").click()
        page.wait_for_url(lambda url, here=here: url != here)
    page.get_by_role("link", name="All indicators").click()
    expect(page.get_by_text("carried over, not confirmed")).to_have_count(0)
    return overview
