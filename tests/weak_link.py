"""A weak link between one browser and this machine: slow, far, lossy, cut, or another network.

The browser runs in a network namespace of its own. All it sends and receives passes, packet by
packet, through this process, which delays, thins and counts it: the kernel's ``netem`` does the
same, and is missing from many machines. Needs root and ``/dev/net/tun``; ``why_not()`` says
what is missing.

``localhost`` means the product in that browser too, so that its addresses, its cookies and the
browser's trust in them stay as they are.
"""

import contextlib
import fcntl
import heapq
import itertools
import os
import random
import selectors
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from talanoa.live.media import janus_config
from tests.journeys.browsing import FLAGS

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
WHOLE_PACKET = 65_536
QUEUE = 1.0
"""Seconds of data that may wait for a slow link; what comes beyond is dropped."""
TICK = 0.05


@dataclass(frozen=True)
class Weather:
    """How the link is: kilobits a second each way (0: as fast as it goes), the seconds there
    and back, the part of all packets that is lost."""

    kilobits: float = 0
    round_trip: float = 0.0
    loss: float = 0.0
    cut: bool = False


FAIR = Weather()


@dataclass
class Way:
    """One direction of the link, and the bytes that have passed it, IP headers included."""

    free_at: float = 0.0
    passed: int = 0
    waiting: list[tuple[float, int, bytes]] = field(default_factory=list)


class WeakLink:
    """Use inside ``weak_link``. ``program`` is the browser that lives beyond the link."""

    def __init__(self, folder: Path) -> None:
        number = os.getpid() % 10_000
        self.space = f"talanoa-{number}"
        self._near, self._far = f"weak{number}", f"phone{number}"
        net = f"10.{64 + number // 250}.{number % 250}"
        self.here, self._there = f"{net}.1", [f"{net}.{host}" for host in range(2, 250)]
        self.program = folder / "browser-beyond-the-link"
        # Not FLAGS of the journeys whole: this browser's loopback is not where the sound is.
        self.flags = [
            *(flag for flag in FLAGS if "loopback" not in flag),
            f"--host-resolver-rules=MAP localhost {self.here}, MAP * ~NOTFOUND",
        ]
        self.down, self.up = Way(), Way()
        self._doors = contextlib.ExitStack()
        self._weather = FAIR
        self._chance = random.Random(20260305)
        self._order = itertools.count()
        self._ended = threading.Event()
        self._lock = threading.Lock()

    # --- What the weather is like

    def become(self, **weather: float | bool) -> None:
        """Change the weather; what is not named is fair."""
        with self._lock:
            self._weather = Weather(**weather)

    def cut(self) -> None:
        """Nothing comes through any more, and nobody is told so."""
        self.become(cut=True)

    def mend(self) -> None:
        self.become()

    def move(self) -> None:
        """The browser's machine joins another network: its address of before is gone."""
        old, self._there = self._there[0], self._there[1:] + self._there[:1]
        self._inside("addr", "del", f"{old}/24", "dev", self._far)
        self._inside("addr", "add", f"{self._there[0]}/24", "dev", self._far)
        self._inside("route", "replace", "default", "via", self.here)

    def passed(self) -> tuple[int, int]:
        """Bytes so far: to the browser, and from it."""
        return self.down.passed, self.up.passed

    def reaches(self, *ports: int) -> None:
        """Let these ports of this machine's loopback be those of the browser's ``localhost``."""
        for port in ports:
            self._doors.enter_context(_door(self.here, port))

    @property
    def settings(self) -> dict[str, str]:
        """For a product whose sound is to reach across, and browsers on this side too: Janus
        answers by the interface on which it was asked, and by no other."""
        near = janus_config.own_address() or "127.0.0.1"
        return {"TALANOA_JANUS_LOCAL": "no", "TALANOA_JANUS_INTERFACES": f"{near},{self.here}"}

    # --- Building it up and taking it away

    @contextlib.contextmanager
    def built(self) -> Iterator["WeakLink"]:
        _ip("netns", "add", self.space)
        near = far = -1
        try:
            near, far = _tunnel(self._near), _tunnel(self._far)
            _ip("link", "set", self._far, "netns", self.space)
            _ip("addr", "add", f"{self.here}/24", "dev", self._near)
            _ip("link", "set", self._near, "up")
            self._inside("link", "set", "lo", "up")
            self._inside("addr", "add", f"{self._there[0]}/24", "dev", self._far)
            self._inside("link", "set", self._far, "up")
            self._inside("route", "add", "default", "via", self.here)
            self._write_program()
            carrying = threading.Thread(target=self._carry, args=(near, far))
            carrying.start()
            try:
                with self._doors:
                    yield self
            finally:
                self._ended.set()
                carrying.join()
        finally:
            for tunnel in (near, far):
                if tunnel >= 0:
                    os.close(tunnel)
            _ip("netns", "del", self.space)

    def _write_program(self) -> None:
        browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
        self.program.write_text(
            f'#!/bin/sh\nexec nsenter --net=/run/netns/{self.space} {browser} "$@"\n'
        )
        self.program.chmod(0o755)

    def _inside(self, *words: str) -> None:
        _ip("-n", self.space, *words)

    # --- Carrying packets

    def _carry(self, near: int, far: int) -> None:
        ways = {near: (self.down, far), far: (self.up, near)}
        with selectors.DefaultSelector() as ready:
            for tunnel in ways:
                os.set_blocking(tunnel, False)
                ready.register(tunnel, selectors.EVENT_READ)
            while not self._ended.is_set():
                due = min((way.waiting[0][0] for way, _ in ways.values() if way.waiting), default=0)
                patience = min(TICK, max(0.0, due - time.monotonic())) if due else TICK
                for key, _ in ready.select(patience):
                    with contextlib.suppress(BlockingIOError):
                        while True:
                            self._take(ways[key.fd][0], os.read(key.fd, WHOLE_PACKET))
                for way, onward in ways.values():
                    self._give(way, onward)

    def _take(self, way: Way, packet: bytes) -> None:
        now = time.monotonic()
        with self._lock:
            weather = self._weather
        if weather.cut or self._chance.random() < weather.loss:
            return
        leaves = max(now, way.free_at)
        if leaves - now > QUEUE:
            return
        if weather.kilobits:
            leaves += len(packet) * 8 / (weather.kilobits * 1000)
        way.free_at = leaves
        arrives = leaves + weather.round_trip / 2
        heapq.heappush(way.waiting, (arrives, next(self._order), packet))

    @staticmethod
    def _give(way: Way, onward: int) -> None:
        now = time.monotonic()
        while way.waiting and way.waiting[0][0] <= now:
            packet = heapq.heappop(way.waiting)[2]
            way.passed += len(packet)
            with contextlib.suppress(OSError):  # the network beyond is being changed
                os.write(onward, packet)


