"""How a case on a gap is held in its order, and answered by a letter in time."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.advising import SESSION, TITLE
from tests.journeys.browsing import Visitor
from tests.journeys.joining import LEAD, at
from tests.journeys.steps import mailed_link, move_case

FROM_A_PARTICIPANT = "Train one nurse in each district."
FROM_AN_EXPERT = "Ask the regulator for a pilot of a year."
ADVICE = [FROM_A_PARTICIPANT, FROM_AN_EXPERT]
TOO_EARLY = (
    "The case is at the step “Recommendations of participants”. "
    "This belongs to the step “Recommendations of experts”, which comes next."
)


def enter(visitor: Visitor) -> None:
    page = at(visitor, "My day")
    page.get_by_role("link", name=SESSION).first.click()
    page.get_by_role("link", name="Enter the room").click()
    page.locator("#link[data-link=connected]").wait_for(state="attached")


def hold(
    facilitator: Visitor, scribe: Visitor, lead: Visitor, expert: Visitor, participant: Visitor
) -> None:
    """Presented, asked about, advised by participants, then by experts, never before."""
    for visitor in (facilitator, scribe, lead, expert, participant):
        enter(visitor)
    host = facilitator.page
    host.get_by_role("button", name="Open the session").click()
    host.get_by_role("tab", name=re.compile("Agenda")).click()
    host.get_by_role("button", name=re.compile("^Begin.*The case")).click()
    for visitor in (scribe, lead, expert):
        visitor.page.get_by_role("tab", name=re.compile("Case")).click()
    stands_at(lead, "Presentation")
    expect(scribe.page.locator(".scribe form:visible")).to_have_count(0)
    move_case(facilitator, "The facilitator restates")
    move_case(facilitator, "Clarifying questions")
    write(scribe, "ask", "Question", "Who may prescribe today?", by="Asked by", who="Example Exp")
    expect(lead.page.locator(".noted", has_text="Who may prescribe today?")).to_have_count(1)

    move_case(facilitator, "Recommendations of participants")
    stands_at(expert, "Recommendations of participants")
    write(scribe, "recommend", "Recommendation", FROM_A_PARTICIPANT, who="Example Participant of")
    expect(lead.page.locator(".noted", has_text=FROM_A_PARTICIPANT)).to_have_count(1)
    write(scribe, "recommend", "Recommendation", FROM_AN_EXPERT, who="Example Expert")
    form = scribe.page.locator("#act-case-recommend")
    expect(form.get_by_role("alert")).to_have_text(TOO_EARLY)
    expect(form.get_by_label("Recommendation")).to_have_value(FROM_AN_EXPERT)
    expect(lead.page.locator(".noted", has_text=FROM_AN_EXPERT)).to_have_count(0)

    move_case(facilitator, "Recommendations of experts")
    form.get_by_role("button").click()
    expect(lead.page.locator(".noted", has_text=FROM_AN_EXPERT)).to_contain_text("Expert")
    assert lead.barriers() == []
    host.wait_for_timeout(800)
    host.get_by_role("button", name="Finish the case").click()
    host.get_by_role("tab", name=re.compile("Agenda")).click()
    host.locator("summary", has_text="End the session").click()
    host.get_by_role("button", name="End it for everyone").click()
    for visitor in (facilitator, scribe, lead, expert, participant):
        expect(visitor.page.locator("#state")).to_contain_text("Ended")
        visitor.page.get_by_role("link", name="Leave").click()
        visitor.page.get_by_role("navigation", name="Main").wait_for()


def stands_at(visitor: Visitor, step: str) -> None:
    expect(visitor.page.locator("#case-steps [aria-current=step]")).to_contain_text(step)


def write(scribe: Visitor, act: str, label: str, text: str, *, who: str, by="Given by") -> None:
    form = scribe.page.locator(f"#act-case-{act}")
    form.get_by_label(label).fill(text)
    choice = form.get_by_label(by)
    choice.select_option(value=choice.locator("option", has_text=who).first.get_attribute("value"))
    form.get_by_role("button").click()


def send_letter(scribe: Visitor, expert: Visitor, lead: Visitor, case: str) -> str:
    """Put in order by the scribe, signed by an expert in time, come home, acknowledged.

    Answers with the letter's address.
    """
    page = scribe.go(
        mailed_link(scribe.product, "scribe@example.org", f"{urlsplit(case).path}letter/")
    )
    expect(page.locator(".letter-items > li")).to_have_count(2)
    page.get_by_role("link", name="Write the letter").click()
    page.get_by_label("Words before the recommendations").fill("Thank you for your case.")
    page.get_by_role("button", name="Save the letter").click()
    page.get_by_role("button", name="Ask the experts to sign").click()
    expect(page.get_by_text("Waiting for an expert’s signature")).to_be_visible()

    page = at(expert, "My day")
    page.get_by_role("link", name=f"Sign the letter on {TITLE}").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.locator(".letter-signed")).to_contain_text("Example Expert")
    expect(page.locator(".letter-signed")).not_to_contain_text("after its time")

    letter = page.url

    page = lead.go(mailed_link(lead.product, LEAD, "/letters/"))
    for words in ADVICE:
        expect(page.locator(".letter-items")).to_contain_text(words)
    page.get_by_role("button", name="It has come, thank you").click()
    expect(page.get_by_text("You have it")).to_be_visible()
    return letter
