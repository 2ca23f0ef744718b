"""Read settings from the environment, typed; a secret may stand in a file.

Every reader looks for ``TALANOA_<NAME>`` and, failing that, for
``TALANOA_<NAME>_FILE``, whose content is used without its closing newline.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "TALANOA_"


class BadSetting(ValueError):
    """A setting in the environment cannot be used; the message says which and why."""


def text(name: str, default: str = "") -> str:
    value = os.environ.get(PREFIX + name)
    if value is not None:
        return value
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\n")
        except OSError as error:
            raise BadSetting(
                f"{PREFIX}{name}_FILE: cannot read {file}: {error.strerror}"
            ) from error
    return default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise BadSetting(f"{PREFIX}{name} is {value!r}; write yes or no.")
    return default


def integer(name: str, default: int) -> int:
    value = text(name).strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{PREFIX}{name} is {value!r}; write a whole number.") from error


def port_range(name: str, default: tuple[int, int]) -> tuple[int, int]:
    """Read the lowest and the highest port, written as ``20000-20999``."""
    value = text(name).strip()
    if not value:
        return default
    lowest, dash, highest = value.partition("-")
    if not (dash and lowest.strip().isdecimal() and highest.strip().isdecimal()):
        raise BadSetting(f"{PREFIX}{name} is {value!r}; write two ports as 20000-20999.")
    return int(lowest), int(highest)


def words(name: str, default: str = "") -> list[str]:
    """Read a list separated by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def room_sources(url: str, hosts: list[str], *, port: int, is_secure: bool) -> list[str]:
    """Where a page may open its socket: the room's own address, or its port on any of our hosts.

    An address of IPv6 cannot stand in a content security policy.
    """
    if url:
        return [url]
    scheme = "wss" if is_secure else "ws"
    names = [f"*{host}" if host.startswith(".") else host for host in hosts]
    return [f"{scheme}://{name}:{port}" for name in names if not name.startswith("[")]


def database(url: str, *, folder: Path) -> dict[str, object]:
    """Turn a database address into Django's form; no address means SQLite in ``folder``.

    SQLite opens with ``IMMEDIATE`` transactions and write-ahead logging, so that a
    reader never waits for a writer and two writers queue instead of failing.

    Raises:
        BadSetting: the address is not one of ``postgres://`` or ``sqlite://``.
    """
    if not url:
        return _sqlite(folder / "talanoa.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"{PREFIX}DATABASE_URL begins with {parts.scheme!r}; write postgres://…")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, **query},
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # To open the file anew for each page costs as much as a dozen queries.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        },
    }
