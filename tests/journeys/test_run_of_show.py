"""All teach, all learn, measured: the clock of an hour, who was heard in it, and its run of show.

A facilitator leads, on a desk and with the run of show on a phone; two from two countries
speak through a real Janus, one of them while the room's process is killed.
"""

import csv
import io
import json
import random
import re
import shutil
import struct
import time
import wave

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import FLAGS, visiting
from tests.journeys.steps import enter_room, join_sound, until

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
TALKS_FOR, SILENT_FOR = 6, 4
TAIL = 3.0
"""Seconds until silence is noticed, by packets that a silent browser sends seldom."""

CAST = """
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment
from talanoa.schedule.models import AgendaItem
from tests import make
first, second = Enrolment.objects.filter(person__name__startswith="Person").order_by("pk")
first.country = make.a_country("XA", name="Example A")
second.country = make.a_country("XB", name="Example B")
first.save(); second.save()
lesson = AgendaItem.objects.filter(kind="welcome")
lesson.update(kind="didactic", title="Short lesson", minutes=1)
"""
HEARD = """
import json
from talanoa.live.models import Speech
rows = Speech.objects.values_list("person__name", "began_at", "heard_until")
print(json.dumps([[name, (until - began).total_seconds()] for name, began, until in rows]))
"""


@pytest.fixture
def crowd(an_empty_product):
    crowd = made_in(an_empty_product.environment, people=2)
    an_empty_product.manage("shell", "-v0", "-c", CAST)
    return crowd


