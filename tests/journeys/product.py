"""The real product, started as a person starts it: ``talanoa serve`` on a folder of its own."""

import atexit
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from talanoa.ops.launch import launched
from tests.servers import free_port

PATIENCE = 90
ROOT = Path(__file__).resolve().parent.parent.parent


class Product:
    """A hub on this machine. ``url`` is where it is; ``folder`` holds its data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port, self.room_port, self.janus_port = free_port(), free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        self.clock_file = folder / "clock"
        self.clock_file.write_text("0")
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TALANOA_")},
            "TALANOA_DATA_DIR": str(self.data),
            "TALANOA_PORT": str(self.port),
            "TALANOA_ROOM_PORT": str(self.room_port),
            "TALANOA_JANUS_PORT": str(self.janus_port),
            "TALANOA_JANUS_PORTS": _media_ports(),
            "TALANOA_JANUS_LOCAL": "yes",
            "TALANOA_CLOCK_FILE": str(self.clock_file),
            **settings,
        }
        self.said: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    # --- Starting, stopping, killing

    def start(self) -> None:
        """Start it and wait until pages, room and worker all live."""
        # Tests that are killed take the product with them.
        program = [sys.executable, "-m", "talanoa", "serve"]
        self._process = subprocess.Popen(
            launched(program, death=signal.SIGTERM),
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,))
        self._listener.start()
        self.wait_until_well()

    def wait_until_well(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            if self.health()["status"] == "ok":
                return
            time.sleep(0.1)
        raise RuntimeError("The product did not come up:\n" + "\n".join(self.said[-80:]))

    def stop(self) -> int:
        """Stop it as Ctrl-C does; answer with its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=30)
        self._listener.join()
        self._process = None
        return code

    def processes(self) -> dict[str, psutil.Process]:
        """Every process of it by name: serve, pages, room, worker, janus, turn."""
        serve = psutil.Process(self._process.pid)
        named = {"serve": serve}
        for child in serve.children():
            words = child.cmdline()
            name = {"turnserver": "turn"}.get(Path(words[0]).name, words[-1])
            if Path(words[0]).name == "janus":
                # By its folder: where there are several, each has one named after its address.
                name = next(Path(word).name for word in words if "--configs-folder" in word)
            named[name] = child
        return named

    def kill(self, *names: str) -> None:
        """``kill -9`` these processes and all they started; all of it when none is named."""
        living = self.processes()
        doomed = []
        for name in names or living:
            doomed += [living[name], *living[name].children(recursive=True)]
        for process in doomed:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(doomed, timeout=10)
        if not names or "serve" in names:
            self._process.wait(timeout=10)
            self._listener.join()
            self._process = None

    # --- Doing things to it

    def manage(self, *words: str) -> str:
        """Run one of its commands; answer with what it printed."""
        return self.command("manage", *words)

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "talanoa", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"talanoa {' '.join(words)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def sign_in_link(self, address: str) -> str:
        return self.manage("sign_in_link", address).strip()

    def links(self) -> dict[str, str]:
        """The sign-in links printed at start, by what the person is."""
        found = (re.match(r"\s+(\S.*?)\s{2,}(http\S+)$", line) for line in self.said)
        return {match[1]: match[2] for match in found if match}

    def move_clock(self, seconds: float) -> None:
        """Move the clock of every process by so much more."""
        moved = float(self.clock_file.read_text() or 0) + seconds
        replacement = self.clock_file.with_suffix(".new")
        replacement.write_text(str(moved))
        replacement.replace(self.clock_file)

    def now(self) -> datetime:
        """What its clock says."""
        return datetime.now(UTC) + timedelta(seconds=float(self.clock_file.read_text() or 0))

    def mail(self) -> list[Path]:
        """The messages it has sent, oldest first."""
        folder = self.data / "mail"
        return sorted(folder.rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns)

    def health(self) -> dict[str, object]:
        """What it says of itself; ``{"status": "silent"}`` when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return json.loads(error.read())
        except OSError:
            return {"status": "silent"}

    def _listen(self, output) -> None:
        with output:
            for line in output:
                self.said.append(line.rstrip("\n"))


@contextlib.contextmanager
def running(folder: Path, *, demonstration: bool = False, **settings: str) -> Iterator[Product]:
    """A product that runs inside the block, with or without the demonstration in it."""
    folder.mkdir(parents=True, exist_ok=True)
    product = Product(folder, **settings)
    try:
        if "TALANOA_DATABASE_URL" not in settings:
            product.data.mkdir()
            shutil.copy(_database(), product.data)
        if demonstration:
            product.command("demo")
        product.start()
        yield product
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            product.stop()
        if product._process is not None:
            product.kill()
        shutil.rmtree(product.data, ignore_errors=True)


@functools.cache
def _database() -> Path:
    """All tables with nothing in them, made as the product makes them, once for all products of
    this run: it takes twenty seconds."""
    folder = Path(tempfile.mkdtemp(prefix="talanoa-tables-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    product = Product(folder)
    product.manage("migrate", "--verbosity=0")
    return product.data / "talanoa.sqlite3"


_ranges = iter(range(30_000, 60_000, 400))


def _media_ports() -> str:
    """A range of UDP ports for this product's sound; products of one run never share one."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    lowest = next(_ranges) + 200 * (worker % 2)
    return f"{lowest}-{lowest + 199}"
