"""A page's side of the room, without the page: it comes back by itself and sends again what was
not acknowledged, by the rules of ``static/live/link.js`` and ``outbox.js``."""

import asyncio
import contextlib
import json
import random
import time
from itertools import count

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

DELAYS = (0, 0.4, 1, 2, 3)
"""Seconds before each next try, as in ``link.js``; each is shortened by up to a half."""
ALIVE_EVERY = 15
_numbers = count(1)


class RoomClient:
    """One person in one session, with everything they were told and everything they did."""

    def __init__(self, *, url: str, origin: str, cookie: str) -> None:
        self._url, self._origin, self._cookie = url, origin, cookie
        self._socket = None
        self.seq = 0
        self.entries: list[dict] = []
        self.told: list[tuple[float, dict]] = []
        """Everything else, with the moment at which it came."""
        self.waiting: dict[str, str] = {}
        """Acts not acknowledged yet: their frames, by id."""
        self.acknowledged: dict[str, int] = {}
        self.gaps: list[tuple[int, int]] = []
        self.level_at: float | None = None
        """Since when this client has everything; ``None`` while it is away or catching up."""

    async def run(self) -> None:
        """Be in the room until cancelled."""
        tries = 0
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    f"{self._url}?after={self.seq}&lang=en",
                    origin=self._origin,
                    additional_headers={"Cookie": f"talanoa_session={self._cookie}"},
                    compression=None,
                    ping_interval=None,
                    open_timeout=5,
                    close_timeout=1,
                ) as socket:
                    tries = 0
                    await self._stay(socket)
            self._socket = self.level_at = None
            delay = DELAYS[min(tries, len(DELAYS) - 1)] * random.uniform(0.5, 1)
            tries += 1
            await asyncio.sleep(delay)

    async def act(self, kind: str, /, **data) -> str:
        """Ask for an act, now or as soon as there is a line; gives its id."""
        client_id = f"act-{next(_numbers)}"
        self.waiting[client_id] = json.dumps({"v": 1, "type": kind, "id": client_id, "data": data})
        await self._send(self.waiting[client_id])
        return client_id

    async def say(self, kind: str, **data) -> None:
        """Send what is no act and is not sent again."""
        await self._send(json.dumps({"v": 1, "type": kind, "data": data}))

    async def _stay(self, socket) -> None:
        self._socket = socket
        beating = asyncio.create_task(self._beat())
        try:
            for frame in list(self.waiting.values()):
                await socket.send(frame)
            async for message in socket:
                frame = json.loads(message)
                self._hear(frame)
                if frame.get("ask"):
                    await self.say("alive")
        finally:
            beating.cancel()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            await self.say("alive")

    async def _send(self, frame: str) -> None:
        if self._socket is not None:
            with contextlib.suppress(WebSocketException):
                await self._socket.send(frame)

    def _hear(self, frame: dict) -> None:
        match frame["type"]:
            case "batch":
                for each in frame["frames"]:
                    self._hear(each)
            case "entry" | "number":
                self._take(frame)
            case "ack":
                self.waiting.pop(frame["id"], None)
                self.acknowledged[frame["id"]] = frame["seq"]
            case "refused":
                self.waiting.pop(frame["id"], None)
                self.told.append((time.monotonic(), frame))
            case "caught-up":
                self.level_at = time.monotonic()
            case _:
                self.told.append((time.monotonic(), frame))

    def _take(self, frame: dict) -> None:
        if frame["seq"] <= self.seq:
            return
        if frame["seq"] != self.seq + 1:
            self.gaps.append((self.seq, frame["seq"]))
        self.seq = frame["seq"]
        if frame["type"] == "entry":
            self.entries.append(frame)
