"""Compile the translations: ``.po`` (kept) to ``.mo`` (what Django reads, never kept).

Run by ``make``, and by ``tools/hatch_build.py`` when the wheel is built.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write every catalogue older than its source; answer with what was written."""
    written = []
    for source in sorted((root / "talanoa").rglob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
        written.append(compiled)
    return written


if __name__ == "__main__":
    for path in compile_all():
        sys.stdout.write(f"compiled {path.relative_to(ROOT)}\n")
