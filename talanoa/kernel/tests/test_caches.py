"""Redis goes away in the middle, and comes back."""

import logging

import pytest
from django.core.cache import caches

from talanoa.kernel.caches import AWAY_FOR
from tests import servers

BACKEND = "talanoa.kernel.caches.RedisOrMemoryCache"


@pytest.fixture
def cache_at(settings):
    """The cache of a process, at an address; it has kept nothing in memory yet."""

    def at(address):
        settings.CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": address}}
        caches["default"].memory.clear()
        return caches["default"]

    return at


def warnings(caplog):
    return [record.name for record in caplog.records if record.levelno >= logging.WARNING]


def test_counts_go_on_in_memory_when_redis_stops_with_one_line_in_the_log(cache_at, caplog):
    with servers.redis() as address:
        cache = cache_at(address)
        cache.set("tries", 5, 60)
        assert cache.incr("tries") == 6

    found = [cache.get("tries", 0), cache.add("tries", 1, 60), cache.incr("tries")]
    many = [cache.get_many(["tries"]), cache.set_many({"others": 1}), cache.has_key("others")]

    assert (found, many) == ([0, True, 2], [{"tries": 2}, [], True])
    assert warnings(caplog) == ["talanoa.kernel.caches"]


def test_a_crowd_pushes_no_count_out_of_memory(cache_at):
    cache = cache_at("redis://127.0.0.1:1/0")
    cache.set("guesses", 4, 60)
    for number in range(1_000):
        cache.set(f"somebody-{number}", 1, 60)

    assert cache.incr("guesses") == 5


def test_redis_is_asked_again_after_a_minute(cache_at, caplog, monkeypatch):
    with servers.redis() as address:
        cache = cache_at(address)
        cache.away_until = AWAY_FOR
        monkeypatch.setattr("talanoa.kernel.caches.monotonic", lambda: AWAY_FOR - 1)
        cache.set("tries", 1, 60)
        monkeypatch.setattr("talanoa.kernel.caches.monotonic", lambda: AWAY_FOR)

        assert cache.get("tries") is None
        cache.set("tries", 2, 60)

    assert (cache.memory.get("tries"), warnings(caplog)) == (1, [])


def test_what_is_not_there_is_not_there_wherever_it_is_looked_for(cache_at):
    with servers.redis() as address:
        cache = cache_at(address)
        with pytest.raises(ValueError, match="not found"):
            cache.incr("nothing")

    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
