"""Which cases of the library a person may see, worked out once and used until something happens.

To ask for each of 50,000 cases who may see it takes longer than a page may, and the answer is the
same from one search to the next. So it is kept in this process, with the number of the last event:
whatever changes who sees what is a service's doing and records one. An event that is committed
later than one with a higher number, and what only time changes, are noticed within ``STALE_AFTER``.
Only counts and places in a list rest on this: each hit is asked for again before it is shown.
"""

from array import array
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import models
from django.db.models import F, Func, Q

from talanoa.cases import access
from talanoa.kernel.compiled import Compiled
from talanoa.kernel.models import Event
from talanoa.people.models import Person

STALE_AFTER = 60.0
"""Seconds after which it is worked out again, whatever happened."""
MOST_KEPT = 50
"""People for whom it is kept; of 50,000 cases each, some twenty megabytes."""


FEW = 2_000
"""Keys that are sent as a list, by which a database finds rows; more are sent as one bit each."""


Written = tuple[str, tuple[Any, ...]]


class Among(Func):
    """Whether a row's key is one of those that are seen."""

    output_field = models.BooleanField()

    def __init__(self, keys: "array[int]", bits: bytes) -> None:
        super().__init__(F("pk"))
        self.keys, self.bits = keys, bits

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Written:
        row, values = compiler.compile(self.source_expressions[0])
        if not self.bits:
            return f"{row} = ANY(%s::bigint[])", (*values, f"{{{','.join(map(str, self.keys))}}}")
        # The last bit is never set, and stands for every key beyond.
        beyond = len(self.bits) * 8 - 1
        return f"get_bit(%s::bytea, LEAST({row}, {beyond})) <> 0", (self.bits, *values)

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Written:
        row, values = compiler.compile(self.source_expressions[0])
        keys = f"[{','.join(map(str, self.keys))}]"
        listed = "SELECT value FROM json_each(%s)"
        return f"{row} IN ({listed})", (*values, keys)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    among: Among
    event: int
    at: float


_kept: OrderedDict[int, _Seen] = OrderedDict()
_last_event = Compiled(lambda: Event.objects.order_by("-pk").values_list("pk")[:1])


def seen_by(person: Person) -> Q:
    """The entries of cases this person may see, as a condition. One query, or two."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    event = next((pk for (pk,) in _last_event()), 0)
    seen = _kept.get(person.pk)
    if seen is None or seen.event != event or monotonic() - seen.at > STALE_AFTER:
        seen = _kept[person.pk] = _worked_out(person, event=event)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(person.pk)
    return Q(seen.among)


def forget() -> None:
    """Work everything out again: for tests, whose databases begin anew."""
    _kept.clear()


def _worked_out(person: Person, *, event: int) -> _Seen:
    seen = access.cases_in_library(person).filter(library_entry__isnull=False)
    keys = array("q", seen.values_list("pk", flat=True))
    bits = bytearray(max(keys) // 8 + 2) if len(keys) > FEW else bytearray()
    if bits:
        for key in keys:
            bits[key >> 3] |= 1 << (key & 7)
    return _Seen(among=Among(keys, bytes(bits)), event=event, at=monotonic())
