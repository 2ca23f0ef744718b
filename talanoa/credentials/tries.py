"""Slow down whoever tries number after number."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 10 * 60
"""Seconds."""
MOST = 30
"""Numbers nobody has that one address may try in that time; a class with one typist needs few."""


def too_many(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST


def count(request: HttpRequest) -> None:
    """Count a number that was not found. What is found is not counted."""
    key = _key(request)
    cache.add(key, 0, WINDOW)
    try:
        cache.incr(key)
    except ValueError:
        # It ran out between the two lines.
        cache.set(key, 1, WINDOW)


def _key(request: HttpRequest) -> str:
    """The visitor's address (behind a proxy: the one it names), hashed, so that none is kept."""
    address = get_adapter(request).get_client_ip(request)
    return "verify:" + hashlib.sha256(address.encode()).hexdigest()[:32]
