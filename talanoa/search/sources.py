"""What can be searched. A room above says so in its ``listeners``; this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of thing that is indexed."""

    kind: str
    keys: Callable[[], Iterable[int]]
    """All that might have to stand in the index."""
    keep: Callable[[int], object]
    """Puts one thing in or takes it out, as it is now; safe to run twice, also when it is gone."""


_sources: dict[str, Source] = {}


def register(
    kind: str, *, keys: Callable[[], Iterable[int]], keep: Callable[[int], object]
) -> None:
    _sources[kind] = Source(kind=kind, keys=keys, keep=keep)


def all_of_them() -> list[Source]:
    """By name."""
    return [_sources[kind] for kind in sorted(_sources)]
