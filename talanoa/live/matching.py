"""Who in a report may be whom, by name. Pure. A proposal only: somebody has to confirm it."""

import re
from collections.abc import Iterable, Mapping

from talanoa.live.reports.columns import folded

_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")


def proposed(names: Iterable[str], people: Mapping[int, str]) -> int | None:
    """The one of ``people`` (names by id) whom one of these names fits; ``None`` if not just one.

    Order of names, accents, capitals and what stands in brackets do not matter: tools write
    the name before a change there, or "Guest". A single name fits nobody who has two.
    """
    wanted = {parts for name in names for parts in _forms(name)}
    fitting = [pk for pk, name in people.items() if _parts(name) in wanted]
    if not fitting:
        fitting = [pk for pk, name in people.items() if _holds(_parts(name), wanted)]
    return fitting[0] if len(fitting) == 1 else None


def _forms(name: str) -> Iterable[frozenset[str]]:
    written = [_BRACKETED.sub(" ", name), *_BRACKETED.findall(name)]
    return [parts for part in written if (parts := _parts(part))]


def _parts(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


def _holds(parts: frozenset[str], wanted: Iterable[frozenset[str]]) -> bool:
    """Whether one of two names holds the other: a middle name more, a title, a place."""
    return any(min(len(parts), len(one)) > 1 and (parts < one or one < parts) for one in wanted)
