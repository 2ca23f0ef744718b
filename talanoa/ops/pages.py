"""The process that answers pages: Django over WSGI on granian."""

import gc
import os
import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from talanoa.ops.launch import die_with_parent


def main() -> None:
    server = Granian(
        "talanoa.config.wsgi:application",
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.PAGE_WORKERS,
        # Python runs one request at a time in a process; more threads only wait for each other.
        blocking_threads=1,
        backlog=2048,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=_load)


def _load(_target: str) -> Callable[..., Any]:
    """Called in each worker process before it answers anything."""
    # granian's own process may be killed where it has no chance to stop its workers.
    die_with_parent(os.getppid(), signal.SIGKILL)
    application: Callable[..., Any] = import_string("talanoa.config.wsgi.application")
    import_module(settings.ROOT_URLCONF)
    keep_for_good()
    return application


def keep_for_good() -> None:
    """What was loaded at the start is never garbage: to look through it takes 60 ms each time."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
