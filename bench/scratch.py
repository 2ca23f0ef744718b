"""A Talanoa for a bench: an empty database in a folder of its own, and the parts it needs."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60


@dataclass(frozen=True)
class Scratch:
    """Where it stands. ``environment`` is for its processes."""

    folder: Path
    port: int
    room_port: int
    environment: dict[str, str]

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @contextlib.contextmanager
    def running(self, part: str, *, port: int = 0) -> Iterator[psutil.Process]:
        """A part of it (``pages`` or ``room``) inside the block; a second room needs a ``port``."""
        port = port or (self.port if part == "pages" else self.room_port)
        environment = self.environment | (
            {"TALANOA_ROOM_PORT": str(port)} if part == "room" else {}
        )
        command = [sys.executable, "-m", "talanoa", "part", part]
        with started(command, port=port, environment=environment) as process:
            yield process


@contextlib.contextmanager
def scratch(**settings: str) -> Iterator[Scratch]:
    """An empty Talanoa without sound; its folder is taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="talanoa-bench-") as folder:
        port, room_port = free_port(), free_port()
        environment = {
            **{name: value for name, value in os.environ.items() if "TALANOA_" not in name},
            "DJANGO_SETTINGS_MODULE": "talanoa.config.settings",
            "TALANOA_DATA_DIR": folder,
            "TALANOA_PORT": str(port),
            "TALANOA_ROOM_PORT": str(room_port),
            "TALANOA_SOUND": "no",
            **settings,
        }
        made = Scratch(Path(folder), port, room_port, environment)
        for words in (
            ("migrate", "-v0"),
            ("createcachetable",),
            ("collectstatic", "-v0", "--no-input"),
        ):
            subprocess.run(
                [sys.executable, "-m", "talanoa", "manage", *words],
                cwd=ROOT,
                env=environment,
                check=True,
            )
        yield made


@contextlib.contextmanager
def started(
    command: list[str], *, port: int, environment: dict[str, str] | None = None
) -> Iterator[psutil.Process]:
    """A server inside the block, once it listens on ``port``."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command} did not start.")
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
