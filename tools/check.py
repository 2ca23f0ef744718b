"""Every check, in order, with the time each takes. Run by ``make test``, and so by CI.

Stops at the first that fails, with its exit code. The last one is pytest's, and so is the
last line. ``tools/check.py types imports`` runs the named ones alone.

Tests of Janus, Chromium and killed processes can lose a race against a busy machine. What fails
in a suite of these is tried once more, alone; it is still printed as failed, and named unsteady
when it then passes, so that it gets mended.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translations import compile_all

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "--quiet")
PARALLEL = ("-n", "2", "--dist", "loadfile")
TESTS_FAILED = 1
"""pytest's exit code when tests ran and some failed; others mean that they could not run."""


@dataclass(frozen=True)
class Check:
    """A name to choose it by, and what it runs; each command in turn."""

    name: str
    commands: Sequence[Sequence[str | Path]]
    has_real_parts: bool = False
    """Janus, Chromium and sockets take part, so what fails is tried a second time."""


CHECKS = (
    Check(
        "lint",
        [[BIN / "ruff", "format", "--check", "--quiet", "."], [BIN / "ruff", "check", "."]],
    ),
    Check("types", [[BIN / "mypy"]]),
    Check("scripts", [[PYTHON, "tools/scripts.py"]]),
    Check("imports", [[BIN / "lint-imports", "--no-cache"]]),
    Check(
        "rules",
        [[*PYTEST, "tests/contracts/test_rules.py", "tests/contracts/test_layout.py"]],
    ),
    Check(
        "migrations",
        [[PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"]],
    ),
    Check("translations", [[*PYTEST, "tests/contracts/test_translations.py"]]),
    Check("templates", [[*PYTEST, "tests/contracts/test_templates.py"]]),
    Check(
        "sqlite",
        [
            [*PYTEST, *PARALLEL, "talanoa", "tests/test_doors.py"]
            + ["tests/contracts/test_personal_data.py", "tests/contracts/test_settings.py"]
        ],
        has_real_parts=True,
    ),
    Check(
        "postgres",
        # Sound and the frame of a page ask no database; once is enough for them.
        [
            [
                PYTHON,
                "-m",
                "tests.servers",
                "--",
                *PYTEST,
                *PARALLEL,
                "talanoa",
                "tests/test_doors.py",
            ]
            + ["--ignore-glob=*/live/tests/test_media_*", "--ignore-glob=*/ui/tests/*"]
        ],
        has_real_parts=True,
    ),
    Check("wheel", [[*PYTEST, "tests/wheel"]]),
    Check("benches", [[*PYTEST, "tests/contracts/test_bench_pages.py"]]),
    Check(
        "journeys",
        # Two at a time, though each starts the whole product and several browsers: most of the
        # time they wait, for sound to be heard or a connection to be missed.
        [[*PYTEST[:-1], *PARALLEL, "tests/journeys", "tests/contracts/test_docs.py"]],
        has_real_parts=True,
    ),
)


def main(chosen: Sequence[str]) -> int:
    unknown = set(chosen) - {check.name for check in CHECKS}
    if unknown:
        sys.stderr.write(f"No check is called {', '.join(sorted(unknown))}.\n")
        return 2
    # As the product does before it starts: a test may ask what is said in French.
    compile_all()
    data_dir = tempfile.mkdtemp(prefix="talanoa-checks-")
    environment = {**os.environ, "TALANOA_DATA_DIR": data_dir}
    # What is checked is what the files say, not what this machine happens to have set.
    for name in os.environ:
        if name.startswith("TALANOA_") and name != "TALANOA_DATA_DIR":
            del environment[name]
    try:
        for check in CHECKS:
            if chosen and check.name not in chosen:
                continue
            if code := _run(check, environment):
                return code
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)
    return 0


def _run(check: Check, environment: dict[str, str]) -> int:
    _say(f"--- {check.name}")
    begun = time.monotonic()
    for command in check.commands:
        words = [str(word) for word in command]
        code = subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode
        if code == TESTS_FAILED and check.has_real_parts:
            code = _try_again(check, words, environment)
        if code:
            _say(f"--- {check.name} failed after {time.monotonic() - begun:.0f} s")
            return code
    if check is not CHECKS[-1]:
        _say(f"--- {check.name}: {time.monotonic() - begun:.0f} s")
    return 0


def _try_again(check: Check, words: Sequence[str], environment: dict[str, str]) -> int:
    """Run what failed once more, one at a time. The exit code."""
    _say(f"--- {check.name}: what failed, once more")
    alone = [word for word in words if word not in PARALLEL]
    again = [*alone, "--last-failed", "--last-failed-no-failures=none"]
    code = subprocess.run(again, cwd=ROOT, env=environment, check=False).returncode
    if not code:
        _say(f"--- {check.name}: UNSTEADY, passed at the second try; see above")
    return code


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
