"""How a country's team comes in: a round is opened, answered, decided, told, signed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.steps import mail_to, mailed_link, sign_up

PROGRAMME = "WHO Palliative Care ECHO"
ROUND = "Teams that begin with one gap"
QUESTION = "Which one gap would you close first?"
TEAM = "Country team of Example D"
COUNTRY = "Example D"
LEAD, MEMBER = "lea@example.net", "mia@example.net"
GENEVA = ZoneInfo("Europe/Zurich")


def open_round(coordinator: Visitor) -> None:
    """From the desk: a round with a question of the hub, open for two weeks."""
    page = at(coordinator, "Desk")
    page.get_by_role("link", name=PROGRAMME, exact=True).click()
    page.get_by_role("link", name="Rounds of applications").click()
    page.get_by_role("link", name="Prepare a round").click()
    page.get_by_label("Title").fill(ROUND)
    page.get_by_label("Invitation").fill("One country, one gap, one year.")
    now = datetime.now(GENEVA)
    for label, moment in (
        ("Teams can apply from", now - timedelta(hours=1)),
        ("Applications close", now + timedelta(days=14)),
    ):
        page.get_by_label(label).fill(moment.strftime("%Y-%m-%dT%H:%M"))
    asked = page.get_by_role("group", name="Question 1", exact=True)
    asked.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish the round").click()
    expect(page.get_by_text("Open", exact=True).first).to_be_visible()


def apply(lead: Visitor) -> str:
    """From the programme's page, without an account, to an application that came in.

    Answers with its address.
    """
    page = lead.go("/")
    page.get_by_role("link", name="Programmes", exact=True).click()
    page.get_by_role("link", name=PROGRAMME).first.click()
    page.get_by_role("region", name=ROUND).get_by_role("link", name="Read more and apply").click()
    page.get_by_role("link", name="Apply as a team").click()
    sign_up(lead, LEAD, "Lea Lead")
    page.get_by_label("Name of the team").fill(TEAM)
    page.get_by_label("Your office").fill("Ministry of health")
    page.get_by_label("Country", exact=True).select_option(label=COUNTRY)
    one = page.get_by_role("group", name="Member 1")
    one.get_by_label("Name").fill("Mia Member")
    one.get_by_label("E-mail address").fill(MEMBER)
    page.get_by_label("Letter", exact=False).first.fill("We ask to take part, all three of us.")
    page.get_by_label(QUESTION).fill("Morphine outside the capital.")
    page.get_by_role("button", name="Submit the application").click()
    expect(page.locator("main")).to_contain_text("You can change it until the round closes:")
    assert lead.barriers() == []
    return page.url


def select(coordinator: Visitor, *, reason: str) -> None:
    """After the round has closed: from the mail about the application to one for its lead."""
    page = coordinator.go(
        mailed_link(coordinator.product, "coordinator@example.org", "/applications/")
    )
    expect(page.get_by_role("heading", name=TEAM, level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Morphine outside the capital.")
    page.get_by_label("Selected", exact=True).check()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Keep this decision").click()
    page.get_by_role("button", name="Send 1 decision").click()
    expect(page.get_by_text("1 team is told by mail.")).to_be_visible()


def sign(lead: Visitor, *, reason: str) -> None:
    """From the mail with the reason to the statement, signed, and the team's next step."""
    letter = mail_to(lead.product, LEAD, about="Your team is selected")
    assert reason in letter.get_body(("plain",)).get_content()
    page = lead.go(mailed_link(lead.product, LEAD, "/applications/"))
    expect(page.locator("main")).to_contain_text(reason)
    page.get_by_role("link", name="Go to your team").click()
    page.get_by_role("link", name="Read and sign the statement of collaboration.").click()
    page.get_by_role("button", name="I have read it and sign").click()
    expect(page.locator("main")).to_contain_text(re.compile("Signed.*Lea Lead", re.DOTALL))


def enrol(visitor: Visitor) -> None:
    """From the team's page, which says that it is the next step."""
    page = at(visitor, "My day")
    page.get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name="Enrol: the room then lets you in").click()
    page.get_by_label("Your country").select_option(label=COUNTRY)
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_text("You are enrolled.").first).to_be_visible()


def join(member: Visitor) -> None:
    """Who was named in the application accepts by mail."""
    page = member.go(mailed_link(member.product, MEMBER, "/invitations/"))
    page.get_by_role("link", name="Sign in to accept").click()
    sign_up(member, MEMBER, "Mia Member")
    page.get_by_role("button", name="Accept").click()
    expect(at(member, "My day").get_by_role("link", name=TEAM)).to_be_visible()


def at(visitor: Visitor, place: str) -> Page:
    """One of the places every page leads to: My day, Desk, Programmes."""
    page = visitor.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name=place, exact=True).click()
    return page
