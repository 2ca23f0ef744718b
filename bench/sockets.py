"""Many WebSocket clients in one process: real sockets and frames, nothing decoded in vain.

A client speaks the protocol by hand: the upgrade, masked frames out, frames in. Of what it
receives it looks only for the mark of a measured line, so that five thousand of them cost the
generator, in Python, less than what it measures.
"""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass

MARK = b"sent-at-"
DIGITS = 19
"""Nanoseconds of this machine's clock follow the mark."""

LEVEL = b'"type":"caught-up"'

TEXT, CLOSE, PING = 0x1, 0x8, 0x9


def marked() -> str:
    """The moment of sending, to be put into a line."""
    return f"{MARK.decode()}{time.time_ns():0{DIGITS}d}"


@dataclass(frozen=True)
class Address:
    """Where a client connects, and as whom."""

    host: str
    port: int
    path: str
    origin: str
    cookie: str = ""


class Client(asyncio.Protocol):
    """One WebSocket. ``heard`` gets the seconds a marked line was on its way."""

    def __init__(self, address: Address, heard: Callable[[float], None]) -> None:
        self._address = address
        self._heard = heard
        self._data = bytearray()
        self._transport: asyncio.Transport | None = None
        self.upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.greeted: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """Done at the first message, with it."""
        self.level: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when everything missed so far has come."""
        self.largest = b""
        """The longest marked message received."""
        self.ended = "closed by the server"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        where = self._address
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {where.path} HTTP/1.1",
            f"Host: {where.host}:{where.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Origin: {where.origin}",
        ]
        if where.cookie:
            lines.append(f"Cookie: talanoa_session={where.cookie}")
        transport.write("\r\n".join([*lines, "", ""]).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        for future in (self.upgraded, self.greeted, self.level):
            if not future.done():
                future.set_exception(exc or ConnectionResetError(self.ended))
                future.exception()  # seen: not every caller waits for each of them

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self.upgraded.done():
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.upgraded.set_exception(ConnectionRefusedError(head[:60].decode()))
                return
            self.upgraded.set_result(None)
            self._data = bytearray(rest)
        self._read_frames()

    def send(self, text: str) -> None:
        """Send a text; the mask is all zeros, which is a mask too."""
        body = text.encode()
        head = bytes([0x80 | TEXT])
        if len(body) < 126:
            head += bytes([0x80 | len(body)])
        else:
            head += bytes([0x80 | 126]) + struct.pack("!H", len(body))
        if self._transport is not None:
            self._transport.write(head + bytes(4) + body)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _read_frames(self) -> None:
        data = self._data
        while len(data) >= 2:
            opcode, length, start = data[0] & 0x0F, data[1] & 0x7F, 2
            if length == 126:
                if len(data) < 4:
                    return
                length, start = struct.unpack_from("!H", data, 2)[0], 4
            elif length == 127:
                if len(data) < 10:
                    return
                length, start = struct.unpack_from("!Q", data, 2)[0], 10
            if len(data) < start + length:
                return
            body = bytes(data[start : start + length])
            del data[: start + length]
            self._hear(opcode, body)

    def _hear(self, opcode: int, body: bytes) -> None:
        if opcode == PING and self._transport is not None:
            self._transport.write(bytes([0x80 | 0xA, 0x80 | len(body)]) + bytes(4) + body)
        if opcode == CLOSE:
            self.ended = f"closed with {struct.unpack('!H', body[:2])[0]}" if body else "closed"
        if opcode != TEXT:
            return
        if not self.level.done() and LEVEL in body:
            self.level.set_result(None)
        if not self.greeted.done():
            self.greeted.set_result(body)
        place = body.find(MARK)
        while place >= 0:
            place += len(MARK)
            self._heard((time.time_ns() - int(body[place : place + DIGITS])) / 1e9)
            if len(body) > len(self.largest):
                self.largest = body
            place = body.find(MARK, place)


async def connected(
    address: Address, heard: Callable[[float], None], *, within: float = 30
) -> Client:
    """Connect one client and wait for the server's answer to the upgrade.

    Raises:
        OSError, TimeoutError: it was refused, or took too long.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(within):
        _, client = await loop.create_connection(
            lambda: Client(address, heard), address.host, address.port
        )
        await client.upgraded
    return client
