"""Bring a folder of data to the point where Talanoa can start on it."""

import fcntl
import hashlib
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from whitenoise.compress import Compressor

from talanoa.people.models import Person


class NotReady(Exception):
    """Talanoa cannot start; the message says why and what to do, for the person who runs it."""


@contextmanager
def held(folder: Path, parts: Iterable[str]) -> Iterator[None]:
    """Keep other Talanoas from running these parts on this folder inside the block.

    Raises:
        NotReady: another one does.
    """
    with ExitStack() as locks:
        for part in parts:
            lock = locks.enter_context((folder / f"{part}.lock").open("a+", encoding="ascii"))
            _lock(lock, folder, part)
        yield


def _lock(lock: IO[str], folder: Path, part: str) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        raise NotReady(
            f"Talanoa is already running on {folder} (process {lock.read().strip()}: {part})."
        ) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def demand_free(setting: str, host: str, port: int) -> None:
    """Check that a port is free.

    Raises:
        NotReady: another program listens on it.
    """
    if not is_free(host, port):
        raise NotReady(
            f"Port {port} is used by another program. Stop it, or choose another port, "
            f"for instance with {setting}={port + 100}."
        )


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the servers do: a port whose last connection is only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_embedded() -> bool:
    """Whether the database is ours alone, so that we may bring it up to date unasked."""
    return connection.vendor == "sqlite"


def migrations_missing() -> list[str]:
    """Migrations that this version needs and the database lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def has_people() -> bool:
    """Whether anybody is in the database yet."""
    return Person.objects.exists()


def prepare_database() -> None:
    """Make or update the tables. Does nothing but look when they are up to date."""
    if migrations_missing():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def demand_database() -> None:
    """Make the database ready when it is embedded; otherwise only look.

    Raises:
        NotReady: it is a shared database that lacks migrations.
    """
    if is_embedded():
        prepare_database()
    elif missing := migrations_missing():
        raise NotReady(
            f"The database lacks {len(missing)} migrations of this version. "
            "Run: talanoa manage migrate"
        )


def collect_static() -> None:
    """Gather the static files under names that carry their hash, with a compressed copy of each.

    Does nothing when they are as they were the last time. Earlier files stay, for pages that
    somebody has open.
    """
    state = _state_of_static_files()
    gathered = settings.STATIC_ROOT / ".gathered"
    if gathered.exists() and gathered.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in settings.STATIC_ROOT.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    gathered.write_text(state)


def _state_of_static_files() -> str:
    """Changes whenever a source file is added, changed or taken away."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
