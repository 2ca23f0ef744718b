"""What is said, in writing: typed by a captioner, sent by a service, read on a phone, found later.

Three browsers (the facilitator; a captioner who has nothing but keys; somebody on a phone whose
link is cut for a while) and a caption service that repeats itself and loses its order.
"""

import json
import re
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, until

CUT = r"WebSocket|net::|ERR_|Failed to load resource"
PHONE = {"width": 360, "height": 740}
LINES = "#caption-lines li"


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=2)


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """Facilitator, captioner and somebody on a phone, signed in."""
    visits, visitors = [], []
    for name, someone, options in (
        ("facilitator", crowd.host, {}),
        ("captioner", crowd.people[0], {}),
        ("phone", crowd.people[1], {"viewport": PHONE}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.expect_complaint(CUT)
        cookie = {"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}
        visitor.context.add_cookies([cookie])
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_captions_are_typed_sent_read_and_found(an_empty_product, crowd, people):
    facilitator, captioner, phone = people
    address = give_captioning_and_an_address(facilitator, crowd)
    enter_room(captioner, crowd.session)
    enter_room(phone, crowd.session)

    type_by_keyboard(captioner, phone)
    send_as_a_service(address, phone)
    miss_nothing_when_cut_off(captioner, phone)
    choose_how_it_looks(phone)
    for visitor in (captioner, phone):
        assert visitor.barriers() == []

    end_the_session(an_empty_product, facilitator, crowd)
    with pytest.raises(urllib.error.HTTPError) as ended:
        send(address, 9, "Too late.")
    assert ended.value.code == 403
    find_it_again(phone, crowd)


def give_captioning_and_an_address(facilitator, crowd) -> str:
    page = facilitator.go(f"/sessions/{crowd.session}/captions/")
    page.get_by_label("Who").select_option(label="Person 1")
    page.get_by_role("button", name="Let them write captions").click()
    expect(page.locator(".captioners tbody th")).to_have_text("Person 1")
    page.get_by_label("Name of the service").fill("Constructed service")
    page.get_by_role("button", name="Make the address").click()
    address = page.get_by_label("Address", exact=True).input_value()
    assert "/captions/" in address
    assert facilitator.barriers() == []
    page.reload()
    assert address not in page.content()
    return address


def type_by_keyboard(captioner, phone) -> None:
    """Abbreviations, a speaker by key, a line seen within a second, the last one corrected."""
    page, reader = captioner.page, phone.page
    page.get_by_role("tab", name=re.compile("Captions")).click()
    page.get_by_text("My abbreviations").click()
    page.get_by_label("Abbreviations").fill("pc = palliative care")
    page.get_by_role("button", name="Keep them").click()
    reader.get_by_role("button", name="Captions", exact=True).click()
    expect(reader.locator("#caption-strip")).to_be_visible()

    field = page.locator("#captioning-text")
    field.focus()
    speaker = page.locator(".captioning-speakers label", has_text="Mele Fonua")
    page.keyboard.press(f"Alt+{speaker.locator('kbd').text_content()}")
    page.keyboard.type("Good morning from the pc ")
    expect(field).to_have_value("Good morning from the palliative care ")
    expect(reader.locator("#caption-strip .now-said")).to_contain_text("Good morning from the")
    page.keyboard.type("teem")
    page.keyboard.press("Enter")
    pressed = time.monotonic()
    expect(reader.locator(LINES)).to_have_count(1)
    assert time.monotonic() - pressed < 1
    expect(reader.locator("#caption-strip")).to_contain_text("palliative care teem")
    expect(reader.locator("#caption-strip .now-said")).to_be_hidden()
    expect(reader.locator(f"{LINES} b")).to_have_text("Mele Fonua")
    expect(field).to_have_value("")

    page.keyboard.press("ArrowUp")
    last = page.locator("#own-lines li").last.locator("input[name=text]")
    expect(last).to_be_focused()
    last.fill("Good morning from the palliative care team")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(reader.locator(LINES).first).to_contain_text("palliative care team")


def send(address: str, seq: int, text: str) -> str:
    asked = urllib.request.Request(
        f"{address}?seq={seq}&lang=en-US",
        data=text.encode(),
        headers={"Content-Type": "text/plain; charset=utf-8"},
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.read().decode()


def send_as_a_service(address: str, phone) -> None:
    """The second line is lost at first and sent last; the third is sent twice."""
    for seq, text in (
        (1, "We have one\nhospital."),
        (3, "It is in the capital."),
        (3, "It is in the capital."),
        (2, "It has <b>ten</b> beds."),
    ):
        send(address, seq, text)
    with urllib.request.urlopen(f"{address}seq", timeout=10) as answer:
        assert answer.read() == b"3\n"
    expect(phone.page.locator(f"{LINES} span")).to_have_text(
        [
            "Good morning from the palliative care team",
            "We have one hospital.",
            "It has <b>ten</b> beds.",
            "It is in the capital.",
        ]
    )


def miss_nothing_when_cut_off(captioner, phone) -> None:
    phone.cut_off()
    phone.page.locator("#link[data-link=offline]").wait_for()
    page = captioner.page
    page.locator("#captioning-text").focus()
    for line in ("Said while you were away.", "And this too."):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(page.locator("#own-lines li").last.locator("input[name=text]")).to_have_value(line)
    phone.come_back()
    expect(phone.page.locator(LINES)).to_have_count(6, timeout=10_000)
    frames = phone.page.locator("#caption-lines").inner_html()
    phone.page.reload()
    phone.page.locator("#link[data-link=connected]").wait_for(state="attached")
    assert same(phone.page.locator("#caption-lines").inner_html()) == same(frames)


def same(html: str) -> str:
    """As a browser shows it, where space between elements counts for nothing."""
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", html)


def choose_how_it_looks(phone) -> None:
    page = phone.page
    page.get_by_role("tab", name=re.compile("Captions")).click()
    page.get_by_text("Language, size and colours").click()
    page.get_by_label("Size").select_option("200")
    page.get_by_label("Colours").select_option("yellow")
    strip = page.locator("#caption-strip")
    expect(strip).to_have_css("color", "rgb(255, 255, 0)")
    expect(page.locator("#caption-lines")).to_have_attribute("aria-live", "off")
    page.get_by_label("Read aloud").select_option("yes")
    expect(page.locator("#caption-lines")).to_have_attribute("aria-live", "polite")
    page.wait_for_timeout(500)
    page.reload()
    expect(strip).to_have_css("color", "rgb(255, 255, 0)")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def end_the_session(product, facilitator, crowd) -> None:
    page = facilitator.go(f"/sessions/{crowd.session}/")
    page.get_by_role("button", name="End the session").click()

    def closed() -> bool:
        said = product.manage(
            "shell",
            "-v0",
            "-c",
            "import json; from talanoa.schedule.models import LiveSession as S;"
            f"print(json.dumps(S.objects.get(pk={crowd.session}).status))",
        )
        return json.loads(said) == "closed"

    until(closed, "the session to end")


def find_it_again(phone, crowd) -> None:
    page = phone.go("/transcripts/")
    page.get_by_label("Words").fill("HOSPITAL one")
    page.get_by_role("button", name="Search").click()
    found = page.locator(".found-lines li")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("We have one hospital.")
    assert phone.barriers() == []
    found.get_by_role("link").click()
    expect(page.locator(".transcript li")).to_have_count(6)
    assert phone.barriers() == []
    written = page.request.get(f"{phone.product.url}/sessions/{crowd.session}/captions/en.vtt")
    assert written.status == 200
    text = written.text()
    assert text.startswith("WEBVTT")
    assert "It has &lt;b&gt;ten&lt;/b&gt; beds." in text
    assert text.index("ten&lt;") < text.index("in the capital")
