"""A real browser on the pages of this room."""

import os

import pytest
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

_FLAGS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop in this thread; Django then refuses the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def alone(settings):
    """The addresses of ``addresses.py``, and no room above this one in the page's frame."""
    settings.ROOT_URLCONF = "talanoa.ui.tests.addresses"
    [engine] = settings.TEMPLATES
    options = engine["OPTIONS"]
    ours = [
        name
        for name in options["context_processors"]
        if not name.startswith("talanoa.") or name.startswith("talanoa.ui.")
    ]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**options, "context_processors": ours}}]


@pytest.fixture
def site(alone, transactional_db, settings):
    """This room's pages on a real server, shown as a demonstration.

    A server of this test's own: the shared one keeps the settings of whoever asked first.
    """
    settings.DEMONSTRATION = True
    settings.SOURCE_URL = "https://example.org/talanoa"
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def page(chromium, site):
    """A phone in Nairobi, its address bar at the site's root."""
    context = chromium.new_context(
        base_url=site, viewport={"width": 360, "height": 740}, timezone_id="Africa/Nairobi"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []
