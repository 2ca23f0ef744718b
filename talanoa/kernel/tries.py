"""Slow down whoever guesses: how often somebody, or an address, has been wrong lately."""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True, kw_only=True)
class Tries:
    """Wrong guesses of one kind: so many in so many seconds, and no more for now."""

    kind: str
    most: int
    seconds: int

    def too_many(self, of: object) -> bool:
        """Whether ``of`` (an address, a person's key) has been wrong too often."""
        return int(cache.get(self._key(of), 0)) >= self.most

    def count(self, of: object) -> None:
        """Count one wrong guess."""
        key = self._key(of)
        cache.add(key, 0, self.seconds)
        try:
            cache.incr(key)
        except ValueError:
            # It ran out between the two lines.
            cache.set(key, 1, self.seconds)

    def _key(self, of: object) -> str:
        """Hashed, so that no address is kept."""
        return f"{self.kind}:" + hashlib.sha256(str(of).encode()).hexdigest()[:32]
