"""A tap on a session's mix: Janus sends it here as RTP, packet by packet, until it is closed."""

import asyncio
import secrets
import socket
from collections.abc import Callable
from time import monotonic

from talanoa.live.media.janus_client import JanusError
from talanoa.live.media.mixes import OPUS, Mixes
from talanoa.live.recordings.tape import Packet, read_rtp


class Tap(asyncio.DatagramProtocol):
    """One session's mix on its way to ``take``. Use on one event loop."""

    def __init__(self, mixes: Mixes, session_id: str, take: Callable[[Packet], None]) -> None:
        self._mixes = mixes
        self._session_id = session_id
        self._take = take
        self._source = secrets.randbits(32)
        self._number: int | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.heard_at = monotonic()
        """When the last packet came."""

    async def open(self, *, janus: tuple[str, int]) -> None:
        """Listen on the address by which this machine is known to Janus, and have it send there.

        Raises:
            JanusError, OSError: it cannot be done now.
        """
        loop = asyncio.get_running_loop()
        host = await asyncio.to_thread(_own_address, *janus)
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0))
        port = self._transport.get_extra_info("sockname")[1]
        try:
            self._number = await self._mixes.send_to(
                self._session_id, host=host, port=port, source=self._source
            )
        except JanusError:
            self._transport.close()
            raise
        self.heard_at = monotonic()

    async def close(self) -> None:
        """Take nothing more. Janus is told, if it is there."""
        if self._transport is not None:
            self._transport.close()
        number, self._number = self._number, None
        if number is not None:
            try:
                await self._mixes.stop_sending(self._session_id, number)
            except JanusError:
                return

    def datagram_received(self, data: bytes, addr: object) -> None:
        packet = read_rtp(data, source=self._source, payload_type=OPUS)
        if packet is not None:
            self.heard_at = monotonic()
            self._take(packet)


def _own_address(host: str, port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        # Only looks up the way; nothing is sent.
        asked.connect((host, port))
        address: str = asked.getsockname()[0]
        return address
