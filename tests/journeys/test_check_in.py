"""A session in another tool, a code for those in the call, a learning site before one screen.

One person types the code, one opens its picture's address on a phone and has to sign in first.
A site's host sits in the room, names two people and counts four. The coordinator makes
attendance final without a report: everyone stands there as known by the right source, the
record counts them, and the certificates follow.
"""

import csv
import io
import re
import time

import pytest
import segno
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, mailed_link, until
from tests.journeys.test_call import certify, practice_session, set_call
from tests.journeys.test_one_hour import SIGN_OF_LIFE

SITE = "Example hospice"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def company(browser, a_demonstration):
    """The coordinator, the site's host, who types, who is named: signed in; a phone that is not."""
    keys = {"C": "coordinator", "Host": "presenter", "Typist": "participant", "E": "participant-e"}
    visits = [visiting(browser, a_demonstration, name) for name in keys]
    visits.append(visiting(browser, a_demonstration, "Phone", viewport=PHONE))
    company = {}
    for visit, name in zip(visits, [*keys, "Phone"], strict=True):
        company[name] = visit.__enter__()
        if name in keys:
            company[name].sign_in(f"{keys[name]}@example.org")
    yield company
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_a_code_and_a_site_count_as_the_room_does(company, a_demonstration):
    product, coordinator, host = a_demonstration, company["C"], company["Host"]
    session = practice_session(coordinator)
    set_call(coordinator, session)
    open_site(coordinator)
    enter_room(host, session)
    enter_room(coordinator, session)
    coordinator.page.get_by_role("button", name="Open the session").click()
    expect(host.page.locator("#state .tag.live")).to_be_visible()

    code = shown_code(coordinator, session)
    type_code(company["Typist"], code.lower())
    wrong_code(company["Typist"])
    open_picture(company["Phone"], product, code)
    enter_room(coordinator, session)
    name_two_and_count_four(host, session)
    expect(coordinator.page.locator("#screens li", has_text=SITE)).to_contain_text("7 people")
    time.sleep(10)  # so that the moments before the first code are a small part of the hour
    last = shown_code(coordinator, session)
    coordinator.screenshot("check-in-code")
    type_code(company["Typist"], last)
    company["Phone"].go("/in/").locator("main input[name=code]").fill(last)
    company["Phone"].page.locator("main form button").click()
    end(coordinator, session)
    company["Typist"].go("/in/")
    company["Typist"].page.get_by_label("Code").fill(last)
    time.sleep(SIGN_OF_LIFE + 1)
    product.move_clock(6 * 60)
    company["Typist"].page.get_by_role("button", name="I am here").click()
    expect(company["Typist"].page.get_by_text("That session has ended").first).to_be_visible()

    reached = "10 people reached: 6 by name, 4 counted"
    attendance = f"/sessions/{session}/attendance/"
    until(lambda: coordinator.go(attendance).get_by_text(reached).count(), "all who were there")
    page = coordinator.page
    assert coordinator.barriers() == []
    coordinator.screenshot("check-in-attendance")
    page.get_by_role("button", name="Make it final without a report").click()
    page.get_by_text("Attendance is final.").wait_for()

    assert sources(coordinator, session) == {
        "Example Coordinator": "Room",
        "Example Presenter of Example A": "Room",
        "Example Participant of Example B": "Check-in code",
        "Example Participant of Example C": "Check-in code",
        "Example Participant of Example D": "Shared screen",
        "Example Participant of Example E": "Shared screen",
    }
    page = coordinator.go(f"/sessions/{session}/record/")
    expect(page.get_by_text("10 people reached")).to_be_visible()
    for name in ("Typist", "E"):
        certify(company[name], session)


def open_site(coordinator) -> None:
    page = coordinator.go("/programmes/palliative-care-echo/")
    page.get_by_role("link", name="Learning sites").click()
    page.get_by_label("Name").fill(SITE)
    page.get_by_label("Country").select_option(label="Example A")
    page.get_by_label("Host’s e-mail address").fill("presenter@example.org")
    assert coordinator.barriers() == []
    page.get_by_role("button", name="Open the site").click()
    page.get_by_label("E-mail address").fill("participant-d@example.org")
    page.get_by_role("button", name="Put on the list").click()
    expect(page.get_by_role("row", name=re.compile("Participant of Example D"))).to_be_visible()
    assert coordinator.barriers() == []
    coordinator.screenshot("check-in-site")


def shown_code(coordinator, session) -> str:
    """The code on the projector; its picture holds its address."""
    page = coordinator.go(f"/sessions/{session}/code/")
    code = page.locator(".code-large").inner_text().replace(" ", "")
    assert re.fullmatch(r"[2-9A-Y]{6}", code)
    address = f"{coordinator.product.url}/in/{code}/"
    drawn = segno.make(address, error="m", micro=False)
    expected = re.search(r' d="([^"]+)"', drawn.svg_inline(border=3, omitsize=True))[1]
    assert page.locator(".code-picture path").last.get_attribute("d") == expected
    assert coordinator.barriers() == []
    return code


def wrong_code(visitor) -> None:
    visitor.expect_complaint("422")
    visitor.go("/in/").get_by_label("Code").fill("22 22-22")
    visitor.page.get_by_role("button", name="I am here").click()
    expect(
        visitor.page.get_by_text("No session of yours shows this code now.").first
    ).to_be_visible()
    assert visitor.barriers() == []


def type_code(visitor, code) -> None:
    page = visitor.go("/in/")
    page.get_by_label("Code").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="I am here").click()
    expect(page.get_by_role("heading", name="You are noted as present")).to_be_visible()
    assert visitor.barriers() == []


def open_picture(phone, product, code) -> None:
    """Sign in by mail; the check-in goes on from there, in the person's own language."""
    page = phone.go(f"/in/{code}/")
    page.get_by_label("E-mail address").fill("participant-c@example.org")
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    phone.go(mailed_link(product, "participant-c@example.org", "/sign-in/link/"))
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/in/{code}/")
    assert phone.barriers() == []
    phone.page.screenshot(path="artefacts/screenshots/check-in-phone-arabic.png")
    page.locator("main form button").click()
    page.wait_for_url("**/checked-in/")
    assert phone.barriers() == []


def name_two_and_count_four(host, session) -> None:
    page = host.page
    page.get_by_role("tab", name=re.compile("People")).click()
    page.locator("summary", has_text="Several of us are at this device").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Say who they are").click()
    own = opened.value
    expect(own.get_by_label("Learning site")).to_contain_text(SITE)
    own.get_by_label("Example Participant of Example D").check()
    own.get_by_label("Others by their e-mail addresses").fill("participant-e@example.org")
    own.get_by_label("How many more, without names?").fill("4")
    own.get_by_role("button", name="Save").click()
    expect(own.get_by_text("You can put it right")).to_be_visible()
    own.screenshot(path="artefacts/screenshots/check-in-screen.png", full_page=True)
    own.close()


def end(coordinator, session) -> None:
    enter_room(coordinator, session)
    coordinator.page.get_by_role("tab", name=re.compile("Agenda")).click()
    coordinator.page.locator("summary", has_text="End the session").click()
    coordinator.page.get_by_role("button", name="End it for everyone").click()
    expect(coordinator.page.get_by_text("The session has ended").first).to_be_visible()


def sources(coordinator, session) -> dict[str, str]:
    table = coordinator.page.request.get(
        f"{coordinator.product.url}/sessions/{session}/attendance.csv"
    ).text()
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert {row["Final"] for row in rows} == {"yes"}
    return {row["Name"]: row["How it is known"] for row in rows}
