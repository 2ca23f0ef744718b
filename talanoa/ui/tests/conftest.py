"""A real browser on the pages of this room."""

from threading import Thread

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import sync_playwright

_FLAGS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()


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
def site(alone, settings):
    """This room's pages on a real server of this test's own, without a database."""
    settings.DEMONSTRATION = True
    settings.SOURCE_URL = "https://example.org/talanoa"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing of each request."""


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
