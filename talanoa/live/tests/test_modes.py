"""What a person can choose that an hour costs, as the page shows it."""

import re

import pytest
from django.test import RequestFactory

from talanoa.live import modes
from talanoa.live.media.janus_settings import RATES
from talanoa.live.services import slides
from tests.make import a_deck, a_part, a_person, an_open_session, enrolled


@pytest.mark.parametrize(
    ("cookie", "headers", "mode"),
    [
        (None, {}, modes.SOUND),
        ("text", {}, modes.TEXT),
        ("clear", {}, modes.CLEAR),
        ("everything", {}, modes.SOUND),
        ("", {}, modes.SOUND),
        (None, {"save-data": "on"}, modes.TEXT),
        (None, {"save-data": "no"}, modes.SOUND),
        ("sound", {"save-data": "on"}, modes.SOUND),
    ],
)
def test_what_was_chosen_on_a_device_counts_and_then_what_its_browser_asks(cookie, headers, mode):
    request = RequestFactory().get("/", headers=headers)
    if cookie is not None:
        request.COOKIES[modes.COOKIE] = cookie

    assert modes.chosen(request) is mode


def test_modes_stand_lightest_first_and_ask_for_rates_that_exist():
    assert list(modes.MODES) == sorted(modes.MODES, key=lambda mode: mode.hour_bytes)
    assert {rate for mode in modes.MODES for rate in mode.rates} == set(RATES)


def test_sound_and_slides_keep_to_twenty_megabytes_an_hour():
    assert modes.SOUND.promised <= 20 * modes.MEGABYTE


def test_megabytes_are_rounded_up():
    silent = modes.Mode(name="x", label="", detail="", hour_bytes=2_000_001)
    heard = modes.Mode(name="x", label="", detail="", rates=(16_000,), hour_bytes=2_400_000)
    assert (silent.megabytes, heard.megabytes) == (3, 6)


def test_the_room_offers_the_modes_there_are(client, db):
    session = an_open_session()
    client.force_login(enrolled(session.cohort, a_person("Ana Faleolo")))
    client.cookies[modes.COOKIE] = "text"

    page = client.get(f"/sessions/{session.pk}/room/").content.decode()

    offered = [part.partition('"')[0] for part in page.split('name="mode" value="')[1:]]
    assert offered == [mode.name for mode in modes.MODES]
    before = page.partition(" checked")[0]
    assert [name for name in offered if f'name="mode" value="{name}"' in before] == ["text"]


@pytest.mark.parametrize(
    ("mode", "asked_for", "sizes"),
    [
        ("text", "small", "data-srcset"),
        ("sound", "medium", "srcset"),
    ],
)
def test_in_text_only_the_first_slide_is_asked_for_in_its_smallest_size(
    client, db, mode, asked_for, sizes
):
    session = an_open_session()
    presenter = a_part(session, "presenter")
    deck = a_deck(session, by=presenter)
    slides.show(by=presenter, session=session, deck=deck.pk, page=1)
    client.force_login(enrolled(session.cohort, a_person("Ana Faleolo")))
    client.cookies[modes.COOKIE] = mode

    page = client.get(f"/sessions/{session.pk}/room/").content.decode()

    (slide,) = re.findall(r'<img src="[^"]*/(\w+)/" ([a-z-]+)="', page)
    assert slide == (asked_for, sizes)
