"""Private servers for tests and benches: PostgreSQL, Redis and a mail server, on loopback.

Each is a context manager; each stops what it started, by its process, and leaves nothing
behind. From the shell, a command that needs them is run as::

    python -m tests.servers -- pytest talanoa
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PATIENCE = 30


def free_port() -> int:
    """A port of loopback nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster of our own, tuned to forget; yields its address."""
    programs = _postgres_programs()
    # Root may not run PostgreSQL; the folder then belongs to whoever does.
    account = _unprivileged_account() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="talanoa-postgres-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        run_as = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
        subprocess.run(
            [
                programs / "initdb",
                f"--pgdata={folder / 'data'}",
                "--username=talanoa",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **run_as,
        )
        port = free_port()
        options = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
            "shared_buffers": "128MB",
            "timezone": "UTC",
        }
        command = [programs / "postgres", "-D", folder / "data"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        # SIGINT asks for a fast shutdown, which does not wait for clients.
        with started(command, port=port, stop=signal.SIGINT, cwd=folder, **run_as):
            address = f"postgres://talanoa@127.0.0.1:{port}/postgres"
            _demand_answer([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)])
            subprocess.run(
                [programs / "createdb", "-h", "127.0.0.1", "-p", str(port)]
                + ["-U", "talanoa", "talanoa"],
                check=True,
            )
            yield address.removesuffix("postgres") + "talanoa"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing on disk; yields its address."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise FileNotFoundError("redis-server; see tools/debian-packages.txt")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
    with started(command, port=port):
        yield f"redis://127.0.0.1:{port}/0"


@dataclass
class Mailbox:
    """What a mail server of our own has received."""

    host: str
    port: int
    messages: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.messages.append(envelope.content)
        return "250 kept"


@contextlib.contextmanager
def smtp() -> Iterator[Mailbox]:
    """A mail server that keeps what it is given."""
    mailbox = Mailbox(host="127.0.0.1", port=free_port())
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by nobody, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(pem))
    paths[1].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@contextlib.contextmanager
def started(command, *, port: int, stop=signal.SIGTERM, **options) -> Iterator[subprocess.Popen]:
    """A program that runs inside the block and listens on ``port`` of loopback."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=said,
            stderr=subprocess.STDOUT,
            # Ctrl-C ends the tests first; they end this.
            start_new_session=True,
            **options,
        )
        try:
            _demand_port(port, process, said)
            yield process
        finally:
            process.send_signal(stop)
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _demand_port(port: int, process: subprocess.Popen, said) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    said.seek(0)
    raise RuntimeError(f"{process.args[0]} did not start:\n{said.read().decode()}")


def _demand_answer(command) -> None:
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(command, check=False).returncode != 0:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{command[0]} never answered")
        time.sleep(0.05)


def _postgres_programs() -> Path:
    """The folder of the newest PostgreSQL; Debian keeps it off the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    on_path = shutil.which("postgres")
    if newest is None and on_path is None:
        raise FileNotFoundError("postgresql; see tools/debian-packages.txt")
    return newest.parent if newest else Path(on_path).parent


def _unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL may not run as root, and there is no account to run it as.")


def main(command: list[str]) -> int:
    with postgres() as database, redis() as bus:
        environment = {"TALANOA_DATABASE_URL": database, "TALANOA_REDIS_URL": bus}
        return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word != "--"]))
