"""What a network must let through for the room: the list a network administrator is given."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

from talanoa.live.media import turn_settings

Use = Literal["pages", "room", "sound", "relay"]
PROTOCOLS = {"udp": "UDP", "tcp": "TCP", "tls": "TCP (TLS)"}
PORTS_OF_SCHEMES = {"http": 80, "ws": 80, "https": 443, "wss": 443}


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing to open, outwards: to which host, by which protocol, at which ports."""

    use: Use
    host: str
    protocol: str
    ports: str

    def __str__(self) -> str:
        return f"{self.host}: {self.protocol} {self.ports}"


def openings(*, page: str, socket: str) -> list[Opening]:
    """Everything of this hub, in the order of need; ``page`` and ``socket`` are its addresses."""
    wanted = [_of_address("pages", page), _of_address("room", socket)]
    if settings.JANUS.enabled:
        lowest, highest = settings.JANUS.media_ports
        hosts = settings.JANUS.public_address.split(",")
        wanted += [
            Opening("sound", host or wanted[0].host, "UDP", f"{lowest}-{highest}") for host in hosts
        ]
    for url in settings.TURN.addresses:
        at = turn_settings.parse(url)
        wanted.append(Opening("relay", at.host, PROTOCOLS[at.way], str(at.port)))
    # The room is often behind the same door as the pages: one line says it.
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for each in wanted:
        door = (each.host, each.protocol, each.ports)
        if door not in seen:
            kept.append(each)
        seen.add(door)
    return kept


def _of_address(use: Use, address: str) -> Opening:
    parts = urlsplit(address)
    port = parts.port or PORTS_OF_SCHEMES[parts.scheme]
    protocol = PROTOCOLS["tls" if parts.scheme in {"https", "wss"} else "tcp"]
    return Opening(use, parts.hostname or "", protocol, str(port))
