"""Write Janus's configuration folder, and the command that runs it on that folder.

Debian's own configuration listens on every address with known secrets, so none of it is
used: the folder written here is whole, and every plugin and transport that we do not use is
kept from loading.
"""

import json
import secrets
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from talanoa.live.media.janus_settings import JanusSettings

AUDIOBRIDGE = "janus.plugin.audiobridge"
STREAMING = "janus.plugin.streaming"

KEY_FILE = "api-secret"
UNUSED_PLUGINS = (
    "duktape",
    "echotest",
    "lua",
    "nosip",
    "recordplay",
    "sip",
    "textroom",
    "videocall",
    "videoroom",
    "voicemail",
)
UNUSED_TRANSPORTS = ("http", "mqtt", "nanomsg", "pfunix", "rabbitmq")
UNUSED_HANDLERS = ("gelfevh", "mqttevh", "nanomsgevh", "rabbitmqevh", "sampleevh", "wsevh")

Section = Mapping[str, bool | int | str]


def find_janus(settings: JanusSettings) -> Path | None:
    """The Janus to run: the one the settings name, else the first on the path; None without."""
    found = shutil.which(settings.binary or "janus")
    return Path(found) if found else None


def command(settings: JanusSettings, *, binary: Path) -> list[str]:
    """The command that runs Janus in the foreground on the folder ``write`` has written."""
    return [
        str(binary),
        f"--config={settings.folder / 'janus.jcfg'}",
        f"--configs-folder={settings.folder}",
        "--disable-colors",
    ]


def write(settings: JanusSettings) -> None:
    """Write the folder anew, readable by its owner alone, with a fresh secret.

    Files of an earlier writing are replaced; whoever is connected to a running Janus keeps
    the connection, since Janus reads the folder only when it starts.
    """
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.folder.chmod(0o700)
    secret = settings.api_secret or secrets.token_urlsafe(32)
    address = own_address() if settings.local else None
    for name, text in files(settings, api_secret=secret, address=address).items():
        path = settings.folder / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def is_here(settings: JanusSettings) -> bool:
    """Whether this Janus is one for this machine to run: its address is one of ours."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as asked:
        try:
            asked.bind((settings.host, 0))
        except OSError:
            return False
    return True


def read_secret(settings: JanusSettings) -> str:
    """The secret requests are signed with.

    Raises:
        OSError: none was given and Janus's folder has not been written, or is not ours to read.
    """
    if settings.api_secret:
        return settings.api_secret
    return (settings.folder / KEY_FILE).read_text(encoding="ascii")


def own_address() -> str | None:
    """The IPv4 address this machine is known by on its network; None when it is on none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            # Only looks up the way; nothing is sent. The address is one kept for documentation.
            asked.connect(("198.51.100.1", 9))
        except OSError:
            return None
        address: str = asked.getsockname()[0]
        return address


def files(
    settings: JanusSettings, *, api_secret: str, address: str | None = None
) -> dict[str, str]:
    """Every file of the folder by its name; the same arguments give the same text.

    ``address`` is the one that media is bound to when sound is for this machine alone.
    """
    return {
        "janus.jcfg": _document(_core(settings, api_secret, address)),
        "janus.transport.websockets.jcfg": _document(_websockets(settings)),
        "janus.plugin.audiobridge.jcfg": _document(
            {
                "general": {
                    "string_ids": True,
                    "events": False,
                    "local_ip": "127.0.0.1",
                    # By these the floor comes into the mixes of languages.
                    "rtp_port_range": _range(settings.stream_ports),
                }
            }
        ),
        "janus.plugin.streaming.jcfg": _document(
            {
                "general": {
                    "string_ids": True,
                    "events": False,
                    "rtp_port_range": _range(settings.stream_ports),
                }
            }
        ),
        KEY_FILE: api_secret,
    }


def _core(settings: JanusSettings, api_secret: str, address: str | None) -> dict[str, Section]:
    return {
        "general": {
            "configs_folder": str(settings.folder),
            "log_to_stdout": True,
            "debug_level": 2,
            "debug_colors": False,
            # Requests carry a token that is signed with it and soon expires (``tokens``).
            "token_auth": True,
            "token_auth_secret": api_secret,
            # The admin interface is off everywhere; its default secret is gone all the same.
            "admin_secret": f"{api_secret}-admin",
            "server_name": "talanoa",
            "session_timeout": 60,
            "hide_dependencies": True,
        },
        "certificates": {},
        "media": {
            "ipv6": settings.ipv6,
            "rtp_port_range": _range(settings.media_ports),
            "no_media_timer": 0,
        },
        "nat": _nat(settings, address),
        "plugins": {"disable": _libraries(UNUSED_PLUGINS)},
        "transports": {"disable": _libraries(UNUSED_TRANSPORTS)},
        "loggers": {"disable": "libjanus_jsonlog.so"},
        "events": {"broadcast": False, "disable": _libraries(UNUSED_HANDLERS)},
    }


def _nat(settings: JanusSettings, address: str | None) -> Section:
    nat: dict[str, bool | int | str] = {
        "nice_debug": False,
        # Browsers hide their local addresses behind names only their own network can look up;
        # they reach us by the addresses in our answer, so these names need no looking up.
        "ignore_mdns": True,
        "ice_ignore_list": "vmnet,docker,veth",
    }
    if settings.local and address:
        # Naming "lo" here would undo itself: Janus passes over loopback, finds nothing it may
        # use, and its ICE library then takes every interface there is.
        nat["ice_enforce_list"] = address
        nat["ice_ignore_list"] = ""
    elif settings.interfaces:
        nat["ice_enforce_list"] = ",".join(settings.interfaces)
    if settings.public_address:
        nat["nat_1_1_mapping"] = settings.public_address
        nat["keep_private_host"] = settings.keep_private_address
    if settings.stun_server:
        host, _, port = settings.stun_server.rpartition(":")
        nat["stun_server"] = host
        nat["stun_port"] = int(port)
    return nat


def _websockets(settings: JanusSettings) -> dict[str, Section]:
    return {
        "general": {
            "json": "compact",
            "ws": True,
            "ws_port": settings.port,
            "ws_ip": settings.host,
            "wss": False,
            "ws_logging": "err",
        },
        "admin": {"admin_ws": False, "admin_wss": False},
    }


def _libraries(names: tuple[str, ...]) -> str:
    return ",".join(f"libjanus_{name}.so" for name in names)


def _range(ports: tuple[int, int]) -> str:
    return f"{ports[0]}-{ports[1]}"


def _document(sections: Mapping[str, Section]) -> str:
    lines: list[str] = []
    for name, section in sections.items():
        lines.append(f"{name}: {{")
        # JSON's strings, numbers and truth values are written the same way in libconfig.
        lines += [
            f"\t{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in section.items()
        ]
        lines.append("}")
    return "\n".join(lines) + "\n"
