"""Write coturn's configuration, and the command that runs it on that.

Debian's own configuration and its database of users are not used.
"""

import ipaddress
import secrets
import shutil
from pathlib import Path

from talanoa.live.media.turn import SECRET_FILE
from talanoa.live.media.turn_settings import TurnSettings

CONFIGURATION = "turnserver.conf"
PERSON_QUOTA = 12
"""Allocations of one person in one session: a few windows, each over three ways."""
SESSION_BYTES = 500_000
"""Bytes a second of one allocation; sound takes about 8,000."""


def find_coturn(settings: TurnSettings) -> Path | None:
    """The coturn to run: the one the settings name, else the first on the path."""
    found = shutil.which(settings.binary or "turnserver")
    return Path(found) if found else None


def command(settings: TurnSettings, *, binary: Path) -> list[str]:
    """The command that runs coturn in the foreground on what ``write`` has written."""
    return [str(binary), "-c", str(settings.folder / CONFIGURATION)]


def write(settings: TurnSettings, *, address: str) -> None:
    """Write the folder anew, readable by its owner alone; without a given secret, a fresh one.

    ``address`` is this machine's own, from which the relay speaks to Janus.
    """
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    secret = settings.shared_secret or secrets.token_urlsafe(32)
    for name, text in {
        CONFIGURATION: configuration(settings, secret=secret, address=address),
        SECRET_FILE: secret,
    }.items():
        path = settings.folder / name
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text, encoding="utf-8")


def configuration(settings: TurnSettings, *, secret: str, address: str) -> str:
    """coturn's configuration; the same arguments give the same text."""
    lines = [
        f"listening-ip={settings.bind}",
        f"listening-port={settings.port}",
        f"relay-ip={address}",
        f"min-port={settings.relay_ports[0]}",
        f"max-port={settings.relay_ports[1]}",
        "realm=talanoa",
        "use-auth-secret",
        f"static-auth-secret={secret}",
        "stale-nonce=600",
        "no-cli",
        "no-tcp-relay",
        "no-multicast-peers",
        # What stands both here and below is allowed: everything is forbidden but Janus, so
        # that nobody reaches the network behind the relay through it, nor anybody else.
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        *(f"allowed-peer-ip={peer}" for peer in _peers(settings, address)),
        f"user-quota={PERSON_QUOTA}",
        f"total-quota={settings.relay_ports[1] - settings.relay_ports[0] + 1}",
        f"max-bps={SESSION_BYTES}",
        "no-dtls",
        *_tls(settings),
        "no-rfc5780",
        "no-stun-backward-compatibility",
        "response-origin-only-with-rfc5780",
        "no-software-attribute",
        f"userdb={settings.folder / 'users'}",
        f"pidfile={settings.folder / 'pid'}",
        "log-file=stdout",
        "simple-log",
    ]
    return "\n".join(lines) + "\n"


def _peers(settings: TurnSettings, address: str) -> list[str]:
    peers = dict.fromkeys((address, *settings.peers))
    # Loopback is refused even where somebody names it: what listens there trusts its callers.
    return [peer for peer in peers if not ipaddress.ip_address(peer).is_loopback]


def _tls(settings: TurnSettings) -> list[str]:
    if not settings.certificate:
        return ["no-tls"]
    return [
        f"tls-listening-port={settings.tls_port}",
        f"cert={settings.certificate}",
        f"pkey={settings.key}",
        "no-tlsv1",
        "no-tlsv1_1",
    ]
