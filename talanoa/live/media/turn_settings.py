"""What a hub may choose about relays for networks that block UDP, checked when it is made."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

SHORTEST, LONGEST = 60, 24 * 3600
"""Seconds for which credentials may be made to hold."""
FEWEST_PORTS = 50
_URL = re.compile(
    r"(?P<scheme>turns?):(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:(?P<port>[0-9]{1,5}))?"
    r"(\?transport=(?P<transport>udp|tcp))?"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a relay is reached, and how."""

    host: str
    port: int
    way: str
    """``udp``, ``tcp`` or ``tls``."""


def parse(url: str) -> Address:
    """Read ``turn:HOST:PORT?transport=udp|tcp`` or ``turns:HOST:PORT?transport=tcp``.

    Raises:
        ValueError: it is not such an address.
    """
    match = _URL.fullmatch(url)
    port = int(match["port"] or (5349 if match["scheme"] == "turns" else 3478)) if match else 0
    if match is None or not 1 <= port <= 65_535:
        raise ValueError(f"Write a relay as turn:host:3478?transport=tcp, not {url!r}.")
    tls = match["scheme"] == "turns"
    if tls and match["transport"] == "udp":
        raise ValueError(f"A relay with TLS is reached over TCP, not as {url!r}.")
    way = "tls" if tls else match["transport"] or "udp"
    return Address(match["host"].strip("[]"), port, way)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSettings:
    """Where relays are, and how one of our own is run.

    ``urls`` are the addresses browsers are given. ``shared_secret`` is the one the relay
    checks credentials with; ``lifetime`` is how many seconds they hold. With ``own``,
    ``talanoa serve`` runs a coturn: ``folder`` is ours to write, ``bind`` and the ports are
    where it listens, ``host`` is the name browsers reach it by, ``relay_ports`` the lowest and
    highest UDP port from which it speaks to Janus, ``peers`` the addresses it may speak to
    besides this machine's own.
    """

    folder: Path
    own: bool = False
    urls: tuple[str, ...] = ()
    shared_secret: str = ""
    lifetime: int = 600
    binary: str = ""
    bind: str = "127.0.0.1"
    host: str = "localhost"
    port: int = 3478
    tls_port: int = 5349
    certificate: str = ""
    key: str = ""
    relay_ports: tuple[int, int] = (21_000, 21_999)
    peers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for url in self.urls:
            parse(url)
        if self.urls and not self.own and not self.shared_secret:
            raise ValueError("Relays are named, yet the secret shared with them is missing.")
        if self.shared_secret and not self.shared_secret.isprintable():
            raise ValueError("The secret shared with relays must be one line of plain signs.")
        if not SHORTEST <= self.lifetime <= LONGEST:
            raise ValueError(
                f"Credentials hold from {SHORTEST} to {LONGEST} seconds, not {self.lifetime}."
            )
        lowest, highest = self.relay_ports
        if not 1024 <= lowest < highest <= 65_535 or highest - lowest + 1 < FEWEST_PORTS:
            raise ValueError(
                f"Give at least {FEWEST_PORTS} ports within 1024–65535, not {self.relay_ports}."
            )
        if bool(self.certificate) != bool(self.key):
            raise ValueError("TLS of the relay needs both a certificate and its key.")
        for address in (self.bind, *self.peers):
            ipaddress.ip_address(address)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What browsers are given; empty where there is no relay."""
        if self.urls or not self.own:
            return self.urls
        host = f"[{self.host}]" if ":" in self.host else self.host
        plain = f"turn:{host}:{self.port}"
        encrypted = (f"turns:{host}:{self.tls_port}?transport=tcp",) if self.certificate else ()
        return f"{plain}?transport=udp", f"{plain}?transport=tcp", *encrypted
