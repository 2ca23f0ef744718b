"""The one clock. Every moment the product stores or compares comes from here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, timezone-aware.

    A journey moves it, in every process at once, by writing a number of seconds
    into ``settings.CLOCK_FILE``.
    """
    if standing := _standing.get():
        return standing
    if settings.CLOCK_FILE:
        return timezone.now() + _moved_by(Path(settings.CLOCK_FILE))
    return timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at ``moment`` within the block, here and in this thread only.

    For tests, and for the demonstration, whose last session lies in the past.

    Raises:
        ValueError: ``moment`` is not timezone-aware.
    """
    if timezone.is_naive(moment):
        raise ValueError(f"{moment} has no time zone.")
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def _moved_by(file: Path) -> timedelta:
    try:
        return timedelta(seconds=float(file.read_text() or 0))
    except (FileNotFoundError, ValueError):
        return timedelta(0)
