"""The packets of a mix, each at its time: what is lost on the way is silence, not a shift."""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from talanoa.live.recordings.ogg import FRAME, RATE, SILENCE, OggOpusWriter

LONGEST_FILL = 60 * RATE
"""Samples up to which lost packets are filled in; after longer a new segment begins."""
_CLOCK = 2**32
_LARGEST = 1275
"""Bytes in one frame of Opus, by RFC 6716."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet's time, in samples of a clock of 32 bits, and its sound."""

    time: int
    sound: bytes


def read_rtp(datagram: bytes, *, source: int, payload_type: int) -> Packet | None:
    """The packet in a datagram; ``None`` when it is not one of ``source``, or is malformed."""
    if len(datagram) < 13 or datagram[0] >> 6 != 2:
        return None
    _mark, _number, time, sender = struct.unpack_from("!HHII", datagram)
    if sender != source or datagram[1] & 0x7F != payload_type:
        return None
    begins = 12 + 4 * (datagram[0] & 0x0F)
    if datagram[0] & 0x10:
        if len(datagram) < begins + 4:
            return None
        begins += 4 + 4 * struct.unpack_from("!H", datagram, begins + 2)[0]
    ends = len(datagram) - (datagram[-1] if datagram[0] & 0x20 else 0)
    sound = datagram[begins:ends]
    return Packet(time, sound) if 0 < len(sound) <= _LARGEST else None


class Segment:
    """One file, from its first packet on. ``began_at`` is when that came."""

    def __init__(self, path: Path, *, began_at: datetime) -> None:
        self.path = path
        self.began_at = began_at
        # Nobody but the account we run under may read what people said.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("xb")
        path.chmod(0o600)
        self._ogg = OggOpusWriter(self._file, serial=1)
        self._next: int | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(seconds=self._ogg.packets * FRAME / RATE)

    def take(self, packet: Packet) -> bool:
        """Write a packet at its time; says ``False`` of one that belongs to a new segment.

        One that comes after its time is left out: its silence has been written.
        """
        missing = 0 if self._next is None else (packet.time - self._next) % _CLOCK
        if missing >= _CLOCK // 2:
            return True
        if missing > LONGEST_FILL:
            return False
        for _lost in range(missing // FRAME):
            self._ogg.add(SILENCE)
        self._ogg.add(packet.sound)
        self._next = (packet.time + FRAME) % _CLOCK
        return True

    def close(self) -> None:
        self._ogg.close()
        self._file.close()
