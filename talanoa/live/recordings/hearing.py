"""What a machine hears in a sound: what a job asks for.

The work is done by ``hearing_process.py`` in a process of its own; here it is started, listened
to, and its end translated into a code.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from talanoa.live.recordings import hearing_process
from talanoa.live.recordings.hearing_process import EVERYTHING, ONLY_SPEECH

PACKAGE = "faster_whisper"
MODEL_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without the last of them the library would look for it on the network."""
CODES = {"zh-hans": "zh", "zh-hant": "zh"}
"""Languages that models call otherwise than we."""


class Failure(StrEnum):
    """Why nothing could be written down. Stored; never renamed."""

    NO_PACKAGE = "no-package"
    NO_MODEL = "no-model"
    BAD_MODEL = "bad-model"
    BROKEN = "broken"


class HearingError(Exception):
    """Nothing could be written down."""

    def __init__(self, code: Failure) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Heard:
    """Words and where they lie in the sound, in seconds."""

    begins: float
    ends: float
    text: str


def trouble(model: Path) -> Failure | None:
    """What is missing; ``None`` where a machine can hear. Loads nothing."""
    if importlib.util.find_spec(PACKAGE) is None:
        return Failure.NO_PACKAGE
    if not all((model / name).is_file() for name in MODEL_FILES):
        return Failure.NO_MODEL
    return None


def hear(
    sound: Path, *, model: Path, language: str, threads: int, only_speech: bool = True
) -> Iterator[Heard]:
    """What is said in a sound, in order, as it is heard.

    Args:
        only_speech: pass over stretches in which no voice is found.

    Raises:
        HearingError: the package or the model is missing or of no use, or the process ended early.
    """
    if missing := trouble(model):
        raise HearingError(missing)
    mode = ONLY_SPEECH if only_speech else EVERYTHING
    words = [str(sound), str(model), CODES.get(language, language), str(threads), mode]
    with subprocess.Popen(
        [sys.executable, "-I", hearing_process.__file__, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "HF_HUB_OFFLINE": "1", "LANG": "C.UTF-8"},
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None  # noqa: S101  asked for above
        try:
            yield from _said(process.stdout)
        finally:
            process.kill()


def _said(lines: Iterator[str]) -> Iterator[Heard]:
    for line in lines:
        told = json.loads(line)
        if told.get("done"):
            return
        if failure := told.get("failure"):
            raise HearingError(Failure(failure))
        yield Heard(told["begins"], told["ends"], told["text"])
    raise HearingError(Failure.BROKEN)
