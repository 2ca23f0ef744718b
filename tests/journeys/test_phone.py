"""By phone: somebody dials in, is listed, heard and sent out; PINs are not guessed.

The caller is sipp, a SIP client, on loopback; who hears them is a real Chromium; between them
stand the real phone, room and Janus.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.calling import (
    HANGS_UP,
    HEARS_THE_END,
    calling,
    free_pair,
    free_udp_port,
    presses,
    speaks,
    waits,
    write_tone,
)
from tests.journeys.product import running
from tests.journeys.steps import enter_room, heard, join_sound, until
from tests.journeys.tones import loudness

TONE = 1_000
QUIET = -70
"""In dB: what of a tone is heard where nobody gives it."""


@pytest.fixture
def product(tmp_path):
    lowest = free_pair()
    with running(
        tmp_path / "product",
        TALANOA_PHONE_TRUNK="127.0.0.1",
        TALANOA_PHONE_NUMBERS="TON:+676-000-0000:local FJI:+679-000-0000:free",
        TALANOA_PHONE_PORT=str(free_udp_port()),
        TALANOA_PHONE_PORTS=f"{lowest}-{lowest + 99}",
    ) as product:
        yield product


@pytest.fixture
def port(product):
    return int(product.environment["TALANOA_PHONE_PORT"])


@pytest.fixture
def crowd(product):
    return made_in(product.environment, people=2)


@pytest.fixture
def people(browser, product, crowd):
    """The facilitator, and somebody who will call."""
    visits, visitors = [], []
    for name, someone in (("facilitator", crowd.host), ("caller", crowd.people[0])):
        visit = visiting(browser, product, name)
        visitor = visit.__enter__()
        visits.append(visit)
        cookie = {"name": "talanoa_session", "value": someone.cookie, "url": product.url}
        visitor.context.add_cookies([cookie])
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def pin_of(visitor, session) -> str:
    """From the page, as a person gets it."""
    page = visitor.go(f"/sessions/{session}/phone/")
    expect(page.get_by_role("link", name=re.compile(r"\+676.000.0000"))).to_have_attribute(
        "href", "tel:+6760000000"
    )
    page.get_by_role("button", name="Show my PIN").click()
    assert visitor.barriers() == []
    return re.sub(r"\D", "", page.locator(".pin").inner_text())


def row_of(visitor, name):
    return visitor.page.locator("#people li", has_text=name)


def test_somebody_dials_in_is_heard_and_is_sent_out(product, crowd, people, port, tmp_path):
    facilitator, caller = people
    pin = pin_of(caller, crowd.session)
    enter_room(facilitator, crowd.session)
    join_sound(facilitator)
    tone = write_tone(tmp_path / "tone.ulaw", TONE, "pcmu")
    steps = (
        waits(500), presses(pin), waits(2500), speaks(tone, 0), waits(6000), presses("*5"),
        waits(2000), presses("*6"), HEARS_THE_END,
    )  # fmt: skip

    with calling(tmp_path / "call", port, *steps) as call:
        row = row_of(facilitator, "Person 1")
        expect(row.locator(".by-phone")).to_have_text("by phone", timeout=20_000)
        # Everyone comes in muted: they speak already, and nothing is heard.
        [before] = loudness(facilitator, TONE)
        facilitator.page.get_by_role("tab", name=re.compile("People")).click()
        expect(facilitator.page.locator("#hands .queue")).to_contain_text(
            "Person 1", timeout=30_000
        )
        until(lambda: loudness(facilitator, TONE, seconds=1.0)[0] > before + 20, "them to be heard")
        assert before < QUIET
        assert heard(facilitator)
        assert not call.is_over

        row.locator("summary").click()
        row.get_by_role("button", name="Send out").click()
        confirm(facilitator)

        assert call.went_as_planned(), call.errors()
    # Who has left is listed for four seconds more.
    expect(row).to_have_count(0, timeout=20_000)


def confirm(visitor) -> None:
    sure = visitor.page.locator("dialog[open] button.grave")
    if sure.count():
        sure.click()


def test_three_wrong_pins_end_the_call_and_guessing_ends_calling(product, crowd, port, tmp_path):
    wrong = presses("000000000")
    steps = (waits(300), wrong, waits(300), wrong, waits(300), wrong, HEARS_THE_END)

    for attempt in ("first", "second"):
        with calling(tmp_path / attempt, port, *steps) as call:
            assert call.went_as_planned(), call.errors()

    # Six wrong ones: this number is asked for no PIN any more, another is.
    with calling(tmp_path / "third", port, HEARS_THE_END) as call:
        assert call.went_as_planned(), call.errors()
    alive = "from talanoa.ops import queries; print(queries.kinds_alive())"
    assert "'phone'" in product.manage("shell", "-v0", "-c", alive)
    hanging_up = (waits(300), HANGS_UP)
    with calling(tmp_path / "other", port, *hanging_up, caller="+6760000077") as call:
        assert call.went_as_planned(), call.errors()
