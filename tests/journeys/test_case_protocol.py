"""A case in the order of an ECHO hour: nobody advises before the room has understood.

The facilitator walks the steps, the scribe writes what their turn allows, something too early
is refused with nothing typed lost, something else is taken out of turn, and the recommendation
ends in the ledger.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, move_case

PHONE = {"width": 360, "height": 740}
TOO_EARLY = (
    "The case is at the step “Recommendations of participants”. "
    "This belongs to the step “Recommendations of experts”, which comes next."
)


@pytest.fixture
def room(browser, a_demonstration):
    """The practice session, open, with its people; the participant is at a small phone."""
    session = int(
        a_demonstration.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.schedule.models import LiveSession as S\n"
            "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
        )
    )
    visits, people = [], {"session": session}
    for name in ("facilitator", "scribe", "participant", "expert"):
        options = {"viewport": PHONE} if name == "participant" else {}
        visit = visiting(browser, a_demonstration, name, **options)
        people[name] = visit.__enter__()
        visits.append(visit)
        people[name].sign_in(f"{name}@example.org")
        enter_room(people[name], session)
    people["facilitator"].page.get_by_role("button", name="Open the session").click()
    expect(people["participant"].page.get_by_text("Live now").first).to_be_visible()
    yield people
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_a_case_goes_through_its_steps(room):
    facilitator, scribe, participant = (
        room[name] for name in ("facilitator", "scribe", "participant")
    )
    for visitor in (scribe, participant):
        visitor.page.get_by_role("tab", name=re.compile("Case")).click()
    stands_at(participant, None, "The case has not been taken up yet.")
    take_up_the_case(facilitator)
    stands_at(participant, "Presentation", "Listen to the team.")
    expect(scribe.page.locator(".scribe form:visible")).to_have_count(0)

    move_case(facilitator, "The facilitator restates")
    move_case(facilitator, "Clarifying questions")
    stands_at(participant, "Clarifying questions", "Clarifying questions only.")
    expect(participant.page.locator("[data-announcements]")).to_contain_text(
        "Now: Clarifying questions."
    )
    expect(participant.page.locator("[data-since]")).to_have_text(re.compile(r"0:\d\d in this"))
    assert participant.barriers() == []
    assert width(participant) <= PHONE["width"]
    expect(scribe.page.locator("#act-case-recommend")).to_be_hidden()
    write(scribe, "ask", "Question", "Who signs?", by="Asked by", who="Example Participant")
    expect(participant.page.locator(".noted", has_text="Who signs?")).to_have_count(1)

    move_case(facilitator, "Recommendations of participants")
    expect(scribe.page.locator("#act-case-ask")).to_be_hidden()
    write(scribe, "recommend", "Recommendation", "Train nurses.", by="Given by", who="Example Exp")
    form = scribe.page.locator("#act-case-recommend")
    expect(form.get_by_role("alert")).to_have_text(TOO_EARLY)
    expect(form.get_by_label("Recommendation")).to_have_value("Train nurses.")
    expect(form.get_by_label("Given by")).to_have_value(re.compile(r"\d+"))
    expect(scribe.page.locator("#case-waiting li")).to_have_count(0)
    expect(participant.page.locator(".noted", has_text="Train nurses.")).to_have_count(0)

    box = facilitator.page.locator("#act-case-ask").get_by_label("Take it out of turn")
    expect(facilitator.page.locator("#act-case-ask .fields")).to_be_hidden()
    box.check()
    write(facilitator, "ask", "Question", "Who pays?", by="Asked by", who="Nobody named")
    expect(participant.page.locator(".noted", has_text="Who pays?")).to_contain_text(
        "Out of turn, allowed by Example Facilitator"
    )
    expect(box).not_to_be_checked()

    move_case(facilitator, "Recommendations of experts")
    expect(form.get_by_role("alert")).to_be_hidden()
    form.get_by_role("button").click()
    expect(participant.page.locator(".noted", has_text="Train nurses.")).to_contain_text("Expert")
    expect(form.get_by_role("alert")).to_be_hidden()
    facilitator.page.wait_for_timeout(800)
    facilitator.page.get_by_role("button", name="Finish the case").click()
    stands_at(participant, None, "All steps are done.")
    assert facilitator.barriers() == []

    end(facilitator)
    page = participant.go(f"/sessions/{room['session']}/record/")
    held = page.locator("table", has_text="How the case was held")
    expect(held.locator("tbody th")).to_have_text(
        [
            "Presentation",
            "The facilitator restates",
            "Clarifying questions",
            "Recommendations of participants",
            "Recommendations of experts",
        ]
    )
    expect(page.locator(".noted", has_text="Who pays?")).to_contain_text(
        "Out of turn, allowed by Example Facilitator"
    )
    page = participant.go("/programmes/palliative-care-echo/recommendations/")
    expect(page.get_by_text("Train nurses.")).to_be_visible()


def test_the_steps_work_without_a_script(browser, a_demonstration, room):
    take_up_the_case(room["facilitator"])
    with visiting(browser, a_demonstration, "Plain", java_script_enabled=False) as plain:
        plain.expect_complaint("422")
        plain.sign_in("facilitator@example.org")
        page = plain.go(f"/sessions/{room['session']}/room/")
        page.get_by_role("button", name="Next: The facilitator restates").click()
        stands_at(plain, "The facilitator restates", "Clarifying questions come next.")
        form = page.locator("#act-case-recommend")
        form.get_by_label("Take it out of turn").check()
        form.get_by_label("Recommendation").fill("Train nurses.")
        form.get_by_label("Take it out of turn").uncheck()
        form.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("which comes after")
        expect(page.get_by_role("textbox", name="Recommendation")).to_have_value("Train nurses.")


# --- In the room


def stands_at(visitor, step, words) -> None:
    steps = visitor.page.locator("#case-steps")
    expect(steps).to_contain_text(words)
    current = steps.locator("[aria-current=step]")
    expect(current).to_have_count(1 if step else 0)
    if step:
        expect(current).to_contain_text(step)


def take_up_the_case(facilitator) -> None:
    page = facilitator.page
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name=re.compile("^Begin.*Case of")).click()


def write(visitor, act, label, text, *, by, who) -> None:
    page = visitor.page
    page.get_by_role("tab", name=re.compile("Case")).click()
    form = page.locator(f"#act-case-{act}")
    form.get_by_label(label).fill(text)
    choice = form.get_by_label(by)
    choice.select_option(value=choice.locator("option", has_text=who).first.get_attribute("value"))
    form.get_by_role("button").click()


def end(facilitator) -> None:
    page = facilitator.page
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.locator("summary", has_text="End the session").click()
    page.get_by_role("button", name="End it for everyone").click()
    expect(page.locator("#state")).to_contain_text("Ended")


def width(visitor) -> int:
    """How wide the page is, with whatever would have to be scrolled to."""
    return visitor.page.evaluate("document.documentElement.scrollWidth")
