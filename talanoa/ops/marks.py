"""Whether a folder of data holds the demonstration. Known before Django is."""

from pathlib import Path

_MARK = "demonstration"


def is_marked(data_dir: Path) -> bool:
    return (data_dir / _MARK).exists()


def mark(data_dir: Path) -> None:
    (data_dir / _MARK).touch()
