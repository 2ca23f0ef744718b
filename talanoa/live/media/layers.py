"""In which sizes pictures are sent, and what they may weigh. Pure."""

from dataclasses import dataclass

CAMERA, SHARED_SCREEN = "camera", "screen"
"""Where a picture comes from."""

MOST_CAMERAS = 6
"""Cameras on at the same time in one session. Of screens there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One size in which a picture is sent: ``bits`` a second at most, in ``frames`` a second.

    ``part`` is what its width is of the camera's: one half, one quarter.
    """

    bits: int
    frames: int
    part: int = 1

    @property
    def hour_bytes(self) -> int:
        """What an hour of it weighs at most, with headers of IPv6 and what is said of packets."""
        packets = self.frames * -(-self.bits // (self.frames * 8 * PACKET))
        return 3600 * (self.bits // 8 + packets * HEADERS + REPORTS)


PACKET = 1_100
"""Bytes of picture in one packet, at most."""
HEADERS = 78
"""Bytes of IPv6, UDP, RTP with its extensions, and the mark of authenticity, on each packet."""
REPORTS = 120
"""Bytes a second in which the receiver says what has come."""

LAYERS = (
    Layer(bits=100_000, frames=15, part=4),
    Layer(bits=250_000, frames=15, part=2),
    Layer(bits=450_000, frames=15),
)
"""The three sizes of a camera, smallest first: 320, 640 and 1280 pixels wide."""
CAMERA_SIZE = (1280, 720)
SCREEN = Layer(bits=400_000, frames=5)
SCREEN_SIZE = (1920, 1080)
"""Few frames, each whole: text in it can be read."""

SPEAKER_HOUR = LAYERS[0].hour_bytes
"""What it weighs to see the camera of whoever speaks, small."""
EVERYTHING_HOUR = (
    (MOST_CAMERAS - 1) * LAYERS[0].hour_bytes + LAYERS[-1].hour_bytes + SCREEN.hour_bytes
)
"""All cameras, that of whoever speaks large, and a shared screen."""
SHOWING_HOUR = sum(layer.hour_bytes for layer in LAYERS)
"""What a camera sends that is on for an hour, in all sizes."""


def layer_for(width: int) -> int:
    """The smallest size that fills ``width`` pixels; else the largest."""
    widths = [CAMERA_SIZE[0] // layer.part for layer in LAYERS]
    return next((at for at, each in enumerate(widths) if each >= width), len(LAYERS) - 1)
