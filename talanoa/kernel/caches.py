"""A cache in Redis that pages can do without.

What is kept in it says who has tried too often. While Redis is away each process counts in
its own memory: limits are then wider by as many processes as there are, and nobody who wants
to sign in meets an error.
"""

import logging
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger(__name__)

AWAY_FOR = 60.0
"""Seconds for which Redis is not asked again after a failure: one that is slow to fail must not
hold up each page anew, and the log needs no more than a line a minute."""


MOST_KEPT = 20_000
"""Counts held in memory: a crowd that signs in must not push out those of whoever guesses."""


def _in_either(name: str) -> Callable[..., Any]:
    in_redis, in_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    @wraps(in_redis)
    def act(cache: "RedisOrMemoryCache", *args: Any, **kwargs: Any) -> Any:
        if monotonic() >= cache.away_until:
            try:
                return in_redis(cache, *args, **kwargs)
            except RedisError as error:
                cache.away_until = monotonic() + AWAY_FOR
                log.warning("Redis is away; limits are kept by each process: %s", error)
        return in_memory(cache.memory, *args, **kwargs)

    return act


class RedisOrMemoryCache(RedisCache):
    """Django's cache in Redis; in this process's memory for a minute after Redis failed."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": MOST_KEPT}})
        self.away_until = 0.0

    add = _in_either("add")
    get = _in_either("get")
    set = _in_either("set")
    touch = _in_either("touch")
    delete = _in_either("delete")
    has_key = _in_either("has_key")
    incr = _in_either("incr")
    get_many = _in_either("get_many")
    set_many = _in_either("set_many")
    delete_many = _in_either("delete_many")
    clear = _in_either("clear")
