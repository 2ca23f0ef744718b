"""One ECHO hour, whole: planned, enrolled in, held, recorded, credited.

A coordinator publishes a programme with a monthly session, three people in three time zones
enrol, a country team brings a case, the hour is held with sound in four browsers, one of
them is cut off and comes back, and what the hour leaves behind is right.
"""

import csv
import io
import re
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys import planning
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, heard, join_sound, move_case, until

ZONES = {"Ama": "Africa/Nairobi", "Ben": "Pacific/Fiji", "Cleo": "America/Montevideo"}
COUNTRIES = {"Ama": "Example A", "Ben": "Example B", "Cleo": "Example C"}
CUT = 30
SIGN_OF_LIFE = 15
WHEN_CUT_OFF = r"WebSocket|ERR_INTERNET_DISCONNECTED|ERR_NETWORK|net::"


@pytest.fixture
def company(browser, a_demonstration):
    """The coordinator, signed in, and three strangers, each at a browser of their own."""
    visits = []

    def arrive(name, zone):
        visit = visiting(browser, a_demonstration, name, timezone_id=zone)
        visits.append(visit)
        return visit.__enter__()

    company = {"Coordinator": arrive("Coordinator", "Europe/Zurich")}
    company["Coordinator"].sign_in("coordinator@example.org")
    company |= {name: arrive(name, zone) for name, zone in ZONES.items()}
    yield company
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_one_hour_whole(company, a_demonstration, tmp_path):
    product, coordinator = a_demonstration, company["Coordinator"]
    ama, ben, cleo = (company[name] for name in ZONES)

    planning.publish_programme(coordinator)
    starts_at = planning.plan_monthly_session(coordinator)
    for name, country in COUNTRIES.items():
        planning.enrol(company[name], name, country)
        planning.check_calendar(product, name, starts_at)
    session = planning.next_session(ama)
    planning.join_team(coordinator, ama, "Ama", "Example A")
    planning.give_part(coordinator, ama, "Ama", "Presenter", session)
    planning.give_part(coordinator, ben, "Ben", "Scribe", session)
    planning.write_agenda(coordinator, session)
    case = planning.bring_case(ama)
    planning.accept_and_schedule(coordinator, case)
    planning.upload_slides(coordinator, session, tmp_path)

    product.move_clock((starts_at - datetime.now(UTC)).total_seconds())
    for visitor in company.values():
        enter_room(visitor, session)
    coordinator.page.get_by_role("button", name="Open the session").click()
    expect(ama.page.locator("[data-status=open], .tag.live").first).to_be_visible()
    opened_at = time.time()
    for visitor in (ama, ben, cleo):
        join_sound(visitor)
    speak_and_be_heard(ama, [ben, cleo])
    answer_hands_in_order(coordinator, [("Ben", ben), ("Cleo", cleo)])
    turn_slides(coordinator, [ama, ben, cleo])
    cut_off_and_back(cleo, chatting=ama, scribe=ben, coordinator=coordinator)
    left_at = leave_early(ben)
    coordinator.page.get_by_role("tab", name=re.compile("Agenda")).click()
    coordinator.page.locator("summary", has_text="End the session").click()
    coordinator.page.get_by_role("button", name="End it for everyone").click()
    closed_at = time.time()
    ama.page.get_by_role("tab", name=re.compile("Feedback")).click()
    expect(ama.page.get_by_role("link", name="Give your feedback")).to_be_visible()

    # The last sign of life before the end comes after it; a clock moved sooner would be a gap.
    time.sleep(SIGN_OF_LIFE + 1)
    product.move_clock(6 * 60)
    give_feedback([ama, cleo], session)
    check_attendance(
        coordinator,
        session,
        {
            "Ama": closed_at - opened_at,
            "Ben": left_at - opened_at,
            "Cleo": closed_at - opened_at,
        },
    )
    check_certificate(ama)
    publish_record(coordinator, cleo, session)


# --- In the room


def speak_and_be_heard(speaker, listeners) -> None:
    """Decoded audio that is not silence reaches those who listen."""
    before = [heard(listener) for listener in listeners]
    speaker.page.locator("[data-sound=talk]").click()
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()

    for listener, was in zip(listeners, before, strict=True):
        until(
            lambda listener=listener, was=was: (
                (now := heard(listener))["energy"] > was["energy"] + 0.001
                and now["packets"] > was["packets"] + 50
            ),
            f"{listener.name} to hear",
        )
    speaker.page.locator("[data-sound=talk]").click()


def answer_hands_in_order(coordinator, people) -> None:
    for _, visitor in people:
        visitor.page.get_by_role("button", name="Raise hand").click()
        visitor.page.get_by_role("button", name="Lower hand").wait_for()
    page = coordinator.page
    page.get_by_role("tab", name=re.compile("People")).click()
    expect(page.locator("#hands .queue b")).to_have_text([name for name, _ in people])
    for name, visitor in people:
        page.get_by_role("button", name=f"Give the floor {name}").click()
        expect(visitor.page.locator("#hands .floor")).to_contain_text(name)
    expect(page.locator("#hands .queue")).to_have_count(0)


