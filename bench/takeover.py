"""How long a session is without sound when the Janus that carries it is killed.

The real product with two Janus, a speaker and a listener in Chromium. The one that has the session
is killed again and again with ``kill -9``; told is the time until the listener is connected to the
other, and until they hear: the speaker comes back muted and unmutes as soon as they can. The figure
is the second at its 95th percentile (of few kills, nearly the longest), over the ten seconds
promised. Takes about fifteen seconds a kill.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import report as reporting
from tests.journeys.browsing import Visitor, launched, visiting
from tests.journeys.product import Product, running
from tests.journeys.steps import enter_room, heard, join_sound, until
from tests.servers import free_port

PROMISED = 10.0
BETWEEN = 8.0
"""Seconds between kills: sound that was moved stays for five of them."""
CONNECTED = "#sound[data-state=connected]"
OF_THE_CUT = r"WebSocket|net::|ERR_|Failed to load resource"


def main() -> int:
    parser = reporting.arguments(__doc__ or "")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--ports", default="26400-26799", help="UDP ports for both Janus.")
    given = parser.parse_args()
    report = reporting.Report(
        name="takeover", bound=1.0, floor="the-ten-seconds-promised", record=given.record
    )
    nodes = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    chosen = {"TALANOA_JANUS_NODES": " ".join(nodes), "TALANOA_JANUS_PORTS": given.ports}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "product", demonstration=True, **chosen) as product,
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        with (
            visiting(browser, product, "presenter") as speaker,
            visiting(browser, product, "participant") as listener,
        ):
            session = _session(product)
            for visitor in (speaker, listener):
                visitor.sign_in(f"{visitor.name}@example.org")
                visitor.expect_complaint(OF_THE_CUT)
                enter_room(visitor, session)
                join_sound(visitor)
            _speak(speaker.page)
            _hear(listener)
            took = [_kill(product, session, speaker, listener) for _ in range(given.kills)]
    back, again = ([each[at] for each in took] for at in (0, 1))
    report.figure(
        f"{given.kills} kills: connected to the other after {_told(back)}, "
        f"sound at the listener after {_told(again)}"
    )
    return report.finish(_percentile(again, 95) / PROMISED)


def _kill(
    product: Product, session: int, speaker: Visitor, listener: Visitor
) -> tuple[float, float]:
    time.sleep(BETWEEN)
    place = _ask(product, f"from talanoa.live.nodes import places; print(places([{session}]))")
    name = place.split("'")[1].replace(":", "-")
    product.kill(name)
    killed_at = time.monotonic()
    speaker.page.locator("[data-trouble='cut-off']").wait_for()
    listener.page.locator(CONNECTED).wait_for(state="attached")
    back = time.monotonic() - killed_at
    _speak(speaker.page)
    _hear(listener)
    return back, time.monotonic() - killed_at


def _session(product: Product) -> int:
    return int(
        _ask(
            product,
            "from talanoa.schedule.models import LiveSession as S\n"
            "print(S.objects.filter(series=None, closed_at=None).latest('starts_at').pk)",
        )
    )


def _ask(product: Product, code: str) -> str:
    return product.manage("shell", "-v0", "-c", code).strip()


def _speak(page: Page) -> None:
    page.locator("[data-sound=talk]").click()
    page.locator("[data-sound=talk][aria-pressed=true]").wait_for()


def _hear(listener: Visitor) -> None:
    before = heard(listener)
    until(lambda: heard(listener)["energy"] > before["energy"] + 0.001, "sound at the listener")


def _percentile(seconds: list[float], percent: int) -> float:
    if len(seconds) == 1:
        return seconds[0]
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _told(seconds: list[float]) -> str:
    return f"{_percentile(seconds, 50):.1f} s (p95 {_percentile(seconds, 95):.1f} s)"


if __name__ == "__main__":
    sys.exit(main())
