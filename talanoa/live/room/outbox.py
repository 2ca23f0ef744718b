"""What waits to be sent to one socket: bounded, with a writer of its own.

A frame goes straight to a socket that has room; what has to wait, waits here. A phone that has
stalled fills its own outbox and holds up nobody. Once full, what waited is
dropped and the client is told that it is behind: it then asks for what it missed by number.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

MOST_FRAMES = 256
MOST_CHARACTERS = 512 * 1024

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Outbox:
    """Frames for one socket, in order."""

    __slots__ = ("_behind", "_characters", "_drained", "_frames", "_send", "_waiting", "is_behind")

    def __init__(self, send: Send, *, behind: str) -> None:
        """``behind`` is the frame that says that others were dropped."""
        self._send = send
        self._behind = behind
        self._frames: deque[str] = deque()
        self._characters = 0
        self._waiting: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
        self.is_behind = False
        """Frames were dropped, and the client has not asked for them yet."""

    def put(self, frame: str) -> None:
        """Add a frame, or drop it and all that wait when there are too many."""
        if self.is_behind or self._is_sent_at_once(frame):
            return
        if len(self._frames) >= MOST_FRAMES or self._characters > MOST_CHARACTERS:
            self.is_behind = True
            self._frames.clear()
            self._characters = 0
            frame = self._behind
        self._frames.append(frame)
        self._characters += len(frame)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _is_sent_at_once(self, frame: str) -> bool:
        """Hand the frame to a socket that has room for it, without waking the writer.

        Nearly all have, and in a full room the turn of a task for each would cost as much
        again as the sending. Whatever goes wrong, the writer meets when it sends the frame.
        """
        if self._frames or self._waiting is None:
            return False
        sending = self._send({"type": "websocket.send", "text": frame})
        try:
            sending.send(None)
        except StopIteration:
            return True
        except Exception:
            return False
        # A server waits for room before it writes, so of this frame nothing has been sent.
        sending.close()
        return False

    def go_on(self) -> None:
        """The client asks for what was dropped: frames are taken again."""
        self.is_behind = False

    async def drained(self) -> None:
        """Wait until everything put so far has been handed to the socket."""
        if self._frames:
            if self._drained is None or self._drained.done():
                self._drained = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    async def write(self) -> None:
        """Send what is put, until cancelled. Raises what sending raises."""
        loop = asyncio.get_running_loop()
        frames = self._frames
        while True:
            while frames:
                frame = frames.popleft()
                self._characters -= len(frame)
                await self._send({"type": "websocket.send", "text": frame})
            if self._drained is not None and not self._drained.done():
                self._drained.set_result(None)
            self._waiting = loop.create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
