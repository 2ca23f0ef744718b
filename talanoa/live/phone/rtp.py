"""Packets of sound (RFC 3550), and the keys among them (RFC 4733). Pure."""

import secrets
import struct
from collections import deque
from dataclasses import dataclass, field

PACKET = 160
"""Samples of 20 ms at 8,000 a second: the bytes of one packet of either code."""
_HEADER = struct.Struct("!BBHII")
_KEYS = "0123456789*#ABCD"


@dataclass(frozen=True, slots=True)
class Packet:
    payload_type: int
    is_marked: bool
    """Where something begins."""
    moment: int
    """In samples, by the sender's own clock."""
    payload: bytes


def read(data: bytes) -> Packet | None:
    """One packet; ``None`` when the bytes are none, or hold nothing."""
    if len(data) < _HEADER.size:
        return None
    first, second, _, moment, _ = _HEADER.unpack_from(data)
    start, end = _HEADER.size + 4 * (first & 0x0F), len(data)
    if first >> 6 != 2:
        return None
    if first & 0x10:
        if end < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    if first & 0x20:
        end -= data[-1]
    return Packet(second & 0x7F, second >= 0x80, moment, data[start:end]) if start < end else None


@dataclass(slots=True)
class Stream:
    """Packets of ours in a row, whatever they are made of."""

    payload_type: int
    _source: int = field(default_factory=lambda: secrets.randbits(32))
    _number: int = field(default_factory=lambda: secrets.randbits(15))
    _moment: int = field(default_factory=lambda: secrets.randbits(31))

    def write(self, payload: bytes) -> bytes:
        header = _HEADER.pack(0x80, self.payload_type, self._number, self._moment, self._source)
        self._number = (self._number + 1) & 0xFFFF
        self._moment = (self._moment + len(payload)) & 0xFFFFFFFF
        return header + payload


@dataclass(slots=True)
class Keys:
    """Which keys were pressed. Each press comes in many packets, its end in three; any may be
    lost, late or there twice.
    """

    payload_type: int
    _presses: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=4))
    """Key and moment of the latest presses, the newest last."""
    _has_ended: bool = False

    def hear(self, packet: Packet) -> str:
        """The key whose press begins to be known with this packet; empty otherwise."""
        if packet.payload_type != self.payload_type or len(packet.payload) < 4:
            return ""
        key = packet.payload[0]
        if key >= len(_KEYS):
            return ""
        press = (key, packet.moment)
        is_end = bool(packet.payload[1] & 0x80)
        # Some devices do not move their clock on between presses; they mark where one begins.
        begins_again = packet.is_marked and self._has_ended and not is_end
        if press in self._presses and not begins_again:
            self._has_ended |= is_end and press == self._presses[-1]
            return ""
        self._presses.append(press)
        self._has_ended = is_end
        return _KEYS[key]
