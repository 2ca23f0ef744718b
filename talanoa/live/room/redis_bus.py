"""The bus over a channel of Redis or Valkey, for room processes on several machines."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import cache

import redis
import redis.asyncio
from django.conf import settings

from talanoa.live.room.bus import Take

log = logging.getLogger(__name__)

CHANNEL = "talanoa:room"
RECONNECT_AFTER = 1.0


def publish(message: bytes) -> None:
    """Send a message to every listener.

    Raises:
        ConnectionError: Redis does not answer.
    """
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, message)
    except redis.RedisError as error:
        raise ConnectionError(str(error)) from error


@contextlib.asynccontextmanager
async def listening(take: Take) -> AsyncIterator[None]:
    """Pass on every message while the context lasts; without Redis, as soon as it is there."""
    subscribed = asyncio.Event()
    task = asyncio.create_task(_read(take, subscribed))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(subscribed.wait(), 2)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _read(take: Take, subscribed: asyncio.Event) -> None:
    while True:
        try:
            async with (
                redis.asyncio.from_url(settings.REDIS_URL) as client,
                client.pubsub(ignore_subscribe_messages=True) as channel,
            ):
                await channel.subscribe(CHANNEL)
                subscribed.set()
                async for message in channel.listen():
                    take(message["data"])
        except (OSError, redis.RedisError) as error:
            log.warning("The bus is away: %s", error)
        await asyncio.sleep(RECONNECT_AFTER)


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
