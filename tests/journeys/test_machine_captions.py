"""A machine writes captions of a recording, a host reads, corrects and publishes them.

The model is a tiny one made here, which hears words of its own invention; the process that
listens is the product's own.
"""

import re

import pytest
from playwright.sync_api import expect

from talanoa.live.tests import tiny_model
from tests.crowd import made_in
from tests.journeys.browsing import visiting
from tests.journeys.product import Product

PREPARE = """
from datetime import timedelta
from talanoa.kernel import clock
from talanoa.live.tests.recording import a_running_recording, segment
from talanoa.live.services import floor
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
session = LiveSession.objects.get()
recording = a_running_recording(session)
segment(recording, began_in=5, seconds=40)
host = Person.objects.get(name="Mele Fonua")
session.recording.refresh_from_db()
with clock.standing_at(recording.started_at + timedelta(minutes=2)):
    floor.close_session(by=host, session=session)
"""


@pytest.fixture
def product(tmp_path):
    model = tiny_model.made_in(tmp_path / "tiny")
    made = Product(tmp_path, TALANOA_WHISPER_MODEL=str(model), TALANOA_WHISPER_ONLY_SPEECH="no")
    made.start()
    yield made
    made.stop()


def test_a_machine_writes_and_a_person_publishes(browser, product):
    crowd = made_in(product.environment, people=1)
    product.manage("shell", "-v0", "-c", PREPARE)
    assert "hearing" in product.processes()
    with visiting(browser, product, "host") as host, visiting(browser, product, "ama") as ama:
        for visitor, someone in ((host, crowd.host), (ama, crowd.people[0])):
            visitor.context.add_cookies(
                [{"name": "talanoa_session", "value": someone.cookie, "url": product.url}]
            )
        page = host.page
        draft = f"/sessions/{crowd.session}/draft/"
        ask_once_it_is_ready(host, crowd.session)
        page.get_by_label("Language that is spoken").select_option(label="Français")
        page.get_by_role("button", name="Have it written down").click()
        expect(page.get_by_role("heading", name="Captions made by machine")).to_be_visible()
        until_read(page)
        expect(page.get_by_text("No person has said that this is right")).to_be_visible()
        assert host.barriers() == []
        host.screenshot("draft")
        assert ama.context.request.get(f"{product.url}{draft}").status == 404

        page.locator("textarea").first.fill("La morphine coûte peu")
        page.get_by_role("button", name="Publish these captions").click()
        expect(page.get_by_text(re.compile(r"\d+ lines? (is|are) published"))).to_be_visible()
        expect(page.get_by_text("made by machine").first).to_be_visible()

        reader = ama.go(f"/sessions/{crowd.session}/catch-up/")
        reader.locator("h1").click()
        reader.keyboard.press("c")
        reader.locator("summary", has_text="All captions, and search").click()
        expect(
            reader.get_by_role("link", name="La morphine coûte peu made by machine")
        ).to_be_visible()
        found = ama.go("/transcripts/?q=morphine")
        expect(found.get_by_text("La morphine coûte peu")).to_be_visible()
        found.get_by_role("link", name="Hear it").click()
        expect(found.get_by_role("button", name="Play")).to_be_visible()
        assert ama.barriers() == []


def ask_once_it_is_ready(host, session) -> None:
    for _ in range(60):
        page = host.go(f"/sessions/{session}/recording/")
        if page.get_by_role("button", name="Have it written down").count():
            break
        page.wait_for_timeout(500)
    assert host.barriers() == []
    host.screenshot("recording-to-be-written-down")


def until_read(page) -> None:
    for _ in range(60):
        if page.locator("textarea").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("The machine wrote nothing.")
