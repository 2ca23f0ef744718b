"""The floor of the room's fan-out: the ``websockets`` library's ``broadcast`` and nothing else.

Run as ``python -m bench.broadcast_floor PORT``. Whatever a client sends goes to all, with the
mark in it, in an envelope as long as the first message that says ``size N``.
"""

import asyncio
import contextlib
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

ALL: set[ServerConnection] = set()
size = 0


async def handle(connection: ServerConnection) -> None:
    global size
    ALL.add(connection)
    with contextlib.suppress(ConnectionClosed):
        async for message in connection:
            if str(message).startswith("size "):
                size = int(str(message).split()[1])
            else:
                broadcast(ALL, str(message).ljust(size, "x"))
    ALL.discard(connection)


async def main(port: int) -> None:
    # As the room is run: uncompressed, no pings of the library's own.
    async with serve(handle, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
