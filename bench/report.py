"""How every bench tells its figures: printed, kept on request, and summed up in one line.

A bench makes its ``Report``, calls ``figure`` as figures come, and ends with
``raise SystemExit(report.finish(ratio))``. The last line it prints is
``NAME ratio=R bound=B floor=WHAT``; it exits 0 while R is at most B.
"""

import argparse
import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Results

One line a run, written by `python -m bench.NAME --record`. A ratio is the figure over its floor,
or over the bound itself where the floor says so; smaller is better. What was measured beside it
stands in the last column.

| when (UTC) | bench | ratio | bound | floor | machine | figures |
| --- | --- | --- | --- | --- | --- | --- |
"""


def arguments(description: str) -> argparse.ArgumentParser:
    """The parser every bench starts from: it has ``--record``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--record", action="store_true", help=f"Keep a line of the result in {RESULTS.name}."
    )
    return parser


def machine() -> str:
    """This machine in a few words: cores, processor, memory, Python, and how busy it was."""
    return (
        f"{os.cpu_count()} cores {_processor()}, {_memory_gb():.0f} GB, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


@dataclass
class Report:
    """The figures of one run. ``floor`` says in a word or two what the ratio is over."""

    name: str
    bound: float
    floor: str
    record: bool = False
    figures: list[str] = field(default_factory=list)
    _machine: str = field(default_factory=machine)

    def figure(self, text: str) -> None:
        """Print a figure now and keep it for the line in the results."""
        print(text, flush=True)
        self.figures.append(text)

    def finish(self, ratio: float) -> int:
        """Print the closing line, keep the result when asked, and return the exit status."""
        if self.record:
            self._keep(ratio)
        print(f"{self.name} ratio={ratio:.3g} bound={self.bound:g} floor={self.floor}", flush=True)
        return 0 if ratio <= self.bound else 1

    def _keep(self, ratio: float) -> None:
        if not RESULTS.exists():
            RESULTS.write_text(HEAD, encoding="utf-8")
        cells = (
            f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
            self.name,
            f"{ratio:.3g}",
            f"{self.bound:g}",
            self.floor,
            self._machine,
            "; ".join(self.figures),
        )
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
