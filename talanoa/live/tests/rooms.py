"""The room's server inside a test, and a client that speaks to it over a real socket."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

import uvicorn
from django.test import Client as PageClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from talanoa.live.room.application import Application
from tests.servers import free_port

PATIENCE = 10
_ids = count(1)


class Socket:
    """Someone's socket in a session."""

    def __init__(self, connection, cookie: str) -> None:
        self.connection = connection
        self.cookie = cookie
        self.frames: list[dict] = []

    def send(self, kind: str, /, *, client_id: str = "", **data) -> None:
        frame = {"v": 1, "type": kind, "data": data}
        self.raw(json.dumps({**frame, "id": client_id} if client_id else frame))

    def raw(self, message: str | bytes) -> None:
        self.connection.send(message)

    def act(self, kind: str, /, **data) -> dict:
        """Ask for an act and wait for its answer: ``ack``, ``refused`` or ``error``."""
        client_id = data.pop("client_id", f"act-{next(_ids)}")
        self.send(kind, client_id=client_id, **data)
        return self.until(lambda frame: frame.get("id") == client_id)

    def until(self, wanted, *, patience: float = PATIENCE) -> dict:
        """The first frame from now on that ``wanted`` accepts, or that is of this type."""
        is_it = wanted if callable(wanted) else lambda frame: frame["type"] == wanted
        deadline = time.monotonic() + patience
        while True:
            for frame in self._next(deadline - time.monotonic()):
                if is_it(frame):
                    return frame

    def entry(self, kind: str) -> dict:
        return self.until(lambda frame: frame.get("kind") == kind)

    def closed(self) -> int:
        """The code with which the server ends the socket."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self._next(PATIENCE)
        return self.connection.close_code

    def of_type(self, *kinds: str) -> list[dict]:
        """What has been received so far of these types."""
        return [frame for frame in self.frames if frame["type"] in kinds]

    def numbers(self) -> list[int]:
        """The numbers received, as entries or bare."""
        return [frame["seq"] for frame in self.of_type("entry", "number")]

    def _next(self, patience: float) -> list[dict]:
        message = json.loads(self.connection.recv(timeout=max(patience, 0.001)))
        frames = message["frames"] if message["type"] == "batch" else [message]
        self.frames += frames
        return frames


class NotedApplication(Application):
    """The application, with its event loop in reach of other threads."""

    async def __call__(self, scope, receive, send) -> None:
        self.loop = asyncio.get_running_loop()
        await super().__call__(scope, receive, send)


class Rooms:
    """A room process inside this one."""

    def __init__(self, settings) -> None:
        self._settings = settings
        self.application = NotedApplication()
        self.port = settings.ROOM_PORT

    @contextlib.contextmanager
    def open(self) -> Iterator["Rooms"]:
        config = uvicorn.Config(
            self.application,
            port=self.port,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            ws_max_size=self._settings.ROOM_FRAME_MAX_BYTES,
            timeout_graceful_shutdown=3,
            log_config=None,
            log_level="warning",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not server.started and time.monotonic() < deadline:
                time.sleep(0.01)
            yield self
        finally:
            server.should_exit = True
            thread.join()

    def send_to(self, person, session, frame: str) -> None:
        """Send a frame to one person, in the server's own loop."""
        for connection in self.application.server.channels[session.pk].of(person.pk):
            self.application.loop.call_soon_threadsafe(connection.outbox.put, frame)

    @contextlib.contextmanager
    def join(self, person, session, *, lang: str = "en", **options) -> Iterator[Socket]:
        """Someone's socket, once everything before has been received."""
        with self.knock(person, session, lang=lang, **options) as socket:
            socket.until("caught-up")
            yield socket

    @contextlib.contextmanager
    def knock(
        self,
        person,
        session,
        *,
        cookie: str | None = None,
        origin: str | None = "",
        after: int | None = None,
        lang: str = "",
        path: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[Socket]:
        """Someone's socket, whatever becomes of it."""
        cookie = cookie_of(person) if cookie is None else cookie
        query = f"?lang={lang}" + (f"&after={after}" if after is not None else "")
        path = path or f"/sessions/{session.pk}/socket{query}"
        with connect(
            f"ws://localhost:{self.port}{path}",
            origin=f"http://localhost:{self._settings.PORT}" if origin == "" else origin,
            additional_headers={"Cookie": f"talanoa_session={cookie}", **(headers or {})},
            compression=None,
            max_size=None,
            close_timeout=2,
        ) as connection:
            yield Socket(connection, cookie)


def cookie_of(person) -> str:
    """The cookie by which a browser of this person is signed in; empty for nobody."""
    if person is None:
        return ""
    pages = PageClient()
    pages.force_login(person)
    return pages.cookies["talanoa_session"].value


@contextlib.contextmanager
def a_room(settings, tmp_path) -> Iterator[Rooms]:
    """A room process without sound, on a port and a bus of its own."""
    settings.PORT, settings.ROOM_PORT = free_port(), free_port()
    settings.SITE_URL = f"http://localhost:{settings.PORT}"
    settings.ROOM_BUS = str(tmp_path / "bus")
    settings.JANUS = replace(settings.JANUS, enabled=False)
    with Rooms(settings).open() as rooms:
        yield rooms
