"""Signs of life of the processes that carry rooms, jobs and calls."""

import logging
import os
import secrets
import socket
import threading
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection

from talanoa.ops import services

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=10)


def process_name(kind: str) -> str:
    """A name no other process has had."""
    return f"{kind}-{secrets.token_hex(8)}"


def keep_beating(kind: str) -> str:
    """Beat in a thread of its own until this process ends; answer with the process's name."""
    process = process_name(kind)
    threading.Thread(target=_beat_for_ever, args=(kind, process), daemon=True).start()
    return process


def beat(kind: str, process: str) -> None:
    """Beat once; a database that does not answer is no reason to stop living."""
    try:
        services.beat(process=process, kind=kind, host=socket.gethostname(), pid=os.getpid())
    except (DatabaseError, InterfaceError) as error:
        log.warning("No sign of life could be written: %s", error)
        connection.close()


def _beat_for_ever(kind: str, process: str) -> None:
    pause = threading.Event()
    while True:
        beat(kind, process)
        # Held only for the moment it is needed: the room has many threads and few connections.
        connection.close()
        pause.wait(EVERY.total_seconds())
