"""A session is recorded with everyone's knowledge, and caught up with, also without a network.

A facilitator has a short session recorded; Ama agrees and speaks, Ben says no and cannot. The
worker makes it ready. Ama plays it with nothing but keys, the slides turn, chapters are gone
to; captions follow the sound in a chosen language, are searched, and pressed to go there. Ben,
who had said no, takes it along and opens it from his device with the network off.
"""

import json
import re
import time
import wave
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.steps import enter_room, join_sound, until

PHONE = {"width": 360, "height": 740}
TITLE = "Morphine for all who need it"
PREPARE = """
import time
from django.core.files.base import ContentFile
from talanoa.live.models import SlideDeck
from talanoa.live.services import slides
from talanoa.live.tests import pdfs
from talanoa.schedule.models import LiveSession
from talanoa.people.models import Person
from tests import make
session = LiveSession.objects.get()
host = Person.objects.get(name="Mele Fonua")
make.a_role(session.cohort.programme, "coordinator", host)
file = ContentFile(pdfs.a_pdf(pages=2), name="slides.pdf")
slides.upload(by=host, session=session, title="Morphine in the districts", file=file)
while not SlideDeck.objects.filter(ready_at__isnull=False).exists():
    time.sleep(0.1)
"""
CAPTION = """
from talanoa.live.services import caption_desk, captions
from talanoa.schedule.models import LiveSession
from talanoa.people.models import Person
session = LiveSession.objects.get()
host = Person.objects.get(name="Mele Fonua")
for language, text in (("en", "Morphine is cheap and safe"), ("fr", "La morphine coûte peu")):
    caption_desk.give(by=host, session=session, person=host, language=language)
    captions.write(by=host, session=session, text=text, language=language)
"""
SEEN = """
import json
from talanoa.live.models import Recording, RecordedVoice, CatchUp
r = Recording.objects.get()
print(json.dumps({
    "status": r.status, "seconds": sum(part[2] for part in r.parts), "bytes": r.sound_bytes,
    "voices": sorted({v.person.name for v in RecordedVoice.objects.all()}),
    "caught_up": sorted((c.kind, c.person.name) for c in CatchUp.objects.all()),
}))
"""


@pytest.fixture
def crowd(an_empty_product):
    return made_in(an_empty_product.environment, people=3)


@pytest.fixture
def people(browser, an_empty_product, crowd):
    """Facilitator and coordinator, Ama, and Ben on a phone; each signed in."""
    visits, visitors = [], []
    for name, someone, options in (
        ("host", crowd.host, {}),
        ("ama", crowd.people[0], {}),
        ("ben", crowd.people[1], {"viewport": PHONE, "accept_downloads": True}),
    ):
        visit = visiting(browser, an_empty_product, name, **options)
        visits.append(visit)
        visitor = visit.__enter__()
        visitor.context.add_cookies(
            [{"name": "talanoa_session", "value": someone.cookie, "url": an_empty_product.url}]
        )
        visitors.append(visitor)
    yield visitors
    for visit in reversed(visits):
        visit.__exit__(None, None, None)


def test_a_recording_is_caught_up_with_the_network_off(
    an_empty_product, people, crowd, browser, tmp_path
):
    product, (host, ama, ben) = an_empty_product, people
    product.manage("shell", "-v0", "-c", PREPARE)
    have_it_recorded(host, crowd.session)
    ama.go(f"/sessions/{crowd.session}/check/")
    expect(ama.page.get_by_role("heading", name="This session will be recorded")).to_be_visible()
    assert ama.barriers() == []
    ama.page.get_by_role("button", name="Yes, my voice may be recorded").click()
    expect(ama.page.get_by_text("You agreed that your voice may be recorded.")).to_be_visible()

    for visitor in people:
        enter_room(visitor, crowd.session)
    begin(host, ama)
    start(host, [ama, ben])
    for visitor in people:
        assert visitor.barriers() == []
        visitor.screenshot(f"recording-room-{visitor.name}")
    say_no(ben)
    join_sound(ama)
    refused_to_speak(ben)
    speak(ama, product)
    end(host)
    made = until(lambda: ready(product), "the recording to be made ready", patience=60)
    assert made["voices"] == ["Person 1"]
    assert 8 < made["seconds"] < 60
    assert made["bytes"] / made["seconds"] * 3600 < 12_000_000

    play_by_keyboard(ama, crowd.session)
    reads_captions(ama.page)
    assert ama.barriers() == []
    ama.screenshot("catch-up-captions")
    ama.page.reload()
    expect(ama.page.locator("[data-strip]")).to_have_attribute("lang", "fr")
    expect(ama.page.locator("[data-strip]")).to_have_attribute("data-size", "150")
    file = take_along(ben, crowd.session, tmp_path)
    open_without_a_network(browser, file)
    assert ready(product)["caught_up"] == [["file", "Person 2"], ["sound", "Person 1"]]
    strangers_find_nothing(product, browser, crowd)
    only_counts(host, crowd.session)
    there_is_sound_in(product, tmp_path)