def turn_slides(coordinator, others) -> None:
    """Everyone sees the same page, as a picture that has arrived."""
    coordinator.page.get_by_role("button", name="Show", exact=True).click()
    for number in (1, 2, 3):
        for visitor in (coordinator, *others):
            picture = visitor.page.locator("#stage img")
            expect(picture).to_have_attribute("alt", re.compile(f"^Slide {number} of 3"))
            until(
                lambda picture=picture: picture.evaluate("image => image.naturalWidth") > 0,
                f"slide {number} to arrive at {visitor.name}",
            )
        if number < 3:
            coordinator.page.get_by_role("button", name="Next", exact=True).click()


def cut_off_and_back(cut, *, chatting, scribe, coordinator) -> None:
    """Thirty seconds without a network; what happened meanwhile is there afterwards."""
    cut.expect_complaint(WHEN_CUT_OFF)
    cut.cut_off()
    cut_at = time.monotonic()
    write_in_chat(cut, "Written without a network")
    write_in_chat(chatting, "Said while Cleo was away")
    move_agenda(coordinator, "The case")
    move_case(coordinator, "Recommendations of participants")
    recommend(scribe, "Let nurses renew a prescription.", by="Cleo")
    time.sleep(max(0, CUT - (time.monotonic() - cut_at)))
    cut.come_back()

    expect(cut.page.locator("#link[data-link=connected]")).to_be_visible(timeout=10_000)
    lines = ["Said while Cleo was away", "Written without a network"]
    for visitor in (cut, chatting):
        for line in lines:
            expect(visitor.page.locator("#chat-lines").get_by_text(line)).to_have_count(1)
    expect(cut.page.locator("#chat-waiting li")).to_have_count(0)
    expect(cut.page.get_by_text("Let nurses renew a prescription.")).to_have_count(1)
    expect(cut.page.locator("#agenda [aria-current=step]")).to_contain_text("The case")
    expect(cut.page.locator("#case-steps [aria-current=step]")).to_contain_text(
        "Recommendations of participants"
    )
    # Nobody comes back with an open microphone.
    expect(cut.page.locator("[data-sound=talk][aria-pressed=true]")).to_have_count(0)


def write_in_chat(visitor, line) -> None:
    page = visitor.page
    page.get_by_role("tab", name=re.compile("Chat")).click()
    page.get_by_label("Your message").fill(line)
    page.get_by_role("button", name="Send", exact=True).click()


def move_agenda(coordinator, title) -> None:
    page = coordinator.page
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name=re.compile(f"^Begin.*{title}")).click()


def recommend(scribe, text, *, by) -> None:
    page = scribe.page
    page.get_by_role("tab", name=re.compile("Case")).click()
    form = page.locator("#act-case-recommend")
    form.get_by_label("Recommendation").fill(text)
    form.get_by_label("Given by").select_option(label=by)
    form.get_by_role("button").click()
    expect(page.locator("#case-in-hand").get_by_text(text)).to_be_visible()


def leave_early(visitor) -> float:
    visitor.page.get_by_role("link", name="Leave").click()
    visitor.page.wait_for_load_state()
    return time.time()


# --- After the hour


def give_feedback(people, session) -> None:
    for visitor in people:
        page = visitor.go(f"/sessions/{session}/feedback/")
        for group in page.locator("main form fieldset").all():
            group.locator("label").last.click()
        page.get_by_role("button", name="Send my feedback").click()
        page.wait_for_load_state()


def check_attendance(coordinator, session, expected) -> None:
    """Final, and right to the second, against the clock of this machine."""

    def final():
        table = coordinator.page.request.get(
            f"{coordinator.product.url}/sessions/{session}/attendance.csv"
        ).text()
        rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
        return rows if rows and all(row["Final"] == "yes" for row in rows) else None

    rows = {
        row["Name"]: float(row["Attended (seconds)"]) for row in until(final, "final attendance")
    }
    assert {name: rows[name] for name in expected} == {
        name: pytest.approx(seconds, abs=1.5) for name, seconds in expected.items()
    }


def check_certificate(visitor) -> None:
    def certificate():
        page = visitor.go("/certificates/")
        link = page.locator("main a[href*='/verify/']:not([href='/verify/'])").first
        return link.get_attribute("href") if link.count() else None

    address = until(certificate, "a certificate")
    page = visitor.go(address)
    expect(page.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ama")
    number = address.rstrip("/").rsplit("/", 1)[1]
    pdf = page.request.get(f"{visitor.product.url}/certificates/{number}.pdf")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")


def publish_record(coordinator, reader, session) -> None:
    page = coordinator.go(f"/sessions/{session}/record/")
    page.get_by_role("button", name="Publish the record").click()
    page.get_by_role("button", name="Take it back").wait_for()
    page = reader.go(f"/sessions/{session}/record/")
    expect(page.get_by_text("Let nurses renew a prescription.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Morphine in the districts")
