"""Keep several programs running, show what they say, and stop them all together.

Knows nothing of Django or of what it runs.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from talanoa.ops.launch import launched

FIRST_DELAY = 0.2
LONGEST_DELAY = 30.0
"""Seconds before a program that ended is started again: doubled each time, up to the longest."""
STEADY_AFTER = 60.0
"""Seconds a program must run for its delay to begin small again."""
PATIENCE = 8.0
"""Seconds the programs have to stop by themselves before they are killed."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A program to keep running."""

    name: str
    program: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    death: signal.Signals = signal.SIGKILL
    """What the kernel sends it when this process is killed."""
    worth_saying: Callable[[str], bool] = bool
    """Which of its lines are shown; all but the empty ones unless told otherwise."""


class Supervisor:
    """Runs until it is told to stop, by a signal or by ``stop``."""

    def __init__(self, parts: Sequence[Part], *, say: Callable[[str, str], None]) -> None:
        """``say`` is called with a part's name and one line; from several threads."""
        self._children = [_Child(part, say) for part in parts]
        self._stopping = threading.Event()

    def run(self, *, started: Callable[[], None] = lambda: None) -> None:
        """Start every part, call ``started`` in a thread of its own, return once all have ended."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._on_signal)
        # The kernel watches the thread that starts a child, so this thread starts them all.
        for child in self._children:
            child.start()
        threading.Thread(target=started, daemon=True).start()
        while not self._stopping.wait(0.1):
            for child in self._children:
                child.look_after()
        self._stop_all()

    def stop(self) -> None:
        self._stopping.set()

    def _on_signal(self, signum: int, _frame: object) -> None:
        if self._stopping.is_set():
            for child in self._children:
                child.kill()
        self._stopping.set()

    def _stop_all(self) -> None:
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(child.running for child in self._children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self._children:
            child.kill()


class _Child:
    def __init__(self, part: Part, say: Callable[[str, str], None]) -> None:
        self._part = part
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._started_at = 0.0
        self._start_at: float | None = None
        self._delay = FIRST_DELAY

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        # A session of its own: the terminal's Ctrl-C reaches only this process, which then
        # stops the others in order; and the whole group can be ended at once.
        self._process = subprocess.Popen(
            launched(list(self._part.program), death=self._part.death),
            env={**os.environ, **self._part.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._started_at = time.monotonic()
        self._start_at = None
        threading.Thread(target=self._repeat, args=(self._process.stdout,), daemon=True).start()

    def look_after(self) -> None:
        """Start it again if it ended and its delay is over."""
        if self.running:
            return
        now = time.monotonic()
        if self._start_at is None:
            self.kill()
            if now - self._started_at > STEADY_AFTER:
                self._delay = FIRST_DELAY
            self._start_at = now + self._delay
            ended = self._process.returncode if self._process else None
            self._say(self._part.name, f"ended ({_how(ended)}); again in {self._delay:.1f} s")
            self._delay = min(self._delay * 2, LONGEST_DELAY)
        elif now >= self._start_at:
            self.start()

    def terminate(self) -> None:
        if self._process is not None and self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()

    def kill(self) -> None:
        """End it and whatever it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _repeat(self, output: IO[str]) -> None:
        with output:
            for line in output:
                text = line.rstrip()
                if self._part.worth_saying(text):
                    self._say(self._part.name, text)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"by signal {signal.Signals(-code).name}"
    return f"with code {code}"


class Printer:
    """Lines on standard output, each behind the name of the part that said it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._width = max((len(name) for name in names), default=0)
        self._lock = threading.Lock()

    def __call__(self, name: str, line: str) -> None:
        with self._lock:
            sys.stdout.write(f"{name:<{self._width}} | {line}\n")
            sys.stdout.flush()

    def plain(self, text: str) -> None:
        with self._lock:
            sys.stdout.write(text)
            sys.stdout.flush()
