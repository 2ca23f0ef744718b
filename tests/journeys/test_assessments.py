"""Two of a team answer the same indicator at two devices: both are shown, nothing is lost.

What each writes is saved by itself and seen by the other while the pages are open; what is
written without a connection waits on the device; and in the end the gaps stand in their order.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def two(browser, a_demonstration):
    """Two members of the example country's team, one at a small phone."""
    with (
        visiting(browser, a_demonstration, "Presenter") as one,
        visiting(browser, a_demonstration, "Leader", viewport=PHONE) as other,
    ):
        one.sign_in("presenter@example.org")
        other.sign_in("leader-a@example.org")
        yield one, other


def test_two_write_the_same_answer_and_nothing_is_lost(two):
    one, other = two
    one.expect_complaint("409")
    other.expect_complaint("409|ERR_INTERNET_DISCONNECTED")
    page = one.go("/my-day/")
    page.get_by_role("link", name=re.compile("Example A, 20")).click()
    overview = page.url
    expect(page.get_by_text("carried over, not confirmed")).to_be_visible()
    page.get_by_role("link", name="Confirm the next answer").click()
    answer = page.url
    other.go(answer)
    assert other.barriers() == []
    assert other.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    # One chooses a level: it is saved by itself, and the other is told while the page is open.
    page.get_by_role("radio", name=re.compile("^4:")).check()
    expect(state(page, "sent")).to_be_visible()
    told = other.page.get_by_text("Somebody else has saved this answer meanwhile")
    expect(told).to_be_visible(timeout=15_000)

    # The other is cut off, and writes: kept on the device, and said so.
    other.cut_off()
    other.page.get_by_label("Explanation").fill("The plan was renewed in March.")
    expect(state(other.page, "unsent")).to_be_visible(timeout=15_000)

    # Connected again, it is sent by itself; both stand side by side.
    other.come_back()
    expect(other.page.get_by_text("Two people wrote at the same time")).to_be_visible(
        timeout=20_000
    )
    theirs = other.page.locator(".theirs")
    expect(theirs).to_contain_text("As saved by Example Presenter of Example A")
    expect(theirs).to_contain_text("4: ")
    expect(other.page.get_by_label("Explanation")).to_have_value("The plan was renewed in March.")
    assert other.barriers() == []

    # They join the two: the level of the one, the words of the other.
    other.page.get_by_role("radio", name=re.compile("^4:")).check()
    other.page.get_by_role("button", name="Save", exact=True).click()
    other.page.wait_for_url(re.compile(re.escape(overview)))
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^4:"))).to_be_checked()
    expect(page.get_by_label("Explanation")).to_have_value("The plan was renewed in March.")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".timeline > li")).to_have_count(2)

    page.goto(overview)
    page.get_by_role("link", name="Gaps and change").click()
    expect(page.locator(".gaps > li")).to_have_count(3)
    points = [int(words) for words in page.locator(".gaps .meter-words").all_inner_texts()]
    assert points == sorted(points, reverse=True)
    assert one.barriers() == []


def state(page, name):
    """The line that says where what was typed is."""
    return page.locator(f"form[data-autosave] [data-state={name}]")
