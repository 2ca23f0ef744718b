"""What people do in journeys, in their words: sign up, enrol, enter, speak."""

import email
import email.policy
import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, TypeVar

from icalendar import Calendar, Component

from tests.journeys.browsing import Visitor
from tests.journeys.product import Product

Found = TypeVar("Found")

PATIENCE = 30
"""Seconds a job, a mail or a frame may take before a journey gives up on it."""


def until(look: Callable[[], Found], what: str, *, patience: float = PATIENCE) -> Found:
    """Look again and again until there is something; give that."""
    deadline = time.monotonic() + patience
    while True:
        if found := look():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {patience} s for {what}; it did not come.")
        time.sleep(0.2)


def mails_to(product: Product, address: str, *, about: str = "") -> list[EmailMessage]:
    """The mails sent to ``address`` whose subject holds ``about``, oldest first."""
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in product.mail()
    ]
    return [
        message
        for message in messages
        if address in str(message["To"]) and about.casefold() in str(message["Subject"]).casefold()
    ]


def mail_to(product: Product, address: str, *, about: str = "") -> EmailMessage:
    """The newest such mail, once there is one."""
    return until(
        lambda: mails_to(product, address, about=about), f"a mail to {address} about {about!r}"
    )[-1]


def mailed_link(product: Product, address: str, pattern: str) -> str:
    """The newest address mailed to ``address`` that holds ``pattern``."""

    def found() -> list[str]:
        texts = [
            message.get_body(("plain",)).get_content() for message in mails_to(product, address)
        ]
        links = [link for text in texts for link in re.findall(r"https?://\S+", text)]
        return [link for link in links if pattern in link]

    return until(found, f"a mail to {address} with {pattern}")[-1]


def calendar_of(message: EmailMessage) -> Calendar:
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def entries(calendar: Calendar) -> list[Component]:
    return sorted(calendar.walk("VEVENT"), key=lambda entry: entry.decoded("dtstart"))


def sign_up(visitor: Visitor, address: str, name: str) -> None:
    """From a form that asks to sign in, by mail, to an account with a name."""
    page = visitor.page
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    visitor.go(mailed_link(visitor.product, address, "/sign-in/link/"))
    page.get_by_role("button", name="Sign in on this device").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_load_state()


def enter_room(visitor: Visitor, session: int) -> float:
    """Open the room and wait until it is live; gives the moment by the machine's clock."""
    visitor.go(f"/sessions/{session}/room/")
    visitor.page.locator("#link[data-link=connected]").wait_for(state="attached")
    return time.time()


def move_case(host: Visitor, step: str) -> None:
    """Move the case in hand to a step, named as the page names it."""
    page = host.page
    page.get_by_role("tab", name=re.compile("Case")).click()
    tools = page.locator("#case-steps .step-tools")
    onward = tools.get_by_role("button", name=f"Next: {step}")
    # The page leaves out a second press in the same moment.
    page.wait_for_timeout(800)
    if onward.count():
        onward.click()
    else:
        tools.locator("summary").click()
        tools.get_by_role("button", name=step).click()
    page.locator("#case-steps [aria-current=step]", has_text=step).wait_for()


def join_sound(visitor: Visitor) -> None:
    visitor.page.locator("[data-sound=join]").click()
    visitor.page.locator("[data-sound=talk]").wait_for()


def show_camera(visitor: Visitor) -> None:
    """By the key: a look at oneself, then the room sees it too."""
    page = visitor.page
    page.keyboard.press("v")
    page.locator("#camera-preview [data-yes]:enabled").click()
    page.locator("[data-shows=camera][aria-pressed=true]").wait_for()


def share_screen(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("[data-shows=screen]").click()
    page.locator("#screen-preview [data-choose]").click()
    page.locator("#screen-preview [data-yes]").click()
    page.locator("[data-shows=screen][aria-pressed=true]").wait_for()


def seen(visitor: Visitor) -> dict[str, Any] | None:
    """WebRTC's own figures of the pictures that come in; none where no script for them is there."""
    return visitor.page.evaluate(
        """() => Promise.race([
             new Promise((told) => document.dispatchEvent(
               new CustomEvent("talanoa:picture-stats", { detail: told }))),
             new Promise((none) => setTimeout(() => none(null), 1000)),
           ])"""
    )


def pictures(visitor: Visitor) -> list[dict[str, Any]]:
    """Those that come in, each with its own figures."""
    return (seen(visitor) or {"pictures": []})["pictures"]


def moving(visitor: Visitor, source: str, *, width: int = 1) -> dict[str, Any] | None:
    """A picture from this source, so wide at least, of which frames are decoded now, or nothing."""
    before = {each["mid"]: each["frames"] for each in pictures(visitor)}
    visitor.page.wait_for_timeout(700)
    found = [each for each in pictures(visitor) if each["source"] == source]
    return next(
        (
            each
            for each in found
            if each["frames"] > before.get(each["mid"], 0) and each["width"] >= width
        ),
        None,
    )


def heard(visitor: Visitor) -> dict[str, float]:
    """WebRTC's own figures of the sound that comes in and goes out."""
    return visitor.page.evaluate(
        """() => new Promise((told) => document.dispatchEvent(
             new CustomEvent("talanoa:sound-stats", { detail: told })))"""
    )
