"""Who is writing what at this moment: told to those who write it too, and kept nowhere.

It stands in the cache for a few moments, under keys of things and people; nothing is lost with it.
"""

from collections.abc import Iterable

from django.core.cache import cache

MOMENTS = 30
"""Seconds for which somebody counts as writing after their page last said so."""


def note(thing: str, person: int, *, place: int = 0) -> None:
    """``person`` is writing ``thing``, at a ``place`` in it."""
    cache.set(_key(thing, person), place, MOMENTS)


def places(thing: str, people: Iterable[int]) -> dict[int, int]:
    """Where in ``thing`` each of ``people`` who writes in it is writing. One look-up."""
    keys = {_key(thing, person): person for person in people}
    return {keys[key]: place for key, place in cache.get_many(list(keys)).items()}


def _key(thing: str, person: int) -> str:
    return f"at-work:{thing}:{person}"
