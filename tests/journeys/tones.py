"""Voices that can be told apart: a browser whose microphone gives one tone, and how loud each
tone is in what another browser plays.

A steady tone would be taken for noise and removed by the browser, so it comes in syllables.
"""

import math
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.browsing import FLAGS, Visitor

RATE = 48_000
SYLLABLE, GAP = 0.32, 0.12
SECONDS = 4.4

LISTEN = """async ([tones, seconds]) => {
  const audio = document.querySelector("#sound audio");
  window.ear ??= new AudioContext();
  await window.ear.resume();
  const analyser = window.ear.createAnalyser();
  analyser.fftSize = 8192;
  analyser.smoothingTimeConstant = 0;
  let heard = null, source = null;
  const loudest = tones.map(() => -200);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (audio.srcObject !== heard && audio.srcObject) {
      source?.disconnect();
      heard = audio.srcObject;
      source = window.ear.createMediaStreamSource(heard);
      source.connect(analyser);
    }
    await new Promise((go) => setTimeout(go, 40));
    analyser.getFloatFrequencyData(bins);
    tones.forEach((hertz, at) => {
      const middle = Math.round((hertz * analyser.fftSize) / window.ear.sampleRate);
      for (let bin = middle - 2; bin <= middle + 2; bin++) {
        loudest[at] = Math.max(loudest[at], bins[bin]);
      }
    });
  }
  source?.disconnect();
  return loudest;
}"""


def write_voice(path: Path, hertz: int) -> Path:
    """A file of syllables of one tone, for ``--use-file-for-fake-audio-capture``."""
    period = SYLLABLE + GAP
    samples = []
    for number in range(int(SECONDS * RATE)):
        into = (number / RATE) % period
        # Swelling and fading, without clicks that would sound in every other tone as well.
        swell = math.sin(math.pi * into / SYLLABLE) if into < SYLLABLE else 0.0
        samples.append(int(12_000 * swell * math.sin(2 * math.pi * hertz * number / RATE)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


@contextmanager
def speaking(browser: Browser, folder: Path, hertz: int) -> Iterator[Browser]:
    """Another Chromium, whose microphone gives this tone."""
    voice = write_voice(folder / f"{hertz}.wav", hertz)
    program = browser.browser_type.launch(
        executable_path="/usr/bin/chromium",
        args=[*FLAGS, f"--use-file-for-fake-audio-capture={voice}"],
    )
    try:
        yield program
    finally:
        program.close()


def loudness(visitor: Visitor, *tones: int, seconds: float = 2.0) -> list[float]:
    """How loud each tone is at its loudest in what this person hears, in dB; -200: not at all."""
    return visitor.page.evaluate(LISTEN, [list(tones), seconds])
