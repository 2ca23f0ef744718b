"""What an hour weighs on the wire in each mode, for somebody who listens.

The real product with a real Janus; a facilitator speaks all the time, writes four lines a minute,
turns 24 slides an hour and, for the modes with pictures, shows a camera and shares a screen. The
listener's Chromium lives beyond a link of its own, which counts every packet both ways with its IP
headers. Nobody waits an hour: the page is loaded once, then ``--seconds`` of talk and chat and a
few slides are measured, and scaled. The floor is what the same run received of Opus and VP8, with
the least headers its packets could have had.

Each mode must weigh no more than the page promises (``talanoa.live.modes``). Needs root, for
the link. Takes about three minutes a mode.
"""

import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst
from playwright.sync_api import Browser, sync_playwright

from bench import report as reporting
from bench import speech
from tests.journeys.browsing import PHONE, Visitor, launched, visiting
from tests.journeys.product import Product, running
from tests.journeys.steps import enter_room, heard, join_sound, seen, share_screen, show_camera
from tests.weak_link import WeakLink, weak_link, why_not

SECONDS = 120
HOUR = 3600
SLIDES_AN_HOUR = 24
SLIDES = 4
BETWEEN_SLIDES = 8
LINE_EVERY = 15
LINE = "In our district the tablets arrive, and nobody is trained to prescribe them yet."
LEAST_HEADERS = 20 + 8 + 12 + 10
"""Bytes of IPv4, UDP, RTP and the shortest usual mark of authenticity, on each packet."""
BOUND = 1.25
NO_PICTURES = {"bytes": 0, "packets": 0}
MODES = (
    "import json; from talanoa.live.modes import MODES;"
    "from talanoa.live.media.layers import LAYERS, MOST_CAMERAS;"
    # One camera is on here: what the others would add is not to be spent.
    "others = (MOST_CAMERAS - 1) * LAYERS[0].hour_bytes;"
    "print(json.dumps([[m.name, list(m.rates), m.view,"
    " m.promised - (others if m.view == 'all' else 0)] for m in MODES]))"
)
DECK = """
#set page(width: 960pt, height: 540pt, margin: 60pt)
#set text(size: 26pt)
#for number in range({pages}) [
  = What {{#(number + 1)}} districts found
  - Tablets were there in #(40 + number) of 100 health centres
  - One prescriber for #(3 + number) centres
  #for bar in range(6) [ #box(rect(width: 90pt, height: 30pt + bar * 12pt + number * 4pt,
    fill: gradient.linear(rgb("#2e2a78"), rgb("#9aa0d8")))) ]
  #pagebreak(weak: true)
]
"""


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire: of loading the page once, of a second of talk and chat, of one slide."""

    load: float
    second: float
    slide: float
    floor_second: float
    meter: float
    """What the page itself says of the visit, over what the link has counted."""

    @property
    def hour(self) -> float:
        return self.load + HOUR * self.second + SLIDES_AN_HOUR * self.slide

    @property
    def floor_hour(self) -> float:
        return HOUR * self.floor_second


def main() -> int:
    parser = reporting.arguments(__doc__ or "")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="Of talk, for each mode.")
    given = parser.parse_args()
    if reason := why_not():
        raise SystemExit(f"No link to count on: {reason}.")
    report = reporting.Report(
        name="hour_bytes", bound=BOUND, floor="opus-and-least-headers", record=given.record
    )
    too_heavy, ratio = [], 0.0
    with _place() as (product, link, near, far), _talking(product, near) as (host, session):
        modes = json.loads(product.manage("shell", "-v0", "-c", MODES))
        print(f"This takes {len(modes) * (given.seconds + 60) / 60 + 1:.0f} minutes.", flush=True)
        for name, rates, view, promised in modes:
            if view == "speaker":
                show_camera(host)
            elif view == "all":
                share_screen(host)
            weight = _weigh(far, link, host, session, name, bool(rates), given.seconds)
            report.figure(
                f"{name}{f' at {rates[-1] // 1000} kbit/s' if rates else ''}: "
                f"{weight.hour / 1e6:.1f} MB an hour (promised {promised / 1e6:.0f}): page "
                f"{weight.load / 1e3:.0f} kB, {weight.second:.0f} bytes a second, "
                f"{weight.slide / 1e3:.0f} kB a slide; the page's own meter said "
                f"{weight.meter:.2f} of it"
                + (f"; floor {weight.floor_hour / 1e6:.1f} MB" if rates else "")
            )
            if weight.hour > promised:
                too_heavy.append(name)
            if rates:
                ratio = max(ratio, weight.hour / weight.floor_hour)
    report.figure(f"scaled from {given.seconds} s")
    for name in too_heavy:
        print(f"{name} weighs more than the page promises.", flush=True)
    return report.finish(float("inf") if too_heavy else ratio)


def _weigh(
    far: Browser,
    link: WeakLink,
    host: Visitor,
    session: int,
    mode: str,
    hears: bool,
    seconds: int,
) -> Weight:
    with visiting(far, host.product, "participant", viewport=PHONE) as listener:
        listener.sign_in("participant@example.org")
        cookie = {"name": "talanoa_mode", "value": mode, "url": host.product.url}
        listener.context.add_cookies([cookie])
        began = before = sum(link.passed())
        enter_room(listener, session)
        listener.page.wait_for_load_state("networkidle")
        load = sum(link.passed()) - before
        if hears:
            join_sound(listener)
            listener.page.locator("#sound[data-state=connected]").wait_for(state="attached")
        time.sleep(3)
        sound, pictures = heard(listener), seen(listener) or NO_PICTURES
        before, at = sum(link.passed()), time.monotonic()
        while time.monotonic() < at + seconds:
            _say(host)
            time.sleep(LINE_EVERY)
        took = time.monotonic() - at
        second = (sum(link.passed()) - before) / took
        more = heard(listener)
        floor = more["bytes"] - sound["bytes"]
        floor += (more["packets"] - sound["packets"]) * LEAST_HEADERS
        came = seen(listener) or NO_PICTURES
        floor += came["bytes"] - pictures["bytes"]
        floor += (came["packets"] - pictures["packets"]) * LEAST_HEADERS
        before, at = sum(link.passed()), time.monotonic()
        for _ in range(SLIDES):
            host.page.get_by_role("button", name="Next", exact=True).click()
            time.sleep(BETWEEN_SLIDES)
        slides = sum(link.passed()) - before - second * (time.monotonic() - at)
        time.sleep(6)  # the page counts every five seconds
        said = listener.page.evaluate(
            "session => Object.values(JSON.parse(sessionStorage['talanoa.visit.' + session]))"
            ".reduce((sum, each) => sum + each)",
            str(session),
        )
        return Weight(
            load, second, slides / SLIDES, floor / took, said / (sum(link.passed()) - began)
        )


@contextlib.contextmanager
def _place() -> Iterator[tuple[Product, WeakLink, Browser, Browser]]:
    with (
        tempfile.TemporaryDirectory(prefix="talanoa-bench-") as name,
        weak_link(Path(name)) as link,
        running(Path(name) / "product", demonstration=True, **link.settings) as product,
        sync_playwright() as playwright,
    ):
        link.reaches(product.port, product.room_port)
        voice = Path(name) / "voice.wav"
        speech.write(voice)
        near = launched(playwright, f"--use-file-for-fake-audio-capture={voice}")
        far = playwright.chromium.launch(executable_path=link.program, args=link.flags)
        yield product, link, near, far
        near.close()
        far.close()


@contextlib.contextmanager
def _talking(product: Product, near: Browser) -> Iterator[tuple[Visitor, int]]:
    """The facilitator in the open practice session, a deck on the stage, speaking."""
    session = int(
        product.manage(
            "shell",
            "-v0",
            "-c",
            "from talanoa.schedule.models import LiveSession as S\n"
            "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
        )
    )
    with visiting(near, product, "facilitator", permissions=["microphone", "camera"]) as host:
        host.sign_in("facilitator@example.org")
        _upload(host, session)
        enter_room(host, session)
        host.page.get_by_role("button", name="Open the session").click()
        host.page.get_by_role("button", name="Show", exact=True).click()
        join_sound(host)
        host.page.locator("[data-sound=talk]").click()
        host.page.locator("[data-sound=talk][aria-pressed=true]").wait_for()
        yield host, session


def _upload(host: Visitor, session: int) -> None:
    pages = SLIDES * 3 + 1
    pdf = host.product.folder / "deck.pdf"
    pdf.write_bytes(typst.compile(DECK.format(pages=pages).encode()))
    page = host.go(f"/sessions/{session}/slides/")
    page.get_by_label("Title").fill("What we found")
    page.locator("input[type=file]").set_input_files(pdf)
    page.get_by_role("button", name="Upload").click()
    page.get_by_text(f"{pages} pages").first.wait_for()


def _say(host: Visitor) -> None:
    host.page.locator("#say_text").fill(LINE)
    host.page.locator("#say_text").press("Enter")


if __name__ == "__main__":
    sys.exit(main())
