"""Something that costs a voice codec as much as talk does: no words, but the shape of a voice."""

import array
import math
import random
import wave
from pathlib import Path

SAMPLING = 16_000
SECONDS = 30
FORMANTS = ((500, 1500, 2500), (300, 2200, 3000), (700, 1100, 2600), (400, 900, 2400))
"""Hertz at which a mouth resounds in some vowels."""


def write(path: Path) -> None:
    """Half a minute of phrases with pauses between them, as one channel of 16 bits."""
    chance = random.Random(20260305)
    samples = array.array("h")
    while len(samples) < SAMPLING * SECONDS:
        for _ in range(chance.randint(6, 14)):
            samples.extend(_syllable(chance))
        samples.extend([0] * int(SAMPLING * chance.uniform(0.25, 0.7)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLING)
        file.writeframes(samples.tobytes())


def _syllable(chance: random.Random) -> list[int]:
    """A breath of noise, then a vowel whose pitch glides."""
    length = int(SAMPLING * chance.uniform(0.14, 0.26))
    noise = int(length * chance.uniform(0.1, 0.3))
    pitch, glide = chance.uniform(110, 190), chance.uniform(-25, 25)
    formants = chance.choice(FORMANTS)
    weights = [
        (number, sum(math.exp(-(((number * pitch - each) / 160) ** 2)) for each in formants) + 0.05)
        for number in range(1, int(3600 / pitch))
    ]
    loudest = sum(weight for _, weight in weights)
    made, phase = [], 0.0
    for at in range(length):
        swell = math.sin(math.pi * at / length) ** 0.5
        if at < noise:
            value = chance.uniform(-0.25, 0.25)
        else:
            phase += 2 * math.pi * (pitch + glide * at / length) / SAMPLING
            value = sum(weight * math.sin(number * phase) for number, weight in weights) / loudest
        made.append(int(20_000 * swell * value))
    return made
