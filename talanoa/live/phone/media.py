"""The sound of one call: packets between the trunk and the session's mix, prompts, keys.

Towards the trunk there is one stream of packets without a gap, whatever it is made of: a prompt,
the mix, or silence. Sound is taken from nobody but whom the call's offer names, and from Janus.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from time import monotonic

from talanoa.live.phone import rtp
from talanoa.live.phone.g711 import SILENCE
from talanoa.live.phone.offers import Offer

STEP = 0.02
AT_ONCE = 50
"""Packets read in one turn, so that one call cannot keep the others waiting."""
LARGEST = 2_048

Address = tuple[str, int]


class Media:
    """``on_key`` is called with each key pressed, on the event loop."""

    def __init__(
        self, offer: Offer, *, host: str, port: int, on_key: Callable[[str], None]
    ) -> None:
        """Raises ``OSError`` when the port, at which the trunk's sound is awaited, is taken."""
        self.last_heard = monotonic()
        self._offer = offer
        self._on_key = on_key
        self._keys = rtp.Keys(offer.keys)
        self._out, self._in = rtp.Stream(offer.payload), rtp.Stream(offer.payload)
        self._port = offer.port
        self._sends = False
        self._mix: Address | None = None
        self._prompt = b""
        self._silent = asyncio.Event()
        self._silent.set()
        self._clock: asyncio.Task[None] | None = None
        self._outer = _listening(host, port, self._from_trunk)
        self._inner = _listening("127.0.0.1", 0, self._from_mix)

    def begin(self) -> None:
        """The call has begun: sound goes out from now on."""
        self._sends = True
        self.last_heard = monotonic()
        self._clock = asyncio.create_task(self._tick())

    def change(self, offer: Offer) -> None:
        """Their side of the sound is elsewhere, on hold, or back."""
        if (offer.host, offer.port) != (self._offer.host, self._offer.port):
            self._port = offer.port
        self._offer = offer
        self.last_heard = monotonic()

    def close(self) -> None:
        self._sends = False
        self._silent.set()
        if self._clock is not None:
            self._clock.cancel()
        for listening in (self._outer, self._inner):
            asyncio.get_running_loop().remove_reader(listening)
            listening.close()

    # --- Towards the mix -----------------------------------------------------------------

    @property
    def port(self) -> int:
        """Where the trunk is to send its sound."""
        return int(self._outer.getsockname()[1])

    @property
    def ear(self) -> Address:
        """Where the mix is to be sent: a port on this machine."""
        host, port = self._inner.getsockname()
        return host, port

    @property
    def is_in(self) -> bool:
        return self._mix is not None

    def join(self, mix: Address) -> None:
        """From now on the caller is in the mix, which is at this address."""
        self._mix = mix

    def part(self) -> None:
        self._mix = None

    # --- Prompts -------------------------------------------------------------------------

    async def play(self, sound: bytes) -> None:
        """Play a prompt to its end, or until it is hushed. The mix waits."""
        self._prompt = sound
        self._silent.clear()
        await self._silent.wait()

    def hush(self) -> None:
        self._prompt = b""
        self._silent.set()

    # --- Packets -------------------------------------------------------------------------

    async def _tick(self) -> None:
        """Every 20 ms what is sent by our own clock: a prompt, or silence where there is no mix."""
        loop = asyncio.get_running_loop()
        at = loop.time()
        while True:
            if self._prompt:
                silence = SILENCE[self._offer.codec]
                self._send(self._prompt[: rtp.PACKET].ljust(rtp.PACKET, silence))
                self._prompt = self._prompt[rtp.PACKET :]
            else:
                self._silent.set()
                if self._mix is None:
                    self._send(SILENCE[self._offer.codec] * rtp.PACKET)
            # After a stall it does not catch up for longer than a moment.
            at = max(at + STEP, loop.time() - 10 * STEP)
            await asyncio.sleep(at - loop.time())

    def _send(self, payload: bytes) -> None:
        if self._sends and self._offer.hears:
            _send(self._outer, self._out.write(payload), (self._offer.host, self._port))

    def _from_trunk(self, data: bytes, source: Address) -> None:
        if source[0] != self._offer.host or not self._sends:
            return
        packet = rtp.read(data)
        if packet is None:
            return
        self.last_heard = monotonic()
        # Behind translation of addresses sound comes from another port than was offered.
        self._port = source[1]
        if packet.payload_type == self._offer.keys:
            if key := self._keys.hear(packet):
                self._on_key(key)
        elif packet.payload_type == self._offer.payload and self._mix:
            _send(self._inner, self._in.write(packet.payload), self._mix)

    def _from_mix(self, data: bytes, source: Address) -> None:
        packet = rtp.read(data) if source == self._mix else None
        if packet is not None and packet.payload_type == self._offer.payload and not self._prompt:
            self._send(packet.payload)


def _listening(host: str, port: int, take: Callable[[bytes, Address], None]) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        listening.setblocking(False)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    asyncio.get_running_loop().add_reader(listening, _read, listening, take)
    return listening


def _read(listening: socket.socket, take: Callable[[bytes, Address], None]) -> None:
    for _ in range(AT_ONCE):
        try:
            data, source = listening.recvfrom(LARGEST)
        except OSError:
            # Nothing more; or word that an earlier packet of ours reached nobody.
            return
        take(data, source)


def _send(sending: socket.socket, data: bytes, to: Address) -> None:
    # Sound that cannot be sent now is too late afterwards.
    with contextlib.suppress(OSError):
        sending.sendto(data, to)
