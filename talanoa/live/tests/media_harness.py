"""A real Janus, and a small server that joins browsers' frames to ``SoundRooms``.

It stands in for the room's socket, so that sound is tested by itself: the first frame says
who is who, and everyone may unmute.
"""

import asyncio
import contextlib
import http
import json
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from websockets.asyncio.server import serve
from websockets.datastructures import Headers
from websockets.http11 import Response

from talanoa.live.media import frames, janus_config
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.sound import SoundRooms
from tests.servers import free_port

SESSION = "7"
CHROMIUM = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
]
TESTS = Path(__file__).resolve().parent
STATIC = TESTS.parent / "static" / "live"
KINDS = {".js": "text/javascript", ".html": "text/html", ".bin": "application/octet-stream"}


def janus_settings(folder, **more):
    first = 42_000 + 200 * (worker_number() % 5)
    return JanusSettings(
        folder=folder, port=free_port(), ports=(first, first + 199), local=True, **more
    )


class RunningJanus:
    def __init__(self, settings):
        self.settings = settings
        self.process = None

    def start(self):
        janus_config.write(self.settings)
        binary = janus_config.find_janus(self.settings)
        assert binary is not None, "Janus is not installed."
        self.process = subprocess.Popen(
            janus_config.command(self.settings, binary=binary),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up = time.monotonic() + 10
        while time.monotonic() < give_up:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.settings.port), 0.2).close()
                return
            time.sleep(0.05)
        raise RuntimeError("Janus does not listen.")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def kill(self):
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Harness:
    """The sound of one session over WebSockets, on a thread with its own event loop."""

    def __init__(self, settings, *, relay=None):
        """``relay`` gives the servers of a person's ``sound.relays``; None: there is none."""
        self.settings = settings
        self.relay = relay
        self.holding = 600
        self.port = free_port()
        self.sockets = {}
        self.told = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def call(self, coroutine):
        """Run a coroutine on the harness's loop and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(15)

    async def _run(self):
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self.rooms = SoundRooms(self.settings, self)
        self.rooms.start()
        async with serve(
            self._converse, "127.0.0.1", self.port, process_request=self._file, compression=None
        ):
            self._ready.set()
            await self._stop.wait()
        await self.rooms.stop()

    def _file(self, _connection, request):
        path = urlsplit(request.path).path
        if path == "/socket":
            return None
        name = Path(path).name or "media_page.html"
        file = next((at / name for at in (TESTS, STATIC) if (at / name).is_file()), None)
        if file is None or file.suffix not in KINDS:
            return Response(404, "Not Found", Headers({"Content-Length": "0"}), b"")
        body = file.read_bytes()
        headers = Headers({"Content-Type": KINDS[file.suffix], "Content-Length": str(len(body))})
        return Response(http.HTTPStatus.OK.value, "OK", headers, body)

    async def _converse(self, socket):
        person = json.loads(await socket.recv())["person"]
        self.sockets.setdefault(person, []).append(socket)
        if self.rooms.available:
            self._give(socket, self._back(self.rooms.epoch))
        acting = set()
        async for text in socket:
            # Each frame on its own, as a room would that must not wait for Janus.
            act = asyncio.create_task(self._act(socket, person, json.loads(text)))
            acting.add(act)
            act.add_done_callback(acting.discard)

    async def _act(self, socket, person, frame):
        if frame["type"] == "sound.relays":
            reply = {
                "type": frame["type"],
                "servers": [self.relay(person)],
                "seconds": self.holding,
            }
        else:
            who = {"session_id": SESSION, "person": person}
            reply = await frames.carry_out(self.rooms, **who, frame=frame)
        if reply is not None:
            self._give(socket, reply)

    def _send(self, person, frame):
        for each in self.sockets.get(person, ()):
            self._give(each, frame)

    @staticmethod
    def _give(socket, frame):
        sending = asyncio.ensure_future(socket.send(json.dumps(frame)))
        sending.add_done_callback(lambda sent: sent.exception())

    def _send_all(self, frame):
        self.told.append(frame)
        for person in list(self.sockets):
            self._send(person, frame)

    # What SoundRooms tells.
    def muted(self, session_id, person, muted):
        self._send_all({"type": "sound.muted", "person": person, "muted": muted})

    def speaking(self, session_id, person, speaking):
        self._send_all({"type": "sound.speaking", "person": person, "speaking": speaking})

    def candidate(self, session_id, person, candidate):
        self._send(person, {"type": "sound.candidate", "candidate": candidate})

    def moved(self, session_id, person, tab):
        self._send(person, {"type": "sound.moved", "tab": tab})

    def ended(self, session_id, person, code):
        self.told.append({"type": "ended", "person": person, "code": code})
        self._send(person, {"type": "sound.lost", "code": code})

    def lost(self, code):
        self._send_all({"type": "sound.lost", "code": code})

    def failed(self):
        self.told.append({"type": "failed"})

    def back(self, epoch):
        self._send_all(self._back(epoch))

    def _back(self, epoch):
        return {"type": "sound.back", "epoch": epoch, "relays": self.relay is not None}


def worker_number():
    """Which of pytest's parallel workers this is, so that each has its own ports."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw") or 0)


def eventually(true, *, within=30.0):
    """Wait until ``true()`` holds, and return its value."""
    give_up = time.monotonic() + within
    while not (value := true()):
        if time.monotonic() > give_up:
            raise AssertionError(f"Not within {within} s.")
        time.sleep(0.05)
    return value
