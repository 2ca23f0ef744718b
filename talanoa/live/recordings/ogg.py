"""Write Opus packets into an Ogg file (RFC 7845), a second to a page.

Each page is written whole and flushed, so that a file whose writer was killed plays up to its
last second. Nothing is written into what stands already.
"""

import struct
from typing import BinaryIO

RATE = 48_000
"""Samples a second by which Opus counts its time, whatever was recorded."""
FRAME = 960
"""Samples in a packet of 20 ms."""
SILENCE = b"\xf8\xff\xfe"
"""A packet of 20 ms in which nothing is heard."""
TO_A_PAGE = 50
_FIRST, _LAST = 2, 4


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x8000_0000 else 0)
        table.append(value & 0xFFFF_FFFF)
    return table


_TABLE = _table()


class OggOpusWriter:
    """One stream of mono packets of 20 ms. ``packets`` says how many it was given."""

    def __init__(self, file: BinaryIO, *, serial: int) -> None:
        self._file = file
        self._serial = serial
        self._pages = 0
        self._waiting: list[bytes] = []
        self.packets = 0
        head = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, 0, RATE, 0, 0)
        tags = struct.pack("<8sI7sI", b"OpusTags", 7, b"Talanoa", 0)
        self._page([head], granule=0, flags=_FIRST)
        self._page([tags], granule=0)

    def add(self, packet: bytes) -> None:
        """Take a packet; each fiftieth writes a page."""
        self._waiting.append(packet)
        self.packets += 1
        if len(self._waiting) >= TO_A_PAGE:
            self._write()

    def close(self) -> None:
        """Write what waits, and mark the end. The file stays the caller's to close."""
        self._write(flags=_LAST)

    def _write(self, *, flags: int = 0) -> None:
        waiting, self._waiting = self._waiting, []
        self._page(waiting, granule=self.packets * FRAME, flags=flags)

    def _page(self, packets: list[bytes], *, granule: int, flags: int = 0) -> None:
        lacing = b"".join(_lacing(len(packet)) for packet in packets)
        if len(lacing) > 255:
            # Packets longer than usual do not fit: two pages instead of one.
            half = len(packets) // 2
            before = granule - (len(packets) - half) * FRAME
            self._page(packets[:half], granule=before)
            self._page(packets[half:], granule=granule, flags=flags)
            return
        head = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, self._serial, self._pages, 0)
        page = head + bytes([len(lacing)]) + lacing + b"".join(packets)
        checksum = struct.pack("<I", _checksum(page))
        self._file.write(page[:22] + checksum + page[26:])
        self._file.flush()
        self._pages += 1


def _lacing(length: int) -> bytes:
    return b"\xff" * (length // 255) + bytes([length % 255])


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFF_FFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value
