"""Somebody looks for what others were advised: words in two languages, a choice, a case to cite."""

import json
from pathlib import Path

from playwright.sync_api import expect


def test_a_case_is_found_opened_cited_and_taken_along(visit):
    visitor = visit("Participant", java_script_enabled=False)
    visitor.sign_in("participant@example.org")
    page = visitor.go("/my-day/")
    page.get_by_role("link", name="Search the library of cases").click()
    hits = page.locator(".hits > li")
    expect(hits).to_have_count(4)

    page.get_by_role("searchbox").fill("infirmieres ministere")
    page.get_by_role("button", name="Find").click()
    expect(hits.get_by_role("link")).to_have_text(
        ["Former sans que les personnes formées ne partent"]
    )

    page.get_by_role("searchbox").fill("مورفين")
    page.get_by_role("button", name="Find").click()
    expect(hits).to_have_count(1)
    narrow = page.get_by_text("Narrow by country, area, outcome and more")
    narrow.click()
    page.get_by_label("Outcome").select_option("done")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(hits).to_have_count(1)
    assert "outcome=done" in page.url

    narrow.click()
    page.get_by_label("Outcome").select_option("")
    page.get_by_label("Language").select_option("ar")
    page.get_by_role("searchbox").fill("budget")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("No case answers this")).to_be_visible()
    page.get_by_role("link", name="Without Language").click()
    expect(hits.first.get_by_role("link")).to_have_text("A plan without a budget")

    hits.first.get_by_role("link").click()
    cited = page.locator(".cite blockquote").inner_text()
    assert "A plan without a budget [invented example]." in cited
    address = cited.split()[-1]
    with page.expect_download() as taken:
        page.get_by_role("link", name="as JSON").click()
    told = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))
    assert (told["address"], told["is_example"]) == (address, True)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("A plan without a budget")
