"""When the items of an agenda are planned to begin. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from talanoa.schedule.models import AgendaItem, LiveSession


def with_times(
    found: LiveSession, agenda: Iterable[AgendaItem]
) -> list[tuple[datetime, AgendaItem]]:
    """Each item with the moment at which it is planned to begin."""
    timed, at = [], found.starts_at
    for item in agenda:
        timed.append((at, item))
        at += timedelta(minutes=item.minutes)
    return timed
