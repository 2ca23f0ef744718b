"""The two codes of telephone sound, A-law and µ-law (ITU-T G.711), and tones in them. Pure."""

import math
from collections.abc import Iterable
from functools import cache

RATE = 8_000
FADE = 40
"""Samples in which a tone swells and fades, so that it does not click."""
SILENCE = {"pcmu": b"\xff", "pcma": b"\xd5"}
"""One sample of silence."""


def encode(samples: Iterable[int], codec: str) -> bytes:
    """Samples of 16 bits in ``pcmu`` or ``pcma``."""
    one = _mu_law if codec == "pcmu" else _a_law
    return bytes(one(sample) for sample in samples)


@cache
def tones(codec: str, *notes: tuple[int, int]) -> bytes:
    """Notes one after another, each so many hertz for so many milliseconds; 0 is a pause."""
    samples: list[int] = []
    for hertz, milliseconds in notes:
        length = RATE * milliseconds // 1_000
        for at in range(length):
            swell = min(1.0, at / FADE, (length - at) / FADE)
            samples.append(int(8_000 * swell * math.sin(2 * math.pi * hertz * at / RATE)))
    return encode(samples, codec)


def _mu_law(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), 32_635) + 132
    exponent = max(size.bit_length() - 8, 0)
    return ~(sign | exponent << 4 | (size >> (exponent + 3)) & 0x0F) & 0xFF


def _a_law(sample: int) -> int:
    sign = 0x80 if sample >= 0 else 0
    size = min(sample if sample >= 0 else -sample - 1, 32_767) >> 4
    exponent = max(size.bit_length() - 4, 0)
    mantissa = (size >> (exponent - 1)) & 0x0F if exponent > 1 else size & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55
