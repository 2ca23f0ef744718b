"""Write down what is said in a sound, in a process of its own that may be killed at any moment.

``python -I hearing_process.py SOUND MODEL LANGUAGE THREADS MODE`` writes one line of JSON for each
stretch that it hears; what cannot be done is a line with a ``failure``. A model is a file by
strangers and takes as much memory as it is large: here it has no secrets in its environment,
and gives the memory back by ending. It asks no network for anything.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ONLY_SPEECH, EVERYTHING = "only-speech", "everything"
"""Whether stretches without a voice are passed over, in which models are known to invent words."""
RATE = 16_000
NICENESS = 10
"""Pages and rooms come first."""


def main(sound: Path, model: Path, language: str, threads: int, mode: str) -> int:
    os.nice(NICENESS)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[name] = "1"
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        say(failure="no-package")
        return 1
    try:
        hears = WhisperModel(
            str(model),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        say(failure="bad-model")
        return 1
    try:
        stretches, _info = hears.transcribe(
            samples_of(sound),
            language=language if hears.model.is_multilingual else "en",
            vad_filter=mode == ONLY_SPEECH,
            # What was heard before must not be repeated for ever.
            condition_on_previous_text=False,
            temperature=0.0 if mode == EVERYTHING else (0.0, 0.2, 0.4),
        )
        for stretch in stretches:
            say(begins=stretch.start, ends=stretch.end, text=stretch.text)
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        sys.stderr.write(f"{error}\n")
        say(failure="broken")
        return 1
    say(done=True)
    return 0


def samples_of(sound: Path) -> Any:
    """The sound as the library takes it: 16,000 samples a second between −1 and 1.

    Raises:
        OSError: it cannot be read.
    """
    import numpy

    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", f"file:{sound}"]
    form = ["-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1"]
    read = subprocess.run([*command, *form], stdout=subprocess.PIPE, check=False)
    if read.returncode or not read.stdout:
        raise OSError(f"ffmpeg ended with {read.returncode}")
    return numpy.frombuffer(read.stdout, numpy.int16).astype(numpy.float32) / 32768


def say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]))
