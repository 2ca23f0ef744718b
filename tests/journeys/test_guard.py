"""A draft holds a person's name and a telephone number; nobody else reads it before both are
decided about: the name goes, the number stays with a reason, and the reviewer sees why.
"""

import re

from playwright.sync_api import expect

from tests.journeys.browsing import visiting

PHONE = {"width": 360, "height": 740}


def test_a_name_and_a_number_are_caught_before_others_read_them(browser, a_demonstration):
    draft = int(
        a_demonstration.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.cases.models import Case\n"
            "print(Case.objects.get(client_id='demonstration-guard').pk)",
        )
    )
    with visiting(browser, a_demonstration, "presenter", viewport=PHONE) as presenter:
        page = presenter.page
        presenter.sign_in("presenter@example.org")
        presenter.go(f"/cases/{draft}/")
        expect(page.get_by_text("2 passages may identify somebody.")).to_be_visible()

        page.get_by_role("button", name="Submit for review").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Before others read it")
        name = page.get_by_role("group", name=re.compile("A person’s name · Where things stand"))
        number = page.get_by_role("group", name=re.compile("A telephone number"))
        expect(name.locator("mark")).to_have_text("Amara Example-Tuala")
        expect(number.locator("mark")).to_have_text("+44 7700 900142")
        assert presenter.barriers() == []
        presenter.screenshot("guard")
        name.get_by_label("Remove it").check()
        number.get_by_label("It stays, because:").check()
        number.get_by_label("Why it stays").fill("It is the pharmacy's own, on its door.")
        page.get_by_role("button", name="Do so and submit").click()

        expect(page.get_by_text("Waiting for review")).to_be_visible()
        expect(page.get_by_text("Our patient [name removed] waited")).to_be_visible()
    with visiting(browser, a_demonstration, "coordinator") as coordinator:
        page = coordinator.page
        coordinator.sign_in("coordinator@example.org")
        coordinator.go(f"/cases/{draft}/")
        expect(page.get_by_text("Guard: 1 kept by the author, with a reason.")).to_be_visible()
        page.get_by_text("Show each with its place").click()
        expect(page.locator(".guarded mark")).to_have_text("+44 7700 900142")
        expect(page.get_by_text("It is the pharmacy's own, on its door.")).to_be_visible()
        assert coordinator.barriers() == []
        coordinator.screenshot("guard-reviewed")


def test_a_question_that_cannot_wait_is_held_back_until_it_is_decided(browser, a_demonstration):
    with visiting(browser, a_demonstration, "presenter", viewport=PHONE) as presenter:
        page = presenter.page
        presenter.expect_complaint("422")
        presenter.sign_in("presenter@example.org")
        presenter.go("/programmes/palliative-care-echo/questions/new/")
        text = "Our patient Amara Example-Tuala cannot swallow. May the tablets be crushed?"
        page.get_by_label("Your question").fill(text)

        page.get_by_role("button", name="Send the question").click()

        expect(page.get_by_text("Not sent yet: somebody may be recognised")).to_be_visible()
        expect(page.get_by_label("Your question")).to_have_value(text)
        name = page.get_by_role("group", name=re.compile("A person’s name · Your question"))
        expect(name.locator("mark")).to_have_text("Amara Example-Tuala")
        assert presenter.barriers() == []
        presenter.screenshot("guard-urgent")
        name.get_by_label("Remove it").check()
        page.get_by_role("button", name="Send the question").click()

        expect(page.get_by_text("Our patient [name removed] cannot swallow.")).to_be_visible()
