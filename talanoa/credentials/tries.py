"""Slow down whoever tries number after number."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from talanoa.kernel.tries import Tries

WINDOW = 10 * 60
"""Seconds."""
MOST = 30
"""Numbers nobody has that one address may try in that time; a class with one typist needs few."""

_TRIES = Tries(kind="verify", most=MOST, seconds=WINDOW)


def too_many(request: HttpRequest) -> bool:
    return _TRIES.too_many(_address(request))


def count(request: HttpRequest) -> None:
    """Count a number that was not found. What is found is not counted."""
    _TRIES.count(_address(request))


def _address(request: HttpRequest) -> str:
    """The visitor's; behind a proxy, the one it names."""
    address: str = get_adapter(request).get_client_ip(request)
    return address
