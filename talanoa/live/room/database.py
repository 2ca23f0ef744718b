"""The threads in which the room asks the database, so that no socket waits for another's query.

SQLite lets one transaction write at a time, so it has one writing thread: the others would
only wait for it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, connection, connections

READERS = 2
WRITERS = 4

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Database:
    """Two small pools of threads, each thread with its own connection."""

    def __init__(self) -> None:
        writers = 1 if connection.vendor == "sqlite" else WRITERS
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="writer")

    async def read(
        self, ask: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """What ``ask`` answers, called in a reading thread."""
        call = partial(_with_connection, partial(ask, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._readers, call)

    async def write(
        self, do: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """What ``do`` answers, called in a writing thread."""
        call = partial(_with_connection, partial(do, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._writers, call)

    def close(self) -> None:
        """Finish what was asked, then end every thread and its connection."""
        for pool, size in ((self._readers, READERS), (self._writers, WRITERS)):
            for _ in range(size):
                pool.submit(connections.close_all)
            pool.shutdown()


def _with_connection(call: Callable[[], Result]) -> Result:
    try:
        return call()
    except DatabaseError:
        connection.close()
        raise
    finally:
        # SQLite's is cheap to keep and dear to open; PostgreSQL's goes back to its pool.
        if connection.vendor != "sqlite":
            connection.close()
