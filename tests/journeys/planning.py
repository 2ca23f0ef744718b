"""What is done before an hour: published, planned, enrolled in, prepared."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typst
from playwright.sync_api import Page

from tests.journeys.browsing import Visitor
from tests.journeys.product import Product
from tests.journeys.steps import calendar_of, entries, mail_to, mailed_link, sign_up

SLUG = "pain-relief"
GENEVA = ZoneInfo("Europe/Zurich")


def publish_programme(coordinator: Visitor) -> None:
    page = coordinator.go("/programmes/new/")
    page.get_by_label("Name", exact=True).fill("Pain relief everywhere")
    page.get_by_label("Aim").fill("Leaders share how pain relief reached every district.")
    page.get_by_label("Address").fill(SLUG)
    page.get_by_role("button", name="Open it as a draft").click()
    page.wait_for_url("**/cohorts/new/")
    page.get_by_label("Name", exact=True).fill("First cohort")
    page.locator("main form button").last.click()
    coordinator.go(f"/programmes/{SLUG}/")
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="Close the programme").wait_for()


def plan_monthly_session(coordinator: Visitor) -> datetime:
    """First Tuesdays at 14:00 in Geneva, three of them; gives the first."""
    page = coordinator.go(f"/programmes/{SLUG}/")
    page.get_by_role("link", name="Plan a monthly series").click()
    page.get_by_label("Title").fill("Monthly session")
    page.get_by_label("Which one of the month").select_option(label="first")
    page.get_by_label("Day of the week").select_option(label="Tuesday")
    page.get_by_label("Time", exact=True).fill("14:00")
    page.get_by_label("Number of months").fill("3")
    first_on = (datetime.now(GENEVA).date().replace(day=1) + timedelta(days=32)).replace(day=1)
    page.get_by_label("Not before").fill(first_on.isoformat())
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_role("button", name="Plan these sessions and mail everyone").click()
    page.get_by_role("link", name="Change the series").wait_for()
    tuesday = first_on + timedelta(days=(1 - first_on.weekday()) % 7)
    return datetime(tuesday.year, tuesday.month, tuesday.day, 14, tzinfo=GENEVA)


def enrol(visitor: Visitor, name: str, country: str) -> None:
    """From the public page, without an account, to a place in the cohort."""
    page = visitor.go(f"/programmes/{SLUG}/")
    page.get_by_role("link", name="Enrol").first.click()
    sign_up(visitor, address_of(name), name)
    page.get_by_label("Your country").select_option(label=country)
    page.get_by_role("button", name="Enrol").click()
    page.get_by_text("You are enrolled.").first.wait_for()


def check_calendar(product: Product, name: str, starts_at: datetime) -> None:
    """The mail of the enrolment carries three entries, the first at the right moment."""
    events = entries(calendar_of(mail_to(product, address_of(name), about="Pain relief")))
    assert next(event.decoded("dtstart") for event in events) == starts_at.astimezone(UTC)
    assert [event.decoded("dtend") - event.decoded("dtstart") for event in events] == [
        timedelta(hours=1)
    ] * 3
    assert len({str(event["uid"]) for event in events}) == 3
    assert {int(event["sequence"]) for event in events} == {0}


def next_session(visitor: Visitor) -> int:
    page = visitor.go(f"/programmes/{SLUG}/")
    address = page.get_by_role("link", name="Monthly session").first.get_attribute("href")
    return int(re.search(r"/sessions/(\d+)/", address)[1])


def join_team(coordinator: Visitor, visitor: Visitor, name: str, country: str) -> None:
    """The coordinator makes a country team and invites somebody, who accepts by mail."""
    page = coordinator.go(f"/programmes/{SLUG}/people/")
    page.get_by_role("link", name="Add a country team").click()
    page.get_by_label(re.compile(r"^Country\b")).select_option(label=country)
    page.get_by_label("Name of the team").fill(f"Country team of {country}")
    page.locator("main form button").last.click()
    coordinator.go(f"/programmes/{SLUG}/people/")
    page.get_by_label("E-mail address").fill(address_of(name))
    page.get_by_label("As", exact=True).select_option(label=f"Country team of {country}")
    page.get_by_role("button", name="Invite by mail").click()
    page.get_by_text("Not answered yet").wait_for()
    visitor.go(mailed_link(visitor.product, address_of(name), "/invitations/"))
    visitor.page.get_by_role("button", name="Accept").click()
    visitor.page.wait_for_load_state()


def give_part(coordinator: Visitor, visitor: Visitor, name: str, part: str, session: int) -> None:
    page = coordinator.go(f"/sessions/{session}/parts/")
    page.get_by_label("E-mail address").fill(address_of(name))
    page.get_by_label("Part", exact=True).select_option(label=part)
    page.get_by_role("button", name="Ask by mail").click()
    page.get_by_role("row", name=re.compile(name)).wait_for()
    visitor.go(mailed_link(visitor.product, address_of(name), "/parts/"))
    visitor.page.get_by_role("button", name="Yes, I will").click()
    visitor.page.wait_for_load_state()


def write_agenda(coordinator: Visitor, session: int) -> None:
    fill_agenda(
        coordinator.go(f"/sessions/{session}/agenda/"),
        [("Welcome", 5, "welcome"), ("The case", 30, "case"), ("Discussion", 25, "discussion")],
    )


def fill_agenda(page: Page, lines: list[tuple[str, int, str]]) -> None:
    """On the page of the agenda: title, minutes and kind of each row, saved."""
    for number, (title, minutes, kind) in enumerate(lines):
        while page.locator("main form ol > li").count() <= number:
            page.get_by_role("button", name="Add a row").click()
            page.wait_for_load_state()
        row = page.locator("main form ol > li").nth(number)
        row.get_by_label("Title").fill(title)
        row.get_by_label("Minutes").fill(str(minutes))
        row.get_by_label("Kind").select_option(kind)
    page.get_by_role("button", name="Save the agenda").click()
    page.get_by_text(lines[-1][0]).first.wait_for()


def bring_case(presenter: Visitor) -> int:
    page = presenter.go(f"/programmes/{SLUG}/cases/new/")
    page.get_by_label("Title", exact=True).fill("Morphine in the districts")
    for field in page.locator("main form textarea").all():
        field.fill("Two of nine districts have oral morphine; nurses may not prescribe it.")
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_text("Waiting for review").first.wait_for()
    return int(re.search(r"/cases/(\d+)/", page.url)[1])


def accept_and_schedule(coordinator: Visitor, case: int) -> None:
    page = coordinator.go(f"/cases/{case}/")
    page.get_by_role("button", name="Accept the case").click()
    page.get_by_label("Place in a session").select_option(index=1)
    page.get_by_role("button", name="Schedule the case").click()
    page.get_by_role("button", name="Take it out of its session").wait_for()


def upload_slides(coordinator: Visitor, session: int, folder: Path) -> None:
    """Three pages, uploaded as a PDF; waits until the job has made them."""
    pdf = folder / "slides.pdf"
    pdf.write_bytes(typst.compile(b"= One\n#pagebreak()\n= Two\n#pagebreak()\n= Three"))
    page = coordinator.go(f"/sessions/{session}/slides/")
    page.get_by_label("Title").fill("What we learned")
    page.locator("input[type=file]").set_input_files(pdf)
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("3 pages").first.wait_for()


def address_of(name: str) -> str:
    return f"{name.lower()}@example.com"
