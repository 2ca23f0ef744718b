"""Sentences spoken by espeak-ng, as telephone sound. Without it there is none."""

import asyncio
import logging
import shutil

log = logging.getLogger(__name__)

VOICES = {"en": "en-gb", "fr": "fr-fr", "ar": "ar"}
SPEED = 150
"""Words a minute; espeak-ng's usual 175 is too fast on a bad line."""
SPOKEN_WITHIN = 10.0
MOST_KEPT = 200
LONGEST = 400
"""Characters of one sentence."""


class Speech:
    """Speaks, and keeps what it has spoken."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], bytes] = {}
        self.can_speak = bool(shutil.which("espeak-ng") and shutil.which("ffmpeg"))

    async def speak(self, text: str, *, language: str, codec: str) -> bytes:
        """``text`` in the code ``pcmu`` or ``pcma``; nothing where it cannot be spoken."""
        voice = VOICES.get(language.split("-")[0])
        if not self.can_speak or voice is None:
            return b""
        key = (text[:LONGEST], voice, codec)
        if key not in self._kept:
            try:
                async with asyncio.timeout(SPOKEN_WITHIN):
                    spoken = await _spoken(*key)
            except (OSError, TimeoutError) as error:
                log.warning("A sentence could not be spoken: %s", error)
                return b""
            if not spoken:
                return b""
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = spoken
        return self._kept[key]


async def _spoken(text: str, voice: str, codec: str) -> bytes:
    wave = await _run(
        ["espeak-ng", "-v", voice, "-s", str(SPEED), "--stdin", "--stdout"], text.encode()
    )
    form = {"pcmu": "mulaw", "pcma": "alaw"}[codec]
    said = ["ffmpeg", "-v", "error", "-f", "wav", "-i", "pipe:0"]
    return await _run([*said, "-ar", "8000", "-ac", "1", "-f", form, "pipe:1"], wave)


async def _run(program: list[str], given: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *program,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        made, _ = await process.communicate(given)
    finally:
        if process.returncode is None:
            process.kill()
    return made
