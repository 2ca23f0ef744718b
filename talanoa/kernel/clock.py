"""The one clock. Every moment the product stores or compares comes from here."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, timezone-aware.

    A journey moves it, in every process at once, by writing a number of seconds
    into ``settings.CLOCK_FILE``.
    """
    if settings.CLOCK_FILE:
        return timezone.now() + _moved_by(Path(settings.CLOCK_FILE))
    return timezone.now()


def _moved_by(file: Path) -> timedelta:
    try:
        return timedelta(seconds=float(file.read_text() or 0))
    except (FileNotFoundError, ValueError):
        return timedelta(0)
