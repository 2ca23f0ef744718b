"""A session whose sound is in Zoom: who was in the call earns what whoever was in the room does.

One person sits in the room, one is in the call alone, one in both. The coordinator brings a
report constructed for this journey; all three get the same attendance and a certificate.
"""

import csv
import io
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, until
from tests.journeys.test_one_hour import SIGN_OF_LIFE

ADDRESS = "https://us02web.zoom.us/j/81234567890?pwd=constructed"


@pytest.fixture
def company(browser, a_demonstration):
    """The coordinator; who will be in the room, in the call, and in both; each signed in."""
    keys = {"C": "coordinator", "Room": "presenter", "Call": "participant-c", "Both": "participant"}
    visits = [visiting(browser, a_demonstration, name) for name in keys]
    company = {}
    for visit, (name, key) in zip(visits, keys.items(), strict=True):
        company[name] = visit.__enter__()
        company[name].sign_in(f"{key}@example.org")
    yield company
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_the_call_counts_as_the_room_does(company, a_demonstration, tmp_path):
    product, coordinator = a_demonstration, company["C"]
    session = practice_session(coordinator)

    set_call(coordinator, session)
    for name in ("Room", "Both"):
        enter_room(company[name], session)
        expect(company[name].page.get_by_role("link", name="Open Zoom")).to_have_attribute(
            "href", ADDRESS
        )
        expect(company[name].page.locator("#sound")).to_have_count(0)
    began = product_time(product)
    enter_room(coordinator, session)
    coordinator.page.get_by_role("button", name="Open the session").click()
    expect(company["Room"].page.locator("#state .tag.live")).to_be_visible()
    time.sleep(5)
    coordinator.page.get_by_role("tab", name=re.compile("Agenda")).click()
    coordinator.page.locator("summary", has_text="End the session").click()
    coordinator.page.get_by_role("button", name="End it for everyone").click()
    expect(company["Room"].page.get_by_text("The session has ended").first).to_be_visible()
    expect(company["Room"].page.get_by_role("link", name="Open Zoom")).to_have_count(0)
    ended = product_time(product)
    time.sleep(SIGN_OF_LIFE + 1)
    product.move_clock(6 * 60)

    report = a_report(tmp_path, began - timedelta(minutes=1), ended + timedelta(minutes=1))
    bring(coordinator, session, report)

    rows = attendance(coordinator, session)
    whole = rows["Example Presenter of Example A"]
    assert 4 <= whole <= 60
    assert rows["Example Participant of Example C"] == whole
    assert rows["Example Participant of Example B"] == whole
    bring_again(coordinator, session, report)
    assert attendance(coordinator, session) == rows
    for name in ("Room", "Call"):
        certify(company[name], session)


def practice_session(coordinator) -> int:
    page = coordinator.go("/desk/")
    address = page.get_by_role("link", name="Practice session").first.get_attribute("href")
    return int(re.search(r"/sessions/(\d+)/", address)[1])


def set_call(coordinator, session) -> None:
    page = coordinator.go(f"/sessions/{session}/")
    page.get_by_role("link", name="Hold the sound in another tool").click()
    page.get_by_label("Address of the meeting").fill(ADDRESS)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The sound of this session is in Zoom.").wait_for()
    assert coordinator.barriers() == []


def product_time(product) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(product.clock_file.read_text()))


def a_report(folder, came, left):
    """Constructed as Zoom writes it, on UTC's clocks: one by address, one by name, a stranger."""
    moments = f"{came:%m/%d/%Y %I:%M:%S %p},{left:%m/%d/%Y %I:%M:%S %p},1,Yes"
    lines = [
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
        f"B.,participant@example.org,{moments}",
        f"Participant of Example C,,{moments}",
        f"Galaxy A12,,{moments}",
    ]
    path = folder / "zoom.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def choose(coordinator, session, report):
    page = coordinator.go(f"/sessions/{session}/attendance/report/")
    page.get_by_label("Participants’ report").set_input_files(report)
    page.get_by_label("On the clocks of").select_option("UTC")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_load_state()
    return page


def bring(coordinator, session, report) -> None:
    page = coordinator.go("/desk/")
    page.get_by_role("link", name="Attendance not imported yet").click()
    page.get_by_role("link", name="Bring the report").click()
    page = choose(coordinator, session, report)
    expect(page.get_by_label("Proposed by name. Is it right?")).to_have_count(1)
    expect(page.get_by_label("Not recognised. Who is it?")).to_have_count(1)
    assert coordinator.barriers() == []
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("1 line stands for nobody and is left out.")).to_be_visible()
    assert coordinator.barriers() == []
    page.get_by_role("button", name="Let it count").click()
    page.get_by_text("The report counts. People in it: 2.").wait_for()
    assert coordinator.barriers() == []


def bring_again(coordinator, session, report) -> None:
    page = choose(coordinator, session, report)
    expect(page.get_by_text("This file has been counted already.")).to_be_visible()


def attendance(coordinator, session) -> dict[str, int]:
    """Seconds by name, all final."""
    table = coordinator.page.request.get(
        f"{coordinator.product.url}/sessions/{session}/attendance.csv"
    ).text()
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert {row["Final"] for row in rows} == {"yes"}
    return {row["Name"]: int(row["Attended (seconds)"]) for row in rows}


def certify(visitor, session) -> None:
    """Feedback given, in whatever language they read, the certificate comes by itself."""
    page = visitor.go(f"/sessions/{session}/feedback/")
    for group in page.locator("main form fieldset").all():
        group.locator("label").last.click()
    with page.expect_navigation():
        page.locator("main form button").last.click()
    until(
        lambda: visitor.go("/certificates/").get_by_text("Practice session").count(),
        f"a certificate for {visitor.name}",
    )
