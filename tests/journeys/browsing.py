"""Chromium as a person uses it, with the questions every page is asked."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

from tests.journeys.product import ROOT, Product

SCREENSHOTS = ROOT / "artefacts" / "screenshots"
FAILURES = ROOT / "artefacts" / "failures"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

FLAGS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
]


_here: list["Visitor"] = []
"""Everyone at a browser now."""


def launched(playwright: Playwright, *flags: str) -> Browser:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("chromium; see tools/debian-packages.txt")
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])


class Visitor:
    """One person with a browser of their own. ``page`` is Playwright's page.

    Whatever the browser asks of another host, and whatever it complains of, is kept; leaving
    the block in ``visiting`` fails on it.
    """

    def __init__(self, context: BrowserContext, product: Product, name: str) -> None:
        self.context = context
        self.product = product
        self.name = name
        self.page = context.new_page()
        self.strayed: list[str] = []
        self.complaints: list[str] = []
        self.expected: list[str] = []
        context.on("request", self._notice_request)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._notice_console)

    def go(self, path: str) -> Page:
        """Open an address of the product: a path, or one of its whole addresses."""
        self.page.goto(path if path.startswith("http") else f"{self.product.url}{path}")
        return self.page

    def sign_in(self, address_or_link: str) -> Page:
        """Sign in as somebody of the demonstration, by their address or by a link for them."""
        is_link = address_or_link.startswith("http")
        link = address_or_link if is_link else self.product.sign_in_link(address_or_link)
        self.page.goto(link)
        if "/sign-in/link/" in self.page.url:
            # A mailed link shows one button, so that a mail scanner does not use it up; a
            # link of the demonstration signs in at once.
            self.page.locator("main form button").first.click()
            self.page.wait_for_load_state()
        return self.page

    def expect_complaint(self, pattern: str) -> None:
        """Say beforehand that the browser will complain of this (a cut connection, say)."""
        self.expected.append(pattern)

    def screenshot(self, name: str) -> Path:
        """Keep pictures of this page as a phone and as a desktop shows it."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size
        for device, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
            self.page.set_viewport_size(viewport)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{device}.png", full_page=True)
        self.page.set_viewport_size(size)
        return SCREENSHOTS / f"{name}-desktop.png"

    def barriers(self) -> list[str]:
        """What axe finds against this page, in the rules of WCAG 2.2 AA and good practice."""
        results = Axe().run(self.page)
        return [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    def cut_off(self) -> None:
        """Take the network away from this browser."""
        self.context.set_offline(True)

    def come_back(self) -> None:
        self.context.set_offline(False)

    def unexpected(self) -> list[str]:
        """Complaints nobody has said would come."""
        known = re.compile("|".join(self.expected)) if self.expected else None
        return [text for text in self.complaints if not (known and known.search(text))]

    def _notice_request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss"):
            ours = {self.product.port, self.product.room_port}
            if address.hostname not in ("localhost", "127.0.0.1") or address.port not in ours:
                self.strayed.append(request.url)

    def _notice_console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


@contextmanager
def visiting(browser: Browser, product: Product, name: str, **options) -> Iterator[Visitor]:
    """A person at a browser, in the language and zone of ``options`` (Playwright's)."""
    context = browser.new_context(
        **{
            "viewport": DESKTOP,
            "locale": "en-GB",
            "timezone_id": "Africa/Nairobi",
            "permissions": ["microphone"],
            "reduced_motion": "reduce",
            **options,
        }
    )
    try:
        visitor = Visitor(context, product, name)
        _here.append(visitor)
        yield visitor
        _here.remove(visitor)
        assert visitor.strayed == []
        assert visitor.unexpected() == []
    finally:
        context.close()


@contextmanager
def weighed(visitor: Visitor) -> Iterator[dict[str, int]]:
    """Count the bytes that come over the wire inside the block, by address.

    Bodies as they were sent, compressed, with their headers; what the browser had kept costs
    nothing.
    """
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("Network.enable")
    addresses: dict[str, str] = {}
    bytes_of: dict[str, int] = {}

    def begun(event) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def ended(event) -> None:
        address = addresses.get(event["requestId"], event["requestId"])
        bytes_of[address] = bytes_of.get(address, 0) + int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", begun)
    devtools.on("Network.loadingFinished", ended)
    try:
        yield bytes_of
        visitor.page.wait_for_load_state("networkidle")
    finally:
        devtools.detach()


def keep_what_was_shown(journey: str) -> None:
    """A picture and the words of every page open now, under ``artefacts/failures``."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    for visitor in _here:
        name = re.sub(r"\W+", "-", f"{journey}-{visitor.name}")
        with suppress(Error):
            visitor.page.screenshot(path=FAILURES / f"{name}.png")
            (FAILURES / f"{name}.html").write_text(visitor.page.content())
