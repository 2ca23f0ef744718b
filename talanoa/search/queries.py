"""Reads of the index. They say what matches, never what a person may see: the room that asks
starts from that, and takes what is here as one condition more."""

from collections.abc import Collection

from talanoa.search.asking import Asked
from talanoa.search.engines import Holds, Likeness, Listed
from talanoa.search.models import Document

RANKED_AT_MOST = 500
"""Documents that are compared with each other; to weigh more takes longer than a page may."""


def matching(kind: str, asked: Asked) -> list[int]:
    """The keys of what answers ``asked``; of everything when nothing is asked. One query."""
    found = Document.objects.filter(kind=kind)
    if asked.needed:
        found = found.filter(Holds(asked.needed))
    if asked.without:
        found = found.exclude(Holds(asked.without, every=False))
    listed = found.aggregate(listed=Listed("key"))["listed"]
    return list(map(int, listed.split())) if listed else []


def best_first(kind: str, asked: Asked, *, among: Collection[int]) -> list[int]:
    """Keys that answer ``asked``, the best first and among equals the newest. One query.

    Args:
        among: the keys that may come at all: what the reader may see. Of more than
            ``RANKED_AT_MOST`` the rest is left out: ask only when they are fewer.
    """
    found = Document.objects.filter(kind=kind, key__in=among)
    if asked.needed:
        found = found.filter(Holds(asked.needed)).alias(likeness=Likeness(asked.needed))
        found = found.order_by("-likeness", "-key")
    else:
        found = found.order_by("-key")
    return list(found.values_list("key", flat=True)[:RANKED_AT_MOST])
