"""The ASGI application: sockets at ``/sessions/<id>/socket``, and nothing else.

``?after=<seq>`` is the newest number on the page that opens the socket, ``?lang=<code>`` the
language that page is in; with ``?pack=1`` longer frames come packed.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError

from talanoa.kernel.refusals import NotVisible
from talanoa.live.access import Held, Removed
from talanoa.live.room import door
from talanoa.live.room.outbox import Send
from talanoa.live.room.packing import packing
from talanoa.live.room.protocol import Close
from talanoa.live.room.server import Server

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_ADDRESS = re.compile(r"/sessions/([0-9]{1,18})/socket", re.ASCII)


class Application:
    """A plain ASGI application; uvicorn calls it once for each socket."""

    def __init__(self) -> None:
        self.server: Server | None = None
        """What this process carries, while it runs."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await _say(send, 404, b"Here are only sockets.\n")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        server = Server()
        try:
            async with server.running():
                self.server = server
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:
            log.exception("The room could not be run.")
            kind = "shutdown" if self.server else "startup"
            await send({"type": f"lifespan.{kind}.failed", "message": str(error)})
        else:
            await send({"type": "lifespan.shutdown.complete"})

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        address = _ADDRESS.fullmatch(scope["path"])
        headers = dict(scope["headers"])
        if self.server is None or address is None or not door.is_our_origin(headers):
            # Before the handshake: the answer is HTTP's 403.
            await send({"type": "websocket.close", "code": int(Close.WRONG_ORIGIN)})
            return
        # The handshake is finished whoever it is, since only then can a browser read a code.
        await send({"type": "websocket.accept"})
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            visit = await self.server.database.read(
                door.visit,
                door.cookie_of(headers),
                int(address[1]),
                asked.get("lang", [""])[0],
                headers.get(b"x-talanoa-phone", b"").decode("latin-1"),
            )
        except door.SignedOut:
            await _close(send, Close.SIGNED_OUT)
        except Removed:
            await _close(send, Close.REMOVED)
        except Held:
            await _close(send, Close.HELD)
        except NotVisible:
            await _close(send, Close.NOT_VISIBLE)
        except DatabaseError as error:
            log.warning("Somebody could not be let in now: %s", error)
            await _close(send, Close.TRY_AGAIN_LATER)
        else:
            packs = asked.get("pack", [""])[0] == "1"
            connection = await self.server.admit(visit, send=packing(send) if packs else send)
            await connection.run(receive, after=_number(asked.get("after", [""])[0]))


async def _close(send: Send, code: int) -> None:
    await send({"type": "websocket.close", "code": int(code)})


async def _say(send: Send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


application = Application()
