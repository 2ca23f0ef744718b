"""Many listeners in one process: real WebRTC up to the last step, then packets are counted.

Each negotiates ICE, DTLS and SRTP keys through aiortc as a browser would. Once connected, its
packets are counted by the number in their header, which SRTP leaves readable, instead of being
decrypted and decoded: so that the generator, in Python, costs less than what it measures.
"""

import asyncio
import math
from array import array
from collections.abc import Awaitable, Callable
from fractions import Fraction

import aioice.ice
import av
from aiortc import (
    AudioStreamTrack,
    RTCCertificate,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)

RATE = 48_000
FRAME = RATE // 50
OPUS_TYPES = range(96, 128)

Answer = Callable[[str], Awaitable[str]]
"""Takes the listener's offer, gives the server's answer."""


def stay_on(address: str) -> None:
    """Connect from one address of this machine alone, with one certificate for all listeners."""
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [address]
    certificate = RTCCertificate.generateCertificate()
    RTCCertificate.generateCertificate = classmethod(lambda cls: certificate)


class Counter:
    """Counts a listener's packets in place of decoding them."""

    def __init__(self) -> None:
        self.received = 0
        self.missing = 0
        self._expected: int | None = None

    def count(self, data: bytes) -> None:
        number = data[2] << 8 | data[3]
        if self._expected is not None:
            gap = (number - self._expected) & 0xFFFF
            if gap < 0x8000:
                self.missing += gap
                self._expected = (number + 1) & 0xFFFF
            else:
                # Late rather than lost: it was counted as missing when it was overtaken.
                self.missing -= 1
        else:
            self._expected = (number + 1) & 0xFFFF
        self.received += 1

    def take(self) -> tuple[int, int]:
        """Packets received and missing since the last call."""
        taken = self.received, self.missing
        self.received = self.missing = 0
        return taken


class Listener:
    """One peer connection that only listens."""

    def __init__(self) -> None:
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.counter = Counter()

    async def offer(self, answer: Answer) -> None:
        """Connect by offering, as for the AudioBridge."""
        self.peer.addTransceiver("audio", direction="recvonly")
        await self.peer.setLocalDescription(await self.peer.createOffer())
        sdp = await answer(self.peer.localDescription.sdp)
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        await self._connected()

    async def accept(self, offer: str, accepted: Callable[[str], Awaitable[None]]) -> None:
        """Connect by answering, as for the Streaming mountpoint."""
        await self.peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.peer.setLocalDescription(await self.peer.createAnswer())
        await accepted(self.peer.localDescription.sdp)
        await self._connected()

    async def close(self) -> None:
        await self.peer.close()

    async def _connected(self) -> None:
        for _ in range(400):
            if self.peer.connectionState == "connected":
                self._count_only()
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(f"Not connected within 20 s: {self.peer.connectionState}.")

    def _count_only(self) -> None:
        (transceiver,) = self.peer.getTransceivers()
        connection = transceiver.receiver.transport.transport._connection
        for protocol in connection._protocols:
            protocol.datagram_received = self._between(protocol.datagram_received)

    def _between(
        self, further: Callable[[bytes, tuple[str, int]], None]
    ) -> Callable[[bytes, tuple[str, int]], None]:
        count = self.counter.count

        def received(data: bytes, address: tuple[str, int]) -> None:
            if 127 < data[0] < 192 and data[1] & 0x7F in OPUS_TYPES:
                count(data)
            elif data[0] < 64:
                further(data, address)

        return received


class Voice(AudioStreamTrack):
    """Something for the encoder to do: three tones that swell like syllables, for ever."""

    def __init__(self) -> None:
        super().__init__()
        self._second = [_frame_of(number) for number in range(50)]
        self._sent = 0
        self._started = 0.0

    async def recv(self) -> av.AudioFrame:
        now = asyncio.get_running_loop().time()
        self._started = self._started or now
        await asyncio.sleep(max(0.0, self._started + self._sent / 50 - now))
        frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME)
        frame.planes[0].update(self._second[self._sent % 50])
        frame.sample_rate, frame.pts = RATE, self._sent * FRAME
        frame.time_base = Fraction(1, RATE)
        self._sent += 1
        return frame


def _frame_of(number: int) -> bytes:
    moments = [(number * FRAME + each) / RATE for each in range(FRAME)]
    return array(
        "h",
        [
            int(
                6_000
                * (0.5 + 0.5 * math.sin(8 * math.pi * moment))
                * sum(math.sin(2 * math.pi * hertz * moment) for hertz in (180, 720, 2300))
            )
            for moment in moments
        ],
    ).tobytes()


class Speaker:
    """One peer connection that speaks without a pause."""

    def __init__(self) -> None:
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    async def offer(self, answer: Answer) -> None:
        self.peer.addTrack(Voice())
        await self.peer.setLocalDescription(await self.peer.createOffer())
        sdp = await answer(self.peer.localDescription.sdp)
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def close(self) -> None:
        await self.peer.close()
