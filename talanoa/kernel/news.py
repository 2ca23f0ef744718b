"""What happened since a process looked last, for what it keeps and must not keep too long."""

from datetime import timedelta
from time import monotonic

from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.models import Event

SETTLED = timedelta(minutes=1)
"""Age of an event before which no other can still appear: no transaction takes longer."""


class News:
    """Events of some kinds, each told once.

    An event may be committed after one with a higher number. So those of the last minute are
    looked through each time, and what was told of them is left out.
    """

    def __init__(self, *kinds: str) -> None:
        self._told: set[int] = set()
        self._after = 0
        self._settled_at = 0.0
        self._since = Compiled(
            lambda after: Event.objects.filter(pk__gt=after, kind__in=kinds).values_list(
                "pk", "subject_id"
            )
        )

    def begin(self) -> None:
        """Tell from now on only of what comes. What is kept is to be read after this."""
        self._settle()
        self._told = {pk for pk, _subject in self._since.ask(after=self._after)}

    def subjects(self) -> set[int]:
        """The subjects of the events that came. One query, and now and then one more."""
        rows = self._since.ask(after=self._after)
        found = {subject for pk, subject in rows if pk not in self._told}
        self._told = {pk for pk, _subject in rows}
        if monotonic() - self._settled_at >= SETTLED.total_seconds():
            self._settle()
        return found

    def _settle(self) -> None:
        """Look no more through what is old."""
        old = Event.objects.filter(at__lt=clock.now() - SETTLED).order_by("-pk")
        self._after = old.values_list("pk", flat=True).first() or 0
        self._told = {pk for pk in self._told if pk > self._after}
        self._settled_at = monotonic()