@pytest.fixture
def talkers(browser, tmp_path):
    """Chromium whose microphone hears somebody talk for six seconds of every ten."""
    noise, rate = random.Random(7), 16_000
    with wave.open(str(tmp_path / "talk.wav"), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        talk = [noise.randint(-8000, 8000) for _ in range(TALKS_FOR * rate)]
        silence = [0] * (SILENT_FOR * rate)
        sound.writeframes(struct.pack(f"<{len(talk + silence)}h", *talk, *silence))
    program = shutil.which("chromium") or shutil.which("google-chrome")
    flag = f"--use-file-for-fake-audio-capture={tmp_path / 'talk.wav'}"
    talkers = browser.browser_type.launch(executable_path=program, args=[*FLAGS, flag])
    yield talkers
    talkers.close()


@pytest.fixture
def people(browser, talkers, an_empty_product, crowd):
    """The facilitator at a desk, the same with a phone, and two who take part and talk."""
    visits, visitors = [], []
    for name, someone, at, options in (
        ("facilitator", crowd.host, browser, {}),
        ("phone of the facilitator", crowd.host, browser, {"viewport": PHONE}),
        ("one", crowd.people[0], talkers, {}),
        ("two", crowd.people[1], talkers, {"viewport": PHONE}),
    ):
        visit = visiting(at, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        visitor.context.add_cookies(
            [{"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}]
        )
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_the_hour_keeps_time_and_tells_who_was_heard(an_empty_product, crowd, people):
    facilitator, phone, one, two = people
    for visitor in (facilitator, one, two):
        enter_room(visitor, crowd.session)
    open_run_of_show(phone, crowd.session)

    begin(facilitator, "Short lesson")
    expect(current_row(phone)).to_contain_text("Short lesson")
    give_two_minutes_and_back(facilitator, phone, [one, two])
    run_out_of_time(an_empty_product, facilitator, [one, two])

    talk_and_be_counted(an_empty_product, facilitator, one, two)
    keep_what_was_said_through_a_kill(an_empty_product, two)
    begin_from_the_run_of_show(phone, "Case")
    for visitor in (facilitator, phone, one):
        assert visitor.barriers() == []

    facilitator.page.locator("summary", has_text="End the session").click()
    facilitator.page.get_by_role("button", name="End it for everyone").click()
    expect(one.page.locator("#state")).to_contain_text("Ended", timeout=20_000)
    read_the_record(facilitator, one, crowd.session)


def open_run_of_show(visitor, session) -> None:
    """By hand from the session's page, as it stands before anything has begun."""
    page = visitor.go(f"/sessions/{session}/")
    page.get_by_role("link", name="Run of show").click()
    expect(page.locator("#run-of-show tbody tr")).to_have_count(3)
    expect(page.locator("#run-of-show")).to_contain_text("No slides yet")
    page.locator("#link[data-link=connected]").wait_for(state="attached")


def begin(facilitator, title) -> None:
    page = facilitator.page
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name=re.compile(f"^Begin.*{title}")).click()
    expect(page.locator("#now")).to_contain_text(title)


def begin_from_the_run_of_show(phone, title) -> None:
    # The page leaves out a second press in the same moment.
    phone.page.wait_for_timeout(800)
    phone.page.get_by_role("button", name=re.compile(f"^Begin.*{title}")).click()
    expect(current_row(phone)).to_contain_text(title)


def current_row(visitor):
    return visitor.page.locator("#run-of-show tr[aria-current=step]")


def give_two_minutes_and_back(facilitator, phone, others) -> None:
    """Everyone's clock moves, and so does the end of the hour."""
    for visitor in others:
        expect(visitor.page.locator(".item-clock")).to_have_text(re.compile(r"^0:\d\d left$"))
    facilitator.page.get_by_role("button", name="Give two minutes").click()
    for visitor in (facilitator, phone, *others):
        expect(visitor.page.locator(".item-clock")).to_have_text(re.compile(r"^2:\d\d left$"))
    expect(current_row(phone)).to_contain_text("+2")
    expect(facilitator.page.locator("#agenda .hour-end")).to_contain_text("planned")
    facilitator.page.wait_for_timeout(800)
    facilitator.page.get_by_role("button", name="Take two minutes back").click()
    for visitor in (facilitator, phone, *others):
        expect(visitor.page.locator(".item-clock")).to_have_text(
            re.compile(r"^0:\d\d (left|over)$")
        )


def run_out_of_time(product, facilitator, others) -> None:
    for visitor in (facilitator, *others):
        expect(visitor.page.locator(".item-clock[data-over]")).to_be_visible(timeout=70_000)


def talk_and_be_counted(product, facilitator, one, two) -> None:
    """One speaks for a while: hosts see it within half a minute, others never.

    What is written down is what was said, but for the tail of each turn.
    """
    panel = facilitator.page.locator("#talk")
    expect(panel).to_contain_text("Nothing has been measured yet")
    join_sound(one)
    one.page.locator("[data-sound=talk]").click()
    expect(one.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()
    began = time.monotonic()
    expect(panel).to_contain_text("1 of 3 people heard", timeout=45_000)
    expect(panel).to_contain_text("1 of 2 countries heard")
    expect(panel).to_contain_text("Not heard yet: Example B")
    expect(panel.locator("[data-group=participants]")).to_contain_text("100")
    expect(panel).to_contain_text("Measured from the room’s sound")
    one.page.locator("[data-sound=talk]").click()
    expect(one.page.locator("[data-sound=talk][aria-pressed=false]")).to_be_visible()
    lasted = time.monotonic() - began
    rounds = lasted / (TALKS_FOR + SILENT_FOR)
    until(lambda: speech_of(product, "Person 1"), "what was said to be written")
    said = speech_of(product, "Person 1")
    assert (rounds - 1) * TALKS_FOR < said < (rounds + 1) * (TALKS_FOR + TAIL)
    for visitor in (one, two):
        expect(visitor.page.locator("#talk")).to_have_count(0)


def keep_what_was_said_through_a_kill(product, speaker) -> None:
    """What goes on is written every three seconds; a killed room takes only the last with it."""
    join_sound(speaker)
    speaker.page.locator("[data-sound=talk]").click()
    expect(speaker.page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()
    until(lambda: speech_of(product, "Person 2") > TALKS_FOR, "a turn that goes on")
    before = speech_of(product, "Person 2")
    product.kill("room")
    until(lambda: product.health()["status"] == "ok", "the room to be back")
    expect(speaker.page.locator("#link[data-link=connected]")).to_be_visible(timeout=20_000)

    assert speech_of(product, "Person 2") >= before


def speech_of(product, name) -> float:
    """Seconds written down."""
    rows = json.loads(product.manage("shell", "-v0", "-c", HEARD))
    return sum(seconds for who, seconds in rows if who == name)


def read_the_record(facilitator, one, session) -> None:
    """Hosts read everyone's figures and take them along; others their own and nobody else's."""
    page = facilitator.page
    section = page.locator("#record-talk")

    def counted():
        facilitator.go(f"/sessions/{session}/record/")
        return "2 of 3" in section.inner_text()

    until(counted, "attendance to be counted")
    expect(section.get_by_role("row", name=re.compile("Person 1"))).to_be_visible()
    expect(section.get_by_role("row", name=re.compile("Person 2"))).to_be_visible()
    assert facilitator.barriers() == []
    table = page.request.get(f"{facilitator.product.url}/sessions/{session}/talk.csv").text()
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    spoken = {row["Name"]: int(row["Seconds"]) for row in rows if row["Of"] == "Person"}
    assert spoken.keys() == {"Person 1", "Person 2"}
    assert min(spoken.values()) > 5

    section = one.go(f"/sessions/{session}/record/").locator("#record-talk")
    expect(section).to_contain_text("You spoke for")
    expect(section).not_to_contain_text("Person 2")
    refused = one.page.request.get(f"{one.product.url}/sessions/{session}/talk.csv")
    assert refused.status == 403