def have_it_recorded(host, session) -> None:
    host.go(f"/sessions/{session}/recording/")
    expect(host.page.get_by_text("The sound of this session will not be recorded.")).to_be_visible()
    assert host.barriers() == []
    host.page.get_by_role("button", name="Have it recorded").click()
    expect(host.page.get_by_text("The sound of this session will be recorded.")).to_be_visible()


def start(host, others) -> None:
    host.page.get_by_role("button", name="Start recording").click()
    for visitor in (host, *others):
        expect(visitor.page.locator("#recording-sign b")).to_have_text("Recording")
        expect(visitor.page.locator("#recording")).to_contain_text("This session is being recorded")


def say_no(ben) -> None:
    ben.page.get_by_role("button", name="No, I listen and write").click()
    expect(ben.page.locator("#recording-answer[data-answer=no]")).to_be_visible()


def refused_to_speak(ben) -> None:
    """Listening works; the microphone is refused by the server, in words."""
    join_sound(ben)
    ben.page.locator("[data-sound=talk]").click()
    expect(ben.page.locator("[data-trouble=not-agreed]")).to_be_visible()
    expect(ben.page.locator("[data-sound=talk][aria-pressed=true]")).to_have_count(0)


def begin(host, ama) -> None:
    """The first item and the first slide, before anything is recorded."""
    page = host.page
    page.get_by_role("button", name="Show", exact=True).click()
    expect(ama.page.locator("#stage[data-page='1']")).to_be_visible()
    page.get_by_role("tab", name=re.compile("Agenda")).click()
    page.get_by_role("button", name="Begin Welcome").click()
    expect(ama.page.locator("#now")).to_contain_text("Welcome")


def speak(ama, product) -> None:
    """The browser's tone, for some seconds on each slide, with a caption in two languages; the
    first three are not kept."""
    page = ama.page
    page.locator("[data-sound=talk]").click()
    expect(page.locator("[data-sound=talk][aria-pressed=true]")).to_be_visible()
    time.sleep(6)
    product.manage("shell", "-v0", "-c", CAPTION)
    time.sleep(2)


def end(host) -> None:
    page = host.page
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("#stage[data-page='2']")).to_be_visible()
    page.get_by_role("button", name="Begin Case").click()
    expect(page.locator("#now")).to_contain_text("Case")
    time.sleep(5)
    page.locator("summary", has_text="End the session").click()
    page.get_by_role("button", name="End it for everyone").click()
    expect(page.locator("#recording-sign b")).to_have_count(0)


def ready(product):
    seen = json.loads(product.manage("shell", "-v0", "-c", SEEN))
    return seen if seen["status"] == "ready" else None


def play_by_keyboard(visitor, session) -> None:
    visitor.go(f"/sessions/{session}/catch-up/")
    page = visitor.page
    expect(page.get_by_text("Catching up does not count as attendance.")).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"Playing all of it costs about \d+\.\d MB"))
    ).to_be_visible()
    assert visitor.barriers() == []
    visitor.screenshot("catch-up")
    assert page.evaluate("document.querySelector('audio').networkState") in (0, 1)
    plays_and_turns(page)
    # The place where one was is kept on this device.
    was = page.locator("[data-time]").inner_text()
    assert was != "0:00"
    page.reload()
    expect(page.locator("[data-time]")).to_have_text(was)


