"""What may identify somebody in an attached file. Imports no Django.

The file is read, and searched, by ``files_process`` in a limited process; here that is started,
listened to, and its end translated into a code.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from talanoa.cases.guard.files_process import SECONDS
from talanoa.cases.guard.findings import Type

MOST = 500
"""Findings of one file that are told; a list of patients has no end."""


class Failure(StrEnum):
    """Why a file could not be searched, or not to its end. Stored; never renamed."""

    UNKNOWN = "unknown"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_HEAVY = "too-heavy"
    PICTURE = "picture"
    """It is a picture, or holds some, or pages that are one, as a scan does: those are not read."""


@dataclass(frozen=True, kw_only=True)
class FoundInFile:
    """A passage of a file, with the words around it and where they stand."""

    where: str
    """``page`` (with its number), ``text``, ``author``, ``location`` or ``description``."""
    number: int
    start: int
    type: Type
    before: str
    found: str
    after: str


@dataclass
class Searched:
    """What was found in a file. ``failure`` says why it was not searched to its end."""

    found: list[FoundInFile] = field(default_factory=list)
    failure: Failure | None = None

    @property
    def by_type(self) -> Counter[Type]:
        return Counter(each.type for each in self.found)


def findings_in_file(source: Path, *, reader: str = "", region: str | None = None) -> Searched:
    """Search a PDF, DOCX, ODT, TXT or CSV file, or what a picture says of itself.

    At most ``files_process.SECONDS`` and a few more; a file that asks for more, or cannot be
    read, gives what was found before and a ``failure``: it needs a person's eyes. So does
    whatever is a picture, since pictures of words, as in a scan, are not read.
    """
    command = [
        sys.executable,
        "-I",
        "-m",
        "talanoa.cases.guard.files_process",
        str(source),
        reader,
        region or "",
    ]
    process = subprocess.Popen(  # a path of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    )
    try:
        output, _ = process.communicate(timeout=SECONDS + 10)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    return _read(output, ended_well=process.returncode == 0)


def _read(output: bytes, *, ended_well: bool) -> Searched:
    searched = Searched()
    for line in output.splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            break  # cut off in the middle, by a limit
        if "has_pictures" in said:
            searched.failure = Failure.PICTURE
        elif "failure" in said:
            searched.failure = Failure(said["failure"])
        elif "is_whole" in said:
            if not said["is_whole"]:
                searched.failure = Failure.TOO_HEAVY
        elif len(searched.found) < MOST:
            searched.found.append(FoundInFile(**said | {"type": Type(said["type"])}))
    if not ended_well and searched.failure is None:
        searched.failure = Failure.TOO_HEAVY
    return searched
