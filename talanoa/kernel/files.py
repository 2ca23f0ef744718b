"""From a file somebody chose to the one that is kept. Imports no Django.

The work is done by ``files_process.py`` in a limited process; here it is started and its end
translated into a code.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

SUFFIXES = {"picture": "webp", "pdf": "pdf", "docx": "docx", "odt": "odt"}
TYPES = {
    "picture": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
_PROCESS = Path(__file__).with_name("files_process.py")
"""Not imported: what it reads files with is for that process alone."""
LONGEST_SIDE = 2_000
"""Pixels of a picture as it is kept; ``files_process.py`` says the same."""
MOST_BYTES = 10 * 1024 * 1024
"""Of a file as somebody sends it."""
PATIENCE = 60
"""Seconds after which the process is ended, should its own limits have failed."""


class Failure(StrEnum):
    """Why a file could not be taken."""

    UNKNOWN = "unknown"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    EMBEDDED = "embedded"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_HEAVY = "too-heavy"


class FileError(Exception):
    """The file cannot be taken."""

    def __init__(self, code: Failure) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Made:
    """A file as it is kept."""

    kind: str
    content: bytes

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.kind]

    @property
    def content_type(self) -> str:
        return TYPES[self.kind]


def made_of(file: IO[bytes]) -> Made:
    """What is kept of an open ``file``; what was uploaded is not.

    Takes a second or more: call it before anything is locked.

    Raises:
        FileError: it is of no kind that we take, or harmful, or too heavy.
    """
    with tempfile.TemporaryDirectory(prefix="talanoa-file-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        kind = make_anew(source, target)
        return Made(kind, target.read_bytes())


def make_anew(source: Path, target: Path) -> str:
    """Write ``target`` from ``source`` without what that tells of its author; says its kind.

    Raises:
        FileError: it is of no kind that we take, or harmful, or too heavy.
    """
    command = [sys.executable, "-I", str(_PROCESS), str(source), str(target)]
    try:
        done = subprocess.run(  # a path of ours, in a folder of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(Failure.TOO_HEAVY) from error
    if not done.stdout:
        # Ended by a limit, or by a file that a library did not understand.
        raise FileError(Failure.TOO_HEAVY if done.returncode < 0 else Failure.BROKEN)
    said: dict[str, str] = json.loads(done.stdout)
    if "failure" in said:
        raise FileError(Failure(said["failure"]))
    return said["kind"]