def plays_and_turns(page) -> None:
    """By keys alone: play, the first slide; a chapter on, the second; back, faster, pause."""
    audio = "document.querySelector('audio')"
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("Space")
    until(lambda: page.evaluate(f"{audio}.currentTime") > 1, "the recording to play")
    expect(page.locator("[data-slide='1']")).to_be_visible()
    expect(page.locator("[data-chapter][aria-current=true]")).to_contain_text("Welcome")
    page.keyboard.press("]")
    expect(page.locator("[data-chapter][aria-current=true]")).to_contain_text("Case")
    expect(page.locator("[data-slide='2']")).to_be_visible()
    expect(page.locator("[data-slide='1']")).to_be_hidden()
    picture = page.locator("[data-slide='2'] img")
    until(lambda: picture.evaluate("image => image.naturalWidth") > 0, "the slide to be drawn")
    far = page.evaluate(f"{audio}.currentTime")
    page.keyboard.press("ArrowLeft")
    until(lambda: page.evaluate(f"{audio}.currentTime") < far - 1, "to go back")
    page.keyboard.press(">")
    assert page.evaluate(f"{audio}.playbackRate") == 1.25
    page.keyboard.press("Space")
    until(lambda: page.evaluate(f"{audio}.paused"), "the recording to pause")
    page.keyboard.press("]")
    expect(page.locator("[data-chapter][aria-current=true]")).to_contain_text("Case")


def reads_captions(page) -> None:
    """On by a key; searched, gone to, in another language and larger; as the sound goes on."""
    strip, time_shown = page.locator("[data-strip]"), page.locator("[data-time]")
    expect(strip).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Captions", pressed=True)).to_be_visible()
    page.locator("summary", has_text="All captions, and search").click()
    search = page.get_by_label("Search in the captions")
    search.fill("CHÉAP morphine")
    expect(page.get_by_text("Lines found: 1")).to_be_visible()
    page.locator("[data-do=seek]").fill("0")
    expect(time_shown).to_have_text("0:00")
    search.press("Enter")
    expect(time_shown).not_to_have_text("0:00")
    expect(strip).to_have_text("Morphine is cheap and safe")
    search.fill("nobody said this")
    expect(page.get_by_text("Lines found: 0")).to_be_visible()
    search.fill("")
    page.get_by_label("Language", exact=True).select_option(label="Français")
    page.get_by_label("Size", exact=True).select_option("150")
    line = page.get_by_role("link", name="La morphine coûte peu")
    line.click()
    expect(strip).to_have_text("La morphine coûte peu")
    expect(page.locator(".player-lines li[aria-current=true]")).to_contain_text("La morphine")
    # The line goes as the sound goes on.
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(strip).to_be_empty(timeout=15_000)
    page.keyboard.press("Space")


def take_along(visitor, session, folder) -> Path:
    visitor.go(f"/sessions/{session}/catch-up/")
    assert visitor.barriers() == []
    overflow = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=re.compile("Take it along")).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("morphine-for-all-who-need-it-")
    return file


def open_without_a_network(browser, file) -> None:
    """From the device's own disk, in a browser that can reach nothing and asks for nothing."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    context.set_offline(True)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.screenshot(path=file.with_suffix(".png"), full_page=True)
    plays_and_turns(page)
    reads_captions(page)
    page.screenshot(path=file.with_name("captions.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    context.close()


def strangers_find_nothing(product, browser, crowd) -> None:
    stranger = product.manage(
        "shell", "-v0", "-c",
        "from tests.crowd import _signed_in; from tests import make;"
        "print(_signed_in([make.a_person('Sam Stranger')])[0].cookie)",
    ).strip()  # fmt: skip
    context = browser.new_context()
    context.add_cookies([{"name": "talanoa_session", "value": stranger, "url": product.url}])
    for path in ("", "sound/", "page/"):
        answer = context.request.get(f"{product.url}/sessions/{crowd.session}/catch-up/{path}")
        assert answer.status == 404
    context.close()


def only_counts(host, session) -> None:
    page = host.go(f"/sessions/{session}/recording/")
    expect(page.get_by_text("person played it")).to_be_visible()
    assert "Person 1" not in page.locator("main").inner_text()
    assert host.barriers() == []
    host.screenshot("recording-page")


def there_is_sound_in(product, folder) -> None:
    """What was spoken is heard in it; and nobody else on the machine may read the file."""
    import subprocess

    (kept,) = (product.folder / "data" / "recordings").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    heard = folder / "heard.wav"
    command = [
        "ffmpeg",
        "-loglevel",
        "error",
        "-i",
        str(kept),
        "-ac",
        "1",
        "-ar",
        "8000",
        str(heard),
    ]
    subprocess.run(command, check=True)
    with wave.open(str(heard)) as sound:
        samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
    assert max(abs(sample) for sample in samples) > 1000
