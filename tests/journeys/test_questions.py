"""Questions, hands and reactions of one hour, and the answers that come after it.

Three browsers: the facilitator; somebody without a mouse; somebody on a phone whose link is cut
while they vote and ask. A question is asked with a name and one without; votes bring one forward;
one is taken up, one is parked and answered in writing when the session is over, one is set aside.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, mail_to, until

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
COST = "How do you cost a year of oral morphine?"
LAW = "Who may prescribe it in your districts?"
RUDE = "Why is this so boring?"
ANSWER = "Begin with the number of deaths from cancer; the costing sheet is in the library."


@pytest.fixture
def crowd(an_empty_product):
    made = made_in(an_empty_product.environment, people=2)
    an_empty_product.manage(
        "shell",
        "-v0",
        "-c",
        "from talanoa.programmes.models import Programme;"
        "Programme.objects.update(allows_anonymous_questions=True)",
    )
    return made


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """Facilitator, somebody at a keyboard, somebody on a phone: in the room."""
    visits, visitors = [], []
    for name, someone, options in (
        ("facilitator", crowd.host, {}),
        ("keyboard", crowd.people[0], {}),
        ("phone", crowd.people[1], {"viewport": PHONE}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        cookie = {"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}
        visitor.context.add_cookies([cookie])
        enter_room(visitor, crowd.session)
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_questions_are_asked_voted_for_taken_up_and_answered(an_empty_product, crowd, people):
    facilitator, keyboard, phone = people
    for visitor in people:
        open_panel(visitor, "questions")

    ask_by_keyboard(keyboard, COST)
    expect(waiting(phone)).to_have_text([re.compile(re.escape(COST))])
    ask(phone, LAW, anonymously=True)
    expect(question(phone, LAW)).to_be_visible()
    ask_while_cut_off(phone, RUDE)
    expect(waiting(facilitator)).to_have_count(3)
    expect(question(facilitator, LAW)).to_contain_text("Asked without a name")
    vote_while_cut_off(phone, LAW)
    for visitor in people:
        expect(waiting(visitor).first).to_contain_text(LAW)
        expect(question(visitor, LAW).locator(".votes")).to_have_text("1")
        assert visitor.barriers() == []

    act(facilitator, RUDE, "Set it aside")
    expect(waiting(keyboard)).to_have_count(2)
    expect(facilitator.page.locator("#questions-aside")).to_contain_text(RUDE)
    question(facilitator, LAW).get_by_role("button", name="Take it up").press("Enter")
    expect(question(facilitator, LAW)).to_be_focused()
    for visitor in people:
        expect(visitor.page.locator("#question-call")).to_contain_text(LAW)
    act(facilitator, LAW, "Answered")
    expect(keyboard.page.locator("#questions-answered")).to_contain_text(LAW)
    act(facilitator, COST, "Park it")
    expect(phone.page.locator("#questions-parked")).to_contain_text(COST)
    for visitor in people:
        kept = visitor.page.locator("#questions").inner_text()
        visitor.page.reload()
        open_panel(visitor, "questions")
        expect(visitor.page.locator("#questions")).to_have_text(kept, use_inner_text=True)

    end_and_answer(an_empty_product, crowd, facilitator, keyboard)
    stored = an_empty_product.manage(
        "shell",
        "-v0",
        "-c",
        "import json; from talanoa.live.models import Entry, Question;"
        "print(json.dumps([[q.text, q.asker_id, q.asking.person_id, q.asking.client_id != '']"
        " for q in Question.objects.order_by('pk')]))",
    )
    ana = crowd.people[0].person
    assert json.loads(stored) == [
        [COST, ana, ana, True],
        [LAW, None, None, False],
        [RUDE, None, None, False],
    ]


def test_hands_and_reactions(an_empty_product, crowd, people):
    facilitator, keyboard, phone = people
    open_panel(facilitator, "people")

    keyboard.page.keyboard.press("h")
    expect(facilitator.page.locator("#hands .queue li")).to_have_count(1)
    raise_with_a_note(phone, "About transport in the north")
    rows = facilitator.page.locator("#hands .queue li")
    expect(rows.nth(1)).to_contain_text("About transport in the north")
    expect(rows.nth(1)).to_contain_text("to be read out")
    rows.nth(0).get_by_role("button", name="Give the floor").click()
    expect(rows).to_have_count(1)
    keyboard.page.keyboard.press("h")
    expect(rows).to_have_count(2)
    facilitator.page.get_by_role("button", name="Let those not yet heard go first").click()
    expect(rows.nth(0)).to_contain_text("has not yet spoken")
    rows.nth(0).get_by_role("button", name="It has been read out").click()
    expect(rows).to_have_count(1)

    before = entries(an_empty_product)
    phone.page.locator(".react summary").click()
    phone.page.get_by_role("button", name="Applause").click()
    seen = facilitator.page.locator("#reactions li")
    expect(seen).to_have_text(re.compile(r"Applause\s*1"))
    assert facilitator.barriers() == []
    expect(seen).to_have_count(0, timeout=15_000)
    assert entries(an_empty_product) == before


def open_panel(visitor, name) -> None:
    visitor.page.locator(f"#panel-{name}-tab").click()


def waiting(visitor):
    return visitor.page.locator("#questions-waiting > li")


def question(visitor, text):
    return visitor.page.locator("#questions li.question", has_text=text)


def ask(visitor, text, *, anonymously=False) -> None:
    form = visitor.page.locator("#ask")
    visitor.page.locator("#ask-box summary").click()
    form.get_by_label("Your question").fill(text)
    if anonymously:
        form.get_by_label("Ask without my name").check()
    form.get_by_role("button", name="Ask").click()
    expect(form).to_be_hidden()
    expect(form.get_by_label("Your question")).to_have_value("")
    expect(form.get_by_label("Ask without my name")).not_to_be_checked()


def ask_while_cut_off(visitor, text) -> None:
    """Without a name, too: it is kept on the device, shown as such, and sent once."""
    visitor.cut_off()
    visitor.page.locator("#link[data-link=offline]").wait_for(state="attached")
    ask(visitor, text, anonymously=True)
    kept = visitor.page.locator("#questions-kept li", has_text=text)
    expect(kept.get_by_text("Kept on this device, not sent yet")).to_be_visible()
    visitor.come_back()
    expect(question(visitor, text)).to_be_visible(timeout=10_000)
    expect(kept).to_have_count(0)


def ask_by_keyboard(visitor, text) -> None:
    page = visitor.page
    page.keyboard.press("q")
    expect(page.locator("#ask").get_by_label("Your question")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#ask").get_by_role("button", name="Ask")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question(visitor, text)).to_contain_text("Person 1")


def vote_while_cut_off(visitor, text) -> None:
    page = visitor.page
    visitor.cut_off()
    page.locator("#link[data-link=offline]").wait_for(state="attached")
    button = question(visitor, text).locator("button.vote")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(question(visitor, text)).to_contain_text("Kept on this device, not sent yet")
    visitor.come_back()
    expect(question(visitor, text)).not_to_contain_text("Kept on this device", timeout=10_000)


def act(facilitator, text, name) -> None:
    found = question(facilitator, text)
    button = found.get_by_role("button", name=name)
    if not button.is_visible():
        found.locator("summary").click()
    button.click()


def raise_with_a_note(visitor, text) -> None:
    open_panel(visitor, "people")
    page = visitor.page
    page.get_by_text("Say what your hand is about").click()
    form = page.locator("#hand-note")
    form.get_by_label("In a few words").fill(text)
    form.get_by_label("I cannot speak; please read it out").check()
    form.get_by_role("button", name="Raise hand").click()
    expect(page.locator("#hands .queue")).to_contain_text(text)


def end_and_answer(product, crowd, facilitator, asker) -> None:
    """End the hour; answer what was parked; its asker gets a mail and finds it in the record."""
    page = facilitator.page
    open_panel(facilitator, "agenda")
    page.locator("summary", has_text="End the session").click()
    page.get_by_role("button", name="End it for everyone").click()
    until(lambda: page.locator("#state[data-status=closed]").count(), "the end")
    facilitator.go(f"/sessions/{crowd.session}/questions/")
    form = page.locator(".question", has_text=COST)
    form.get_by_label("Answer").fill(ANSWER)
    form.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".question", has_text=COST)).to_contain_text(ANSWER)
    assert facilitator.barriers() == []
    mail = mail_to(product, "one1@example.org", about="answer")
    assert ANSWER in mail.get_body(("plain",)).get_content()
    record = asker.go(f"/sessions/{crowd.session}/record/")
    section = record.locator("#record-questions")
    expect(section).to_contain_text(ANSWER)
    expect(section).to_contain_text("Answered aloud")
    expect(section).not_to_contain_text(RUDE)
    assert asker.barriers() == []


def entries(product) -> int:
    counted = product.manage(
        "shell", "-v0", "-c", "from talanoa.live.models import Entry; print(Entry.objects.count())"
    )
    return int(counted)
