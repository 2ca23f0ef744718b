"""The process that carries the live rooms: a plain ASGI application on uvicorn."""

import gc
import resource
import socket
import sys

import uvicorn
from django.conf import settings

from talanoa.ops.beats import keep_beating

BACKLOG = 4096
"""Connections that may wait to be taken: everyone comes in the same minute."""


class RoomServer(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What was loaded at the start is never garbage.
        gc.freeze()
        if self.started:
            keep_beating("room")


def main() -> None:
    config = uvicorn.Config(
        "talanoa.config.asgi:application",
        host=settings.BIND,
        port=settings.ROOM_PORT,
        backlog=BACKLOG,
        ws="websockets-sansio",
        # A frame is small; compressing it costs more than it saves, and 64 kB a client.
        ws_per_message_deflate=False,
        # Pages give signs of life of their own, which also count attendance.
        ws_ping_interval=None,
        ws_max_size=settings.ROOM_FRAME_MAX_BYTES,
        timeout_graceful_shutdown=3,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips="*" if settings.BEHIND_PROXY else None,
        log_level="warning",
        access_log=False,
    )
    _allow_many_sockets()
    _tune_interpreter()
    RoomServer(config).run()


def _allow_many_sockets() -> None:
    """Each person is an open file; the usual limit of 1,024 is one large session."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _tune_interpreter() -> None:
    """Keep the interpreter from pausing in the middle of telling five thousand people."""
    # The collector counts objects that come and go with each line; looking through all that
    # a full room holds takes a quarter of a second. The room collects when one has emptied.
    gc.set_threshold(100_000, 50, 1000)
    # Between two sends a thread of the database may take the interpreter; let it give it back.
    sys.setswitchinterval(0.0005)
