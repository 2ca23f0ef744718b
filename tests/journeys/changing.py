"""What a team makes of the advice: actions, an answer after twelve weeks, and the trace of it."""

import csv
import io
import json
import re
from html import unescape

from playwright.sync_api import expect

from tests.journeys.advising import TITLE
from tests.journeys.assessing import GAP
from tests.journeys.browsing import Visitor
from tests.journeys.holding import ADVICE, FROM_A_PARTICIPANT, FROM_AN_EXPERT
from tests.journeys.joining import LEAD, TEAM, at
from tests.journeys.steps import mail_to

ACTIONS = {
    FROM_A_PARTICIPANT: "Four nurses are trained, one a district.",
    FROM_AN_EXPERT: "A letter asks the regulator for a pilot.",
}
WORDS = {
    "English": ("ltr", ["From gap to change", "Example D", "Better", "Case:", "Action:", "Done"]),
    "Français": (
        "ltr",
        ["De la lacune au changement", "Exemple D", "Mieux", "Cas :", "Action :", "Réalisée"],
    ),
    "العربيّة": ("rtl", ["من الفجوة إلى التغيير", "مثال D", "أفضل", "حالة:", "إجراء:"]),
}
"""How the page runs, and what it says, in each language."""


def plan(lead: Visitor) -> str:
    """Each recommendation becomes an action; the plan is shown to the programme's people."""
    page = at(lead, "My day")
    page.get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name="Turn what the room recommended into actions").click()
    page.get_by_role("button", name="Begin the plan").click()
    for advice, action in ACTIONS.items():
        waiting = page.get_by_role("listitem").filter(has_text=advice)
        waiting.get_by_role("link", name="Make it an action").click()
        page.get_by_label("What will be done").fill(action)
        page.get_by_label("Responsible office").fill("Department of primary care")
        moves = page.get_by_label("Indicator it should move")
        moves.select_option(
            value=moves.locator("option", has_text=GAP).first.get_attribute("value")
        )
        page.get_by_role("button", name="Add to the plan").click()
        expect(page.get_by_role("heading", name=action, level=1)).to_be_visible()
        page.get_by_role("link", name="Action plan").click()
        expect(page.get_by_role("row").filter(has_text=action)).to_be_visible()
    expect(page.get_by_role("link", name="Make it an action")).to_have_count(0)
    page.get_by_role("radio", name=re.compile("^Restricted")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert lead.barriers() == []
    lead.screenshot("plan-of-a-team")
    return page.url


def answer_follow_up(lead: Visitor) -> None:
    """Twelve weeks after the letter, from the mail: a click on what came of it, and one to send."""
    mail = mail_to(lead.product, LEAD, about=f"What came of it: {TITLE}")
    assert "12 weeks after the letter" in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    done = re.findall(r'href="([^"]+answer=done)"', html)
    assert len(done) == len(ADVICE)
    page = lead.go(unescape(done[0]))
    expect(page.get_by_role("radio", name="Done", exact=True)).to_be_checked()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Thank you. Your answers stand")).to_be_visible()
    expect(page.locator(".letter-row")).to_have_count(1)
    expect(page.locator(".letter-row")).to_contain_text(FROM_AN_EXPERT)
    page.get_by_role("radio", name="Adopted", exact=True).check()
    page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_text("Everything is answered")).to_be_visible()


def note_progress(lead: Visitor) -> None:
    """What is done is done in the plan, too."""
    page = at(lead, "My day")
    page.get_by_role("link", name=ACTIONS[FROM_A_PARTICIPANT]).click()
    page.get_by_label("Where it stands").select_option(label="Done")
    page.get_by_label("How it goes").fill("The fourth passed in spring.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".timeline")).to_contain_text("The fourth passed in spring.")


def follow_trace(lead: Visitor, years: tuple[int, int]) -> str:
    """From the case to the whole way, in three languages, as a table and as data."""
    page = at(lead, "My day")
    page.get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="From gap to change").click()
    for language, (direction, words) in WORDS.items():
        page.locator("details.drop summary").click()
        page.get_by_role("button", name=language).click()
        expect(page.locator("html")).to_have_attribute("dir", direction)
        thread = page.locator(".thread")
        expect(thread).to_have_count(1)
        for word in [*words, GAP, TITLE, *ADVICE, *ACTIONS.values(), *map(str, years)]:
            expect(page.locator("main")).to_contain_text(word)
        points = thread.locator("ol > li > strong")
        expect(points).to_have_text([str(year) for year in years])
        assert lead.barriers() == []
        lead.screenshot(f"trace-{direction}-{language}")
    page.locator("details.drop summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    rows = list(csv.DictReader(io.StringIO(taken(lead, "CSV").lstrip("\ufeff"))))
    assert [(row["Recommendation"], row["Action"], row["Change"]) for row in rows] == [
        (advice, action, "Better") for advice, action in ACTIONS.items()
    ]
    [thread] = json.loads(taken(lead, "JSON"))["threads"]
    assert [point["value"] for point in thread["assessments"]] == [1, 3]
    [case] = thread["cases"]
    assert [one["state"] for one in case["recommendations"]] == ["done", "adopted"]
    assert [one["actions"][0]["state"] for one in case["recommendations"]] == ["done", "planned"]
    return page.url


def taken(visitor: Visitor, kind: str) -> str:
    """What the link to a table or to data leads to."""
    link = visitor.page.get_by_role("link", name=kind).get_attribute("href")
    answer = visitor.page.request.get(f"{visitor.product.url}{link}")
    assert answer.status == 200
    return answer.text()
