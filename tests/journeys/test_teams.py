"""A country's team applies on a phone, is selected with a reason, signs, and has its space."""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import mail_to, mailed_link, mails_to, sign_up

PHONE = {"width": 360, "height": 740}
ROUND = "Country teams for the coming year (demonstration)"
LEAD, MEMBER = "lea@example.net", "mia@example.net"


def test_a_team_applies_is_selected_signs_and_comes_to_its_space(browser, a_demonstration):
    product = a_demonstration
    with visiting(browser, product, "lead", viewport=PHONE) as lead:
        apply(lead)
        assert mails_to(product, "coordinator@example.org", about="A team applies")
        named = mailed_link(product, MEMBER, "/named/")

        # The round closes ten months after it opened; the clock of every process goes on.
        product.move_clock(310 * 24 * 3600)
        with visiting(browser, product, "coordinator") as coordinator:
            select(coordinator)
        letter = mail_to(product, LEAD, about="Your team is selected")
        assert "Your ministry is at the table." in letter.get_body(("plain",)).get_content()

        sign(lead)
        assert mailed_link(product, MEMBER, "/invitations/")
        with visiting(browser, product, "member") as member:
            member.expect_complaint("404")
            member.go(named)
            expect(member.page.get_by_role("main")).to_contain_text("Lea Lead names you")


def apply(lead) -> None:
    """From the programme's page, through signing up, to an application that came in."""
    page = lead.go("/programmes/palliative-care-echo/")
    page.get_by_role("link", name="Read more and apply").click()
    page.get_by_role("link", name="Apply as a team").click()
    sign_up(lead, LEAD, "Lea Lead")
    expect(page.get_by_role("heading", name="Apply as a team", level=1)).to_be_visible()
    page.get_by_label("Name of the team").fill("Country team of Example D")
    page.get_by_label("Your office").fill("Ministry of health")
    page.get_by_label("Country", exact=True).select_option(label="Example D")
    member = page.get_by_role("group", name="Member 1")
    member.get_by_label("Name").fill("Mia Member")
    member.get_by_label("E-mail address").fill(MEMBER)
    page.get_by_role("button", name="Submit the application").click()

    # What is missing is said at its place, and nothing is lost.
    expect(page.locator(".error-summary")).to_contain_text("Write the letter here")
    expect(page.get_by_label("Name of the team")).to_have_value("Country team of Example D")
    assert lead.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Letter", exact=False).first.fill("We ask to take part.")
    question = page.get_by_label("What would you like to be different in two years?")
    question.fill("Morphine in every district.")
    expect(page.locator("[data-words-of]").first).to_contain_text("4")
    page.get_by_label("Who must agree to it, and have you spoken with them?").fill("The board.")
    page.get_by_role("button", name="Submit the application").click()
    expect(page.locator("main")).to_contain_text("You can change it until the round closes:")


def select(coordinator) -> None:
    """A coordinator decides with a reason, and tells."""
    coordinator.sign_in("coordinator@example.org")
    page = coordinator.go("/programmes/palliative-care-echo/rounds/")
    page.get_by_role("link", name=ROUND).click()
    page.get_by_role("link", name="Applications and decisions").click()
    page.get_by_role("link", name="Country team of Example D").click()
    page.get_by_label("Selected", exact=True).check()
    page.get_by_label("Reason").fill("Your ministry is at the table.")
    page.get_by_role("button", name="Keep this decision").click()
    page.get_by_role("button", name="Send 1 decision").click()
    expect(page.get_by_text("1 team is told by mail.")).to_be_visible()


def sign(lead) -> None:
    """From the mail, by the reason, to the team's space and the statement."""
    page = lead.go(mailed_link(lead.product, LEAD, "/applications/"))
    if "/sign-in/" in page.url:
        lead.sign_in(LEAD)
        page = lead.go(mailed_link(lead.product, LEAD, "/applications/"))
    expect(page.locator("main")).to_contain_text("Your ministry is at the table.")
    page.get_by_role("link", name="Go to your team").click()
    space = page.url
    page.get_by_role("link", name="Read and sign the statement of collaboration.").click()
    page.get_by_role("button", name="I have read it and sign").click()
    expect(page.locator("main")).to_contain_text(re.compile("Signed.*Lea Lead", re.DOTALL))
    lead.go(space)
    expect(page.locator("main")).to_contain_text("Bring the team’s first case.")
    assert lead.barriers() == []
    lead.screenshot("team-space")
