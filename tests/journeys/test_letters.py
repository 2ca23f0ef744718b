"""From the scribe's notes to what came of them: written, signed in time, acknowledged, asked after.

The letter of last month's case is put in order by the scribe and signed by the expert; the
presenter says on a phone that it has come, answers after twelve weeks from the mail without a
password, and the ledger shows it.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import mail_to

PHONE = {"width": 360, "height": 740}
TWELVE_WEEKS = timedelta(weeks=12, days=1)


@pytest.fixture
def case(a_demonstration):
    """The case of last month's session, whose letter waits for a signature."""
    return int(
        a_demonstration.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.cases.models import Letter\n"
            "print(Letter.objects.get(signed_at=None, ready_at__isnull=False).case_id)",
        )
    )


def test_a_letter_is_signed_acknowledged_and_asked_after(browser, a_demonstration, case):
    product = a_demonstration
    with visiting(browser, product, "Scribe") as scribe:
        scribe.sign_in("scribe@example.org")
        page = scribe.go(f"/cases/{case}/letter/write/")
        rows = page.locator(".letter-row")
        expect(rows).to_have_count(3)
        rows.nth(0).get_by_label("Text").fill("Count hospital days in two districts first.")
        rows.nth(1).get_by_label("Leave it out of the letter").check()
        assert scribe.barriers() == []
        scribe.screenshot("letter-write")
        page.get_by_role("button", name="Save the letter").click()
        expect(page.locator(".letter-items > li")).to_have_count(2)

    with visiting(browser, product, "Expert") as expert:
        expert.sign_in("expert@example.org")
        page = expert.go("/my-day/")
        page.get_by_role("link", name=re.compile("Sign the letter on")).click()
        expect(page.locator("main")).to_contain_text("Montevideo")
        assert expert.barriers() == []
        expert.screenshot("letter-to-sign")
        page.get_by_role("button", name="Sign and send").click()
        expect(page.locator(".letter-signed")).to_contain_text("Example Expert")

    link = part_about("A plan", to="/letters/", of=mail_about("Recommendations: A plan", product))
    with visiting(browser, product, "Presenter", viewport=PHONE) as presenter:
        page = presenter.go(link)
        expect(page.locator(".letter-items > li").first).to_contain_text("Count hospital days")
        assert presenter.barriers() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        presenter.screenshot("letter-phone")
        page.get_by_role("button", name="It has come, thank you").click()
        expect(page.get_by_text("You have it")).to_be_visible()

    product.move_clock(TWELVE_WEEKS.total_seconds())
    # The other letter of the demonstration is due for its twelve weeks too: one mail asks of both.
    asked = part_about("A plan", to="/follow-up/", of=mail_about("came of it: 2 cases", product))
    with visiting(browser, product, "Answer", viewport=PHONE) as presenter:
        presenter.expect_complaint("ERR_INTERNET_DISCONNECTED")
        page = presenter.go(asked)
        row = page.locator(".letter-row").filter(has_text="Put the costed basic package")
        row.get_by_label("Adopted", exact=True).check()
        assert presenter.barriers() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        presenter.screenshot("follow-up-phone")
        presenter.cut_off()
        page.get_by_role("button", name="Send the answers").click()
        expect(page.get_by_text("It is sent by itself")).to_be_visible()
        presenter.come_back()
        expect(page.get_by_text("Thank you. Your answers stand")).to_be_visible()

    with visiting(browser, product, "Coordinator") as coordinator:
        coordinator.sign_in("coordinator@example.org")
        page = coordinator.go("/programmes/palliative-care-echo/recommendations/?state=adopted")
        line = page.get_by_role("row").filter(has_text="Put the costed basic package")
        expect(line).to_contain_text("Adopted")
        line.get_by_role("link").first.click()
        expect(page.locator(".timeline")).to_contain_text("Follow-up at 12 weeks")
        assert coordinator.barriers() == []


def mail_about(subject: str, product) -> str:
    return (
        mail_to(product, "presenter@example.org", about=subject).get_body(("plain",)).get_content()
    )


def part_about(title: str, *, to: str, of: str) -> str:
    """The link that stands under the words on this case."""
    return re.search(rf"https?://\S+{to}\S+", of[of.index(title) :]).group()
