"""What a hub may choose about sound, checked when it is made."""

import ipaddress
from dataclasses import dataclass, replace
from pathlib import Path

SAMPLING_RATES = (8000, 12000, 16000, 24000, 48000)
RATES = (16_000, 24_000, 32_000)
"""Bits a second at which one person can ask to receive the mix: for weak, fair and good links."""
MOST_LOSS = 20
"""The highest percentage of lost packets Opus prepares for."""
FEWEST_PORTS = 200
"""Below this a session of a few dozen people could run out of ports."""
BENEATH = 20
"""How loud the floor is beneath an interpreter's voice, in per cent of itself: 14 dB less."""
STREAM_PORTS = 100
"""How many ports, the highest of the range, carry mixes inside the machine to audiences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How a session's one mixed stream is made.

    ``bitrate`` is in bits a second. ``expected_loss`` is the percentage of packets the
    encoder prepares for with forward error correction, 0 to 20. ``seats`` is how many people
    share the two-way mix of a session; whoever only listens beyond that hears the same
    mix as a relayed stream, which costs the server about a fifth as much.
    """

    bitrate: int = 24_000
    sampling: int = 48_000
    expected_loss: int = 10
    seats: int = 40

    def __post_init__(self) -> None:
        if self.sampling not in SAMPLING_RATES:
            raise ValueError(f"Sampling must be one of {SAMPLING_RATES}, not {self.sampling}.")
        if not 6_000 <= self.bitrate <= 128_000:
            raise ValueError(f"Bitrate must be from 6000 to 128000 bit/s, not {self.bitrate}.")
        if not 0 <= self.expected_loss <= MOST_LOSS:
            raise ValueError(f"Expected loss must be from 0 to 20 %, not {self.expected_loss}.")
        if self.seats < 1:
            raise ValueError(f"There must be at least one seat, not {self.seats}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class JanusSettings:
    """How Janus is run and reached.

    ``folder`` is ours to write; it holds the configuration and the secret that requests
    are signed with. ``api_secret`` is used as it is when given; otherwise one is drawn at each
    start of Janus. ``addresses`` (``host:port``) name several Janus; without, there is one at
    ``host`` and ``port``. ``local`` is for browsers on this machine, a demonstration or a test:
    media is bound to one of its addresses and to no other. That one is not 127.0.0.1, which
    Janus never uses for media; only who holds the credentials of a seat is answered there.
    ``public_address`` is what browsers are told to send media to when the
    server stands behind one-to-one address translation; ``keep_private_address`` tells its
    own beside that one, for a relay on this machine. ``ports`` are the lowest and highest
    UDP port.
    """

    folder: Path
    enabled: bool = True
    binary: str = ""
    host: str = "127.0.0.1"
    port: int = 8188
    api_secret: str = ""
    addresses: tuple[str, ...] = ()
    local: bool = True
    public_address: str = ""
    interfaces: tuple[str, ...] = ()
    ports: tuple[int, int] = (20_000, 20_999)
    stun_server: str = ""
    ipv6: bool = False
    keep_private_address: bool = False
    mix: Mix = Mix()

    def __post_init__(self) -> None:
        lowest, highest = self.ports
        if not 1024 <= lowest < highest <= 65_535:
            raise ValueError(f"UDP ports must run upwards within 1024–65535, not {self.ports}.")
        if highest - lowest + 1 < FEWEST_PORTS:
            raise ValueError(f"Give at least {FEWEST_PORTS} UDP ports, not {self.ports}.")
        if not 1 <= self.port <= 65_535:
            raise ValueError(f"The port of Janus must be from 1 to 65535, not {self.port}.")
        _demand_inside(self.host)
        if self.addresses:
            self._demand_nodes()
        if self.local and self.public_address:
            raise ValueError("Sound is for this machine alone, yet a public address is given.")
        for address in filter(None, self.public_address.split(",")):
            ipaddress.ip_address(address)
        if self.stun_server and not self.stun_server.rpartition(":")[2].isdecimal():
            raise ValueError(f"Write the STUN server as host:port, not {self.stun_server!r}.")

    @property
    def url(self) -> str:
        return f"ws://{self.host}:{self.port}"

    @property
    def name(self) -> str:
        """What a node is called, also by the room processes among themselves."""
        return f"{self.host}:{self.port}"

    @property
    def nodes(self) -> "tuple[JanusSettings, ...]":
        """The settings of each Janus. Those on one host share its media ports in equal parts."""
        if not self.addresses:
            return (self,)
        split = [_parted(address) for address in self.addresses]
        found: list[JanusSettings] = []
        for number, (host, port) in enumerate(split):
            beside = [at for at, (other, _) in enumerate(split) if other == host]
            size = (self.ports[1] - self.ports[0] + 1) // len(beside)
            lowest = self.ports[0] + size * beside.index(number)
            ports = (lowest, lowest + size - 1) if len(beside) > 1 else self.ports
            folder = self.folder / f"{host}-{port}"
            found.append(
                replace(self, addresses=(), host=host, port=port, folder=folder, ports=ports)
            )
        return tuple(found)

    @property
    def media_ports(self) -> tuple[int, int]:
        """Ports that browsers send media to and receive it from."""
        return self.ports[0], self.ports[1] - STREAM_PORTS

    @property
    def stream_ports(self) -> tuple[int, int]:
        """Ports on loopback through which a mix reaches its audience's stream."""
        return self.ports[1] - STREAM_PORTS + 1, self.ports[1]

    def _demand_nodes(self) -> None:
        if len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"A Janus is named twice: {self.addresses}.")
        far = [node.host for node in self.nodes if not node.host.startswith("127.")]
        if far and not self.api_secret:
            raise ValueError(f"Janus on {far[0]} needs a secret that is the same on each machine.")


def _parted(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError(f"Write a Janus as host:port, not {address!r}.")
    return host, int(port)


def _demand_inside(host: str) -> None:
    """Where Janus takes requests must not be reachable from the internet."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # A name: of a private network, as those of containers are.
        return
    if address.is_unspecified or address.is_global:
        raise ValueError(f"Janus takes requests on loopback or a private address, not on {host}.")
