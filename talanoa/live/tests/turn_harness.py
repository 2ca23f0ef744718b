"""A real coturn, run as the product runs it, on loopback and with one peer."""

import contextlib
from datetime import UTC, datetime

import psutil

from talanoa.live.media import coturn_config, janus_config, turn
from talanoa.live.media.turn_client import TurnClient
from talanoa.live.media.turn_settings import Address, TurnSettings
from talanoa.live.tests.media_harness import worker_number
from tests.servers import a_certificate, free_port, started


def settings_in(folder, **more):
    return TurnSettings(folder=folder, **{"own": True, "shared_secret": "given", **more})


class Relay:
    def __init__(self, settings, address, process):
        self.settings = settings
        self.address = address
        """The one peer: this machine's own address."""
        self.process = process

    def credentials(self, person="31", *, now=None):
        now = now or datetime.now(UTC)
        return turn.credentials(self.settings, session_id="7", person=person, now=now)

    def client(self, credentials=None, *, way="tcp"):
        port = self.settings.tls_port if way == "tls" else self.settings.port
        ours = credentials or self.credentials()
        return TurnClient(Address("127.0.0.1", port, way), ours, verify=False)

    def ports(self):
        """The ports on which it speaks to Janus for somebody."""
        lowest, highest = self.settings.relay_ports
        sockets = self.process.net_connections(kind="udp")
        return {each.laddr.port for each in sockets if lowest <= each.laddr.port <= highest}


@contextlib.contextmanager
def running_relay(folder):
    certificate, key = a_certificate(folder)
    first = 46_000 + 100 * (worker_number() % 5)
    settings = settings_in(
        folder / "turn",
        port=free_port(),
        tls_port=free_port(),
        certificate=str(certificate),
        key=str(key),
        relay_ports=(first, first + 99),
    )
    binary, address = coturn_config.find_coturn(settings), janus_config.own_address()
    assert binary is not None, "coturn is not installed."
    assert address is not None, "This machine is on no network."
    coturn_config.write(settings, address=address)
    command = coturn_config.command(settings, binary=binary)
    # It listens with TLS last.
    with started(command, port=settings.tls_port) as process:
        yield Relay(settings, address, psutil.Process(process.pid))