@contextlib.contextmanager
def weak_link(folder: Path) -> Iterator[WeakLink]:
    with WeakLink(folder).built() as link:
        yield link


def why_not() -> str:
    """Why there can be no weak link on this machine; empty when there can."""
    if os.geteuid() != 0:
        return "only root may make a network namespace"
    if shutil.which("ip") is None or shutil.which("nsenter") is None:
        return "iproute2 or util-linux is missing"
    try:
        os.close(_tunnel(f"probe{os.getpid() % 10_000}"))
        made = subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True)
    except OSError as error:
        return f"this machine lends no network interfaces ({error.strerror})"
    return "" if made.returncode == 0 else "this machine lends no network namespaces"


def _tunnel(name: str) -> int:
    tunnel = os.open("/dev/net/tun", os.O_RDWR)
    try:
        fcntl.ioctl(tunnel, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    except OSError:
        os.close(tunnel)
        raise
    return tunnel


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextlib.contextmanager
def _door(host: str, port: int) -> Iterator[None]:
    """Whoever connects to ``host`` is connected to this machine's loopback."""
    listening = socket.create_server((host, port))
    opened: list[socket.socket] = [listening]

    def receive() -> None:
        with contextlib.suppress(OSError):
            while True:
                outside, _ = listening.accept()
                inside = socket.create_connection(("127.0.0.1", port))
                opened.extend((outside, inside))
                for one, other in ((outside, inside), (inside, outside)):
                    outside.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=_pump, args=(one, other), daemon=True).start()

    threading.Thread(target=receive, daemon=True).start()
    try:
        yield
    finally:
        for each in opened:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    for each in (one, other):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
