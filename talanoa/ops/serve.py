"""``talanoa serve``: everything a hub needs, from one command."""

import signal
import sys
import time
import urllib.request
from collections.abc import Sequence

import django

from talanoa.ops.supervisor import Part, Printer, Supervisor

PATIENCE = 3.0
"""Seconds to wait for a port that is taken."""


def main(*, only: Sequence[str]) -> int:
    """Run the parts until told to stop; answer with the exit code."""
    django.setup(set_prefix=False)
    from django.conf import settings

    from talanoa.ops import ready

    # With a database that many machines share, as many may run as there are.
    holding = only if ready.is_embedded() else ()
    try:
        with ready.held(settings.DATA_DIR, holding):
            _run(only)
    except ready.NotReady as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _run(only: Sequence[str]) -> None:
    from talanoa.ops import ready

    parts = [part for name in only for part in _parts(name)]
    _demand_ports(parts)
    ready.demand_database()
    if "pages" in only:
        ready.collect_static()
    printer = Printer([part.name for part in parts])
    Supervisor(parts, say=printer).run(started=lambda: _welcome(only, printer))


def _parts(name: str) -> list[Part]:
    """How to run a part; none when it cannot or need not be run here, and a Janus for each node."""
    from django.conf import settings

    if name == "janus":
        return _janus()
    if name == "turn":
        return _turn()
    if name == "hearing" and not _hears():
        return []
    if name == "phone" and not settings.PHONE.enabled:
        return []
    # granian stops its workers when it is asked to, and cannot when it is killed.
    death = signal.SIGTERM if name == "pages" else signal.SIGKILL
    program = [sys.executable, "-m", "talanoa", "part", name]
    return [Part(name=name, program=program, death=death)]


def _hears() -> bool:
    from django.conf import settings

    return bool(settings.WHISPER_MODEL)


def _janus() -> list[Part]:
    from django.conf import settings

    from talanoa.live.media import janus_config

    binary = janus_config.find_janus(settings.JANUS)
    if not settings.JANUS.enabled or binary is None:
        return []
    here = [node for node in settings.JANUS.nodes if janus_config.is_here(node)]
    for node in here:
        janus_config.write(node)
    return [
        Part(
            name="janus" if number == 1 else f"janus-{number}",
            program=janus_config.command(node, binary=binary),
            # It greets at length and says of each plugin we switched off that it is off.
            worth_saying=lambda line: line.startswith("[") and "disabled, skipping" not in line,
        )
        for number, node in enumerate(here, 1)
    ]


def _turn() -> list[Part]:
    from django.conf import settings

    from talanoa.live.media import coturn_config, janus_config

    relay, address = settings.TURN, janus_config.own_address()
    binary = coturn_config.find_coturn(relay)
    if not relay.own or not settings.JANUS.enabled or binary is None or address is None:
        return []
    coturn_config.write(relay, address=address)
    return [
        Part(
            name="turn",
            program=coturn_config.command(relay, binary=binary),
            worth_saying=lambda line: "ERROR" in line or "Cannot" in line,
        )
    ]


def _demand_ports(parts: Sequence[Part]) -> None:
    """Check that the ports are free; after a crash, wait for the old processes to let go."""
    from django.conf import settings

    from talanoa.live.media import janus_config
    from talanoa.ops import ready

    wanted = {
        "pages": ("TALANOA_PORT", settings.BIND, settings.PORT),
        "room": ("TALANOA_ROOM_PORT", settings.BIND, settings.ROOM_PORT),
        "turn": ("TALANOA_TURN_PORT", settings.TURN.bind, settings.TURN.port),
    }
    ports = [wanted[part.name] for part in parts if part.name in wanted]
    if any(part.name == "janus" for part in parts):
        setting = "TALANOA_JANUS_NODES" if settings.JANUS.addresses else "TALANOA_JANUS_PORT"
        here = filter(janus_config.is_here, settings.JANUS.nodes)
        ports += [(setting, node.host, node.port) for node in here]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if all(ready.is_free(host, port) for _, host, port in ports):
            return
        time.sleep(0.1)
    for setting, host, port in ports:
        ready.demand_free(setting, host, port)


def _welcome(only: Sequence[str], printer: Printer) -> None:
    """Once the pages answer, say where they are and how to come in."""
    from django.conf import settings
    from django.db import connection
    from django.templatetags.static import static
    from django.urls import reverse

    if "pages" not in only or not _answers(
        f"http://{_host()}:{settings.PORT}{static('ui/mark.svg')}"
    ):
        return
    lines = [f"Talanoa is at {settings.SITE_URL}"]
    if "janus" in only and _janus_missing():
        lines.append("The room is without sound: Janus is not installed (see talanoa doctor).")
    if "turn" in only and _coturn_missing():
        lines.append("There is no relay: coturn is not installed (see talanoa doctor).")
    if settings.DEMONSTRATION:
        from talanoa.ops.demo import sign_in_links

        lines += ["", "Sign in, once each:", *sign_in_links()]
        lines += ["", f"Mail is kept in a folder: {settings.SITE_URL}{reverse('notices:folder')}"]
        connection.close()
    printer.plain("\n" + "".join(f"  {line}\n" for line in lines) + "\n  Ctrl-C stops it.\n\n")


def _janus_missing() -> bool:
    from django.conf import settings

    from talanoa.live.media import janus_config

    return settings.JANUS.enabled and janus_config.find_janus(settings.JANUS) is None


def _coturn_missing() -> bool:
    from django.conf import settings

    from talanoa.live.media import coturn_config

    return settings.TURN.own and coturn_config.find_coturn(settings.TURN) is None


def _host() -> str:
    from django.conf import settings

    return "127.0.0.1" if settings.BIND in ("0.0.0.0", "::") else settings.BIND  # noqa: S104


def _answers(address: str, *, patience: float = 60) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own http address
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False
