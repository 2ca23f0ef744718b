"""How long the ten most used pages take, beside a bare view with the same queries.

The demonstration is loaded into a database of its own and filled up (``bench.volume``); each
page is asked for by a person who would, in the process of the bench, through the WSGI handler
with all its middleware. Its floor (``bench.floors``) goes the same way. The two are asked for in
turns; a page's ratio is the median of its turns, and R is the worst page's. On SQLite, where all
the work is done in one thread, what counts is that thread's processor time, which a busy machine
does not stretch as it does the clock's; on PostgreSQL it is the clock's. The room's page is that
of the first to come: what is kept for those who follow (``talanoa.live.alike``) is forgotten
before each request.

Beside it stand the queries of each page, its weight as sent, and the requests a second that the
product's own server answers to two clients in this process, whose own time is within them.

Takes about four minutes. ``--database URL`` takes an empty PostgreSQL in place of SQLite.
"""

import argparse
import http.client
import io
import os
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from bench import report as reporting
from bench.scratch import Scratch, scratch

BOUND = 1.5
TURNS = 15
IN_A_TURN = 6
"""Requests of a page, and then of its floor, in one turn."""
SERVED = 3.0
"""Seconds for which each page is asked of the product's own server."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Page:
    """A page, and the browser of the person who asks for it."""

    name: str
    path: str
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def floor(self) -> str:
        return f"/bench/floor{self.path}"

    @property
    def recorded(self) -> str:
        return f"/bench/recorded{self.path}"

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


@dataclass(frozen=True)
class Measured:
    """Milliseconds of a page and of its floor, the page's queries, and its bytes as sent."""

    page: float
    floor: float
    ratio: float
    queries: int
    weight: int


def main() -> None:
    asked = _arguments()
    report = reporting.Report(
        name="pages", bound=BOUND, floor="bare-view-same-queries", record=asked.record
    )
    settings = {"TALANOA_DATABASE_URL": asked.database} if asked.database else {}
    with scratch(TALANOA_DEMONSTRATION="yes", **settings) as place:
        application = _started(place)
        pages = _pages(small=asked.small)
        turn = partial(
            _turn, application, time.perf_counter if asked.database else time.thread_time
        )
        turns = 1 if asked.small else TURNS
        measured = {page.name: _measure(application, page, turn, turns) for page in pages}
        served = {} if asked.small else _served(place, pages)
    for name, each in measured.items():
        rate = f", {served[name]:.0f} requests/s served" if name in served else ""
        report.figure(
            f"{name}: {each.page:.1f} ms (floor {each.floor:.1f}), ratio {each.ratio:.2f}, "
            f"{each.queries} queries, {each.weight / 1000:.1f} kB{rate}"
        )
    raise SystemExit(report.finish(max(each.ratio for each in measured.values())))


def _arguments() -> argparse.Namespace:
    parser = reporting.arguments("Measure the ten most used pages.")
    parser.add_argument("--database", default="", help="An empty database: postgres://…")
    parser.add_argument("--small", action="store_true", help="Only see that the bench runs.")
    return parser.parse_args()


def _started(place: Scratch) -> Application:
    """The product in this process, with the floors' addresses beside its own."""
    os.environ.update(place.environment)
    os.environ["TALANOA_LOG_LEVEL"] = "WARNING"
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.floors"
    from talanoa.config.wsgi import application

    return application


def _pages(*, small: bool) -> list[Page]:
    from bench import volume

    hub = volume.made(volume.Volume(20, 4, 4, 5, 5) if small else volume.Volume())
    participant = _signed_in(hub.readers["participant"])
    coordinator = _signed_in(hub.readers["coordinator"])
    return [
        Page("front", "/"),
        Page("programmes", "/programmes/", {**participant}),
        Page("programme", f"/programmes/{hub.programme.slug}/", {**participant}),
        Page("session", f"/sessions/{hub.coming.pk}/", {**participant}),
        Page("my day", "/my-day/", {**participant}),
        Page("room", f"/sessions/{hub.open.pk}/room/", {**participant}),
        Page("library", "/library/", {**participant}),
        Page("case", f"/cases/{hub.case.pk}/", {**coordinator}),
        Page("desk", "/desk/", {**coordinator}),
        Page("record", f"/sessions/{hub.held.pk}/record/", {**participant}),
    ]


def _signed_in(person: Any) -> dict[str, str]:
    from django.conf import settings
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[auth.SESSION_KEY] = str(person.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


def _measure(
    application: Application, page: Page, turn: Callable[[Page, str], float], turns: int
) -> Measured:
    from bench.floors import statements

    _get(application, page, page.recorded)

    with statements() as sent:
        weight = _get(application, page, page.path)
    with statements() as sent_by_floor:
        _get(application, page, page.floor)
    _demand_same(page, sent, sent_by_floor)
    pairs = [(turn(page, page.path), turn(page, page.floor)) for _ in range(turns)]
    return Measured(
        page=statistics.median(ours for ours, _ in pairs),
        floor=statistics.median(floor for _, floor in pairs),
        ratio=statistics.median(ours / floor for ours, floor in pairs),
        queries=sum(sent.values()),
        weight=weight,
    )


def _demand_same(page: Page, sent: Counter[str], by_floor: Counter[str]) -> None:
    if sent != by_floor:
        more, less = sent - by_floor, by_floor - sent
        raise AssertionError(f"{page.name} and its floor differ: {more} against {less}.")


def _turn(application: Application, clock: Callable[[], float], page: Page, path: str) -> float:
    """The median of a few requests, in milliseconds."""
    times = []
    for _ in range(IN_A_TURN):
        began = clock()
        _get(application, page, path)
        times.append((clock() - began) * 1000)
    return statistics.median(times)


def _get(application: Application, page: Page, path: str) -> int:
    """Ask for ``path`` as the page's reader and give the bytes of the body as sent."""
    from talanoa.live import alike

    alike.forget()
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": page.cookie,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer: list[Any] = []
    response = application(environ, lambda status, headers: answer.extend((status, headers)))
    weight = sum(len(piece) for piece in response)
    response.close()  # type: ignore[attr-defined]
    status, headers = answer
    if not status.startswith("200"):
        raise AssertionError(f"{page.name}: {path} answered {status}.")
    for name, value in headers:
        if name == "Set-Cookie":
            page.cookies |= {key: each.value for key, each in SimpleCookie(value).items()}
    return weight


def _served(place: Scratch, pages: list[Page]) -> dict[str, float]:
    """Requests a second of each page from the product's own server, for two clients."""
    with place.running("pages"):
        return {page.name: _rate(place, page) for page in pages}


def _rate(place: Scratch, page: Page) -> float:
    counts: list[int] = []
    ends = time.monotonic() + SERVED

    def client() -> None:
        connection = http.client.HTTPConnection("localhost", urlsplit(place.origin).port)
        headers = {"Cookie": page.cookie, "Accept-Encoding": "gzip"}
        count = 0
        while time.monotonic() < ends:
            connection.request("GET", page.path, headers=headers)
            response = connection.getresponse()
            response.read()
            count += response.status == 200
        connection.close()
        counts.append(count)

    clients = [threading.Thread(target=client) for _ in range(2)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return sum(counts) / SERVED


if __name__ == "__main__":
    main()
