"""The library as it stands, kept in this process: what it is counted by, as sets of cases.

To count 50,000 rows by twelve facets takes a database longer than a page may. So each value that
a column has is kept with the set of cases that have it (see ``kernel.bits``), and a count is a set
met with another. What somebody writes to a case of the library records an event; before each
search those that came are asked for, and their cases are read again.

It says nothing of who may see a case: that is ``seen``. A process answers one page at a time, so
nothing here is locked.
"""

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterator
from datetime import date, datetime
from time import monotonic

from django.db.models import QuerySet

from talanoa.cases.models import LibraryEntry
from talanoa.kernel import bits, clock
from talanoa.kernel.news import News

READ_ANEW = 3600.0
"""Seconds after which all is read anew, for what was changed past the services."""
FEW = 500
"""Cases that are read or asked for again by their keys; of more, all are."""

_COLUMNS = {
    "programme": "programme_id",
    "country": "country_id",
    "area": "challenge_area_id",
    "level": "level",
    "kind": "kind",
    "language": "language",
    "outcome": "outcome",
    "follow_up": "has_follow_up",
    "year": "year",
}
_news = News(
    "cases.discussed",
    "cases.scheduled",
    "cases.unscheduled",
    "cases.withdrawn",
    "cases.consented",
    "cases.consent_withdrawn",
    "cases.shown_as",
    "cases.embargo_set",
    "cases.joined_library",
    "cases.left_library",
    "cases.recounted",
)
"""All that changes what a case is counted by, or which people see it in the library; what changes
who somebody is, ``seen`` asks each time. Their subject is the case."""


class Shelf:
    """The cases of the library by what they are counted by."""

    def __init__(self) -> None:
        self.having: dict[str, dict[Hashable, int]] = {column: {} for column in _COLUMNS}
        """By column and value, the set of cases; ``None``: those without."""
        self.changed: list[int] = []
        """The cases of which something happened, ever since; the latest last."""
        self.read_at = monotonic()
        self._asked_at = clock.now()
        self._held_on: dict[int, date] = {}
        self._order = sorted(self._put(LibraryEntry.objects.all()))

    @property
    def newest(self) -> Iterator[int]:
        """All cases, the latest session first, among equals the newer case."""
        return (key for _day, key in reversed(self._order))

    def read_again(self, cases: set[int]) -> None:
        """Take what these cases are counted by as it is now, and those that have expired.

        No query if there are none, and two on the first search of a quarter of an hour: days end
        with one, whatever the zone of the hub.
        """
        now = clock.now()
        if _quarter(now) != _quarter(self._asked_at):
            over = LibraryEntry.objects.filter(
                case__expires_at__gt=self._asked_at, case__expires_at__lte=now
            )
            cases = cases.union(over.values_list("pk", flat=True))
            self._asked_at = now
        if cases:
            self._drop(cases)
            for place in self._put(LibraryEntry.objects.filter(pk__in=cases)):
                insort(self._order, place)
            self.changed += cases

    def _drop(self, cases: set[int]) -> None:
        others = ~bits.of(cases)
        for having in self.having.values():
            for value in having:
                having[value] &= others
        for key in cases & self._held_on.keys():
            place = self._held_on.pop(key), key
            del self._order[bisect_left(self._order, place)]

    def _put(self, entries: QuerySet[LibraryEntry]) -> list[tuple[date, int]]:
        """Take these in; their places in the order, which is the caller's to keep. One query."""
        places = []
        found: dict[str, dict[Hashable, list[int]]] = {column: {} for column in _COLUMNS}
        for key, day, *values in entries.values_list("pk", "held_on", *_COLUMNS.values()):
            self._held_on[key] = day
            places.append((day, key))
            for column, value in zip(_COLUMNS, values, strict=True):
                found[column].setdefault(value, []).append(key)
        for column, listed in found.items():
            having = self.having[column]
            for value, keys in listed.items():
                having[value] = having.get(value, 0) | bits.of(keys)
        return places


def _quarter(moment: datetime) -> int:
    return int(moment.timestamp()) // 900


_kept: list[Shelf] = []


def as_it_stands() -> Shelf:
    """The shelf, with all that was committed. One query while nothing happened."""
    shelf = _kept.pop() if _kept else None
    if shelf is not None and monotonic() - shelf.read_at <= READ_ANEW:
        changed = _news.subjects()
        if len(changed) <= FEW:
            # It is put back only once all is taken in: the same news are not told twice.
            shelf.read_again(changed)
            _kept.append(shelf)
            return shelf
    _news.begin()
    _kept.append(Shelf())
    return _kept[0]


def forget() -> None:
    """Read all of it again: for tests, whose databases begin anew."""
    _kept.clear()
