"""``talanoa frameworks``: indicator frameworks from files, and which there are."""

import sys
from pathlib import Path

from talanoa.assessment import files
from talanoa.assessment.files.record import FrameworkRecord
from talanoa.assessment.models import FrameworkVersion
from talanoa.assessment.services import loading
from talanoa.assessment.terms import Loading

SAYS = {
    Loading.NEW: ("is new and was loaded", "is new and would be loaded"),
    Loading.UPDATED: ("was brought up to date", "would be brought up to date"),
    Loading.CONFIRMED: ("has its wording confirmed now", "would have its wording confirmed"),
    Loading.UNCHANGED: ("is here already; nothing changed", "is here already"),
}


def load(path: Path, *, dry_run: bool, for_review: bool) -> int:
    """Load a file, or say what loading it would do; answer the exit code."""
    try:
        checked = files.read_file(path)
        effect = loading.effect(checked)
        if not dry_run:
            _, effect = loading.load(checked=checked, for_review=for_review)
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
        return 1
    except files.Faulty as faulty:
        return refuse(path, faulty)
    record = checked.record
    done, would = SAYS[effect]
    _say(f"{record.title}, version {record.number}, {would if dry_run else done}.")
    for line in _holds(record):
        _say(line)
    return 0


def refuse(path: Path, faulty: files.Faulty) -> int:
    """Say what is wrong with a file, line by line."""
    for fault in faulty.faults:
        sys.stderr.write(f"{path}:{fault.line}: {fault.reason}\n")
    sys.stderr.write("Nothing was loaded.\n")
    return 1


def load_ours() -> int:
    """Load the self-assessment of one service, or bring it up to date; answer the exit code."""
    try:
        version = loading.load_ours()
    except files.Faulty as faulty:
        sys.stderr.write(f"{loading.OURS.name}: {faulty.faults[0].reason}\n")
        return 1
    _say(f"{version.title}, version {version.number}, is here.")
    return 0


def list_all() -> int:
    """A line for each version: code, number, how it stands, title."""
    versions = FrameworkVersion.objects.select_related("framework")
    for version in versions.order_by("framework__code", "number"):
        wording = "confirmed" if version.is_confirmed else "draft wording"
        code, number = version.framework.code, version.number
        _say(f"{code}  {number}  {version.status.value}, {wording}  {version.title}")
    return 0


def _holds(record: FrameworkRecord) -> list[str]:
    lacking = {language: record.untranslated(language) for language in record.languages[1:]}
    return [
        f"Dimensions: {len(record.dimensions)}. Indicators: {len(list(record.indicators))}.",
        *(
            f"In “{language}”, {count} texts are missing; readers see the others."
            for language, count in lacking.items()
            if count
        ),
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
