"""A country on a phone: the map, its page, its peers; what a stranger does not see; a letter."""

from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, weighed
from tests.journeys.steps import mail_to

DRAWN = """() => [...document.querySelectorAll('.world use')]
    .filter(use => use.getBoundingClientRect().width > 0).length"""
FILL = """iso3 => getComputedStyle(
    document.querySelector(`.world use[href$="#${iso3}"]`)).fill"""


def test_a_country_is_found_compared_and_written_to(visit, product):
    stranger = visit("Stranger", viewport=PHONE)
    page = stranger.go("/countries/?series=oral-morphine")
    # Each has its place, from a file that came once; Kenya said yes, Uganda's neighbour did not.
    page.wait_for_function(f"({DRAWN})() >= 190")
    assert page.evaluate(FILL, "KEN") != page.evaluate(FILL, "NGA")
    expect(page.get_by_role("img", name="Oral morphine")).to_be_visible()
    expect(page.get_by_text("are on no map")).to_be_visible()
    stranger.screenshot("countries-phone")

    page.get_by_role("link", name="Kenya").click()
    expect(page.get_by_role("heading", name="Kenya", level=1)).to_be_visible()
    expect(page.locator("#country-figures tbody tr").first).to_contain_text("Yes (2017)")
    page.get_by_role("link", name="Compare with others").click()
    page.get_by_label("Compare with").select_option("region")
    with weighed(stranger) as weight:
        page.get_by_role("button", name="Compare").click()
        page.wait_for_load_state("networkidle")
    assert sum(weight.values()) <= 10_000, weight
    expect(page.locator(".stacks svg").first).to_be_visible()
    expect(page.get_by_role("row", name="Uganda")).to_be_visible()
    assert stranger.barriers() == []

    # Its sessions are counted from a record that is published, and so are two of its assessments
    # and its plan; its cases are the programme's own.
    page = stranger.go("/countries/XAA/")
    assert page.locator("main section").evaluate_all("all => all.map(each => each.id)") == [
        "country-standing",
        "country-plans",
        "country-resources",
        "country-sessions",
        "country-figures",
    ]

    participant = visit("participant", viewport=PHONE)
    participant.sign_in("participant@example.org")
    page = participant.go("/countries/XAA/")
    expect(page.locator("#country-cases")).to_contain_text("A plan without a budget")
    expect(page.locator("#country-cases")).not_to_contain_text("Keeping trained people")
    page = participant.go("/countries/XCC/")
    page.get_by_role("link", name="Write to").click()
    page.get_by_label("Your message").fill("How long did the training take?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("is on its way")).to_be_visible()

    # Its subject is in the language of whoever gets it.
    mail_to(product, "participant-c@example.org", about="Example Participant of Example B")
    page = participant.go("/demonstration/mail/")
    page.get_by_role("link", name="Example Participant of Example B").first.click()
    letter = page.locator("main")
    expect(letter).to_contain_text("How long did the training take?")
    expect(letter).not_to_contain_text("participant@example.org")
