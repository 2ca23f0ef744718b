"""``talanoa doctor``: what works, what does not, and what to do about it, in plain words."""

import platform
import shutil
import smtplib
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from talanoa.kernel import clock
from talanoa.live.media import coturn_config, janus_client, janus_config, turn, turn_client
from talanoa.live.media.janus_settings import JanusSettings
from talanoa.live.media.turn_settings import parse
from talanoa.live.recordings import hearing
from talanoa.live.recordings import sound as recording_sound
from talanoa.ops import ready

WORST_CLOCK_ERROR = 5.0
"""Seconds by which the clock may be wrong before attendance would be."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found. A warning leaves the product usable; a fault does not."""

    about: str
    mark: str
    text: str


def fine(about: str, text: str) -> Finding:
    return Finding(about=about, mark="ok", text=text)


def warning(about: str, text: str) -> Finding:
    return Finding(about=about, mark="look", text=text)


def fault(about: str, text: str) -> Finding:
    return Finding(about=about, mark="FAULT", text=text)


def main() -> int:
    """Print every finding; answer 1 when one is a fault."""
    findings = list(examine())
    for finding in findings:
        sys.stdout.write(f"{finding.mark:<5}  {finding.about:<10}  {finding.text}\n")
    faults = sum(finding.mark == "FAULT" for finding in findings)
    if faults:
        sys.stdout.write(f"\n{faults} to mend before Talanoa can run.\n")
    return 1 if faults else 0


def examine() -> Iterable[Finding]:
    """Make every check, in the order in which a person would mend things."""
    checks: tuple[Callable[[], Finding], ...] = (
        python,
        data_dir,
        database,
        redis,
        ports,
        *(partial(sound, node) for node in settings.JANUS.nodes),
        relay,
        recordings,
        machine_captions,
        mail,
        fonts,
        the_clock,
    )
    for check in checks:
        yield check()


def python() -> Finding:
    version = platform.python_version()
    if sys.version_info < (3, 13):
        return fine("python", f"{version}. Python 3.13 or newer does the same with a third less.")
    return fine("python", version)


def data_dir() -> Finding:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        return fault("data", f"{settings.DATA_DIR} cannot be written: {error.strerror}.")
    if free < 1_000_000_000:
        return warning("data", f"{settings.DATA_DIR} has only {free // 1_000_000} MB left.")
    return fine("data", f"{settings.DATA_DIR}, {free // 1_000_000_000} GB free.")


def database() -> Finding:
    try:
        missing = ready.migrations_missing()
    except (DatabaseError, ready.NotReady) as error:
        return fault("database", f"does not answer: {str(error).splitlines()[0]}")
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    if missing and ready.is_embedded():
        return fine("database", f"{name}; brought up to date at the next start.")
    if missing:
        return fault(
            "database", f"{name} lacks {len(missing)} migrations. Run: talanoa manage migrate"
        )
    return fine("database", f"{name}, up to date.")


def redis() -> Finding:
    if not settings.REDIS_URL:
        return fine("redis", "not used: one machine needs none.")
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=3).ping()
    except (RedisError, OSError, ValueError) as error:
        return fault("redis", f"does not answer: {error}")
    return fine("redis", "answers.")


def ports() -> Finding:
    wanted = {"pages": settings.PORT, "room": settings.ROOM_PORT}
    taken = {name: port for name, port in wanted.items() if not ready.is_free(settings.BIND, port)}
    if not taken:
        return fine("ports", f"{settings.PORT} and {settings.ROOM_PORT} are free.")
    if _health_answers():
        return fine("ports", f"Talanoa is running on {settings.PORT}.")
    names = ", ".join(f"{port} ({name})" for name, port in taken.items())
    return fault("ports", f"{names} used by another program. Choose another TALANOA_PORT.")


def sound(janus: JanusSettings) -> Finding:
    """Whether this Janus answers, and takes our signature."""
    if not janus.enabled:
        return fine("sound", "switched off (TALANOA_SOUND).")
    binary = janus_config.find_janus(janus)
    is_here = janus_config.is_here(janus)
    if is_here and binary is None:
        return warning(
            "sound",
            "Janus is not installed, so the room is without sound. On Debian and Ubuntu: "
            "mask janus.service, then apt-get install janus (docs/running/install.md).",
        )
    trouble = janus_client.trouble_with(janus)
    if trouble is None:
        return fine("sound", f"Janus answers on {janus.name}.")
    if trouble == "refused":
        return fault(
            "sound",
            f"Janus on {janus.name} refuses our signature. Is TALANOA_JANUS_SECRET the same "
            "there, and are both clocks right?",
        )
    if is_here and ready.is_free(janus.host, janus.port):
        return fine("sound", f"{binary} for {janus.name}, not running; talanoa serve starts it.")
    return fault("sound", f"Janus does not answer on {janus.name}.")


def relay() -> Finding:
    """Whether every relay lets somebody through, asked as a browser would."""
    turn_settings = settings.TURN
    if not settings.JANUS.enabled or not turn_settings.addresses:
        missing = "none: where a network blocks UDP the room is without sound"
        return fine("relay", f"{missing} (docs/running/networks.md).")
    if turn_settings.own and coturn_config.find_coturn(turn_settings) is None:
        return warning(
            "relay",
            "coturn is not installed. On Debian and Ubuntu: mask coturn.service, then "
            "apt-get install coturn (docs/running/networks.md).",
        )
    try:
        ours = turn.credentials(turn_settings, session_id="doctor", person="", now=clock.now())
    except OSError:
        return fine("relay", "coturn, not running yet; talanoa serve starts it.")
    silent = [
        f"{url} ({trouble})"
        for url in turn_settings.addresses
        if (trouble := _trouble_with_relay(url, ours))
    ]
    if not silent:
        return fine("relay", f"{', '.join(turn_settings.addresses)} let people through.")
    words = f"{'; '.join(silent)}. See docs/running/networks.md."
    if len(silent) < len(turn_settings.addresses):
        return warning("relay", f"not every way goes: {words}")
    if turn_settings.own and ready.is_free(turn_settings.bind, turn_settings.port):
        return fine("relay", "coturn, not running; talanoa serve starts it.")
    return fault("relay", f"nobody is let through: {words}")


def _trouble_with_relay(url: str, credentials: turn.Credentials) -> str | None:
    try:
        with turn_client.TurnClient(parse(url), credentials) as client:
            client.allocate()
    except turn_client.TurnRefused as refused:
        return "refuses our secret" if refused.code == 401 else str(refused)
    except ssl.SSLCertVerificationError as error:
        return f"certificate: {error.verify_message}"
    except OSError as error:
        return str(error) or "does not answer"
    return None


def recordings() -> Finding:
    if not recording_sound.is_there():
        return warning(
            "recordings",
            "wait, since ffmpeg is not installed. On Debian and Ubuntu: apt-get install ffmpeg, "
            "then press “Try again” on the page of each recording.",
        )
    return fine("recordings", "ffmpeg is there.")


def machine_captions() -> Finding:
    if not settings.WHISPER_MODEL:
        return fine("captions", "People and caption services write them; no machine listens.")
    match hearing.trouble(Path(settings.WHISPER_MODEL)):
        case hearing.Failure.NO_PACKAGE:
            text = "no machine can make them: pip install 'talanoa[whisper]'."
        case hearing.Failure.NO_MODEL:
            files = ", ".join(hearing.MODEL_FILES)
            text = f"no machine can make them: {settings.WHISPER_MODEL} lacks one of {files}."
        case _:
            return fine("captions", f"A machine can make them with {settings.WHISPER_MODEL}.")
    return warning("captions", text)


def mail() -> Finding:
    if not settings.EMAIL_HOST:
        return warning(
            "mail",
            f"goes to files in {settings.MAIL_DIR} and reaches nobody. "
            "Set TALANOA_SMTP_HOST to send it.",
        )
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return fault("mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}")
    return fine("mail", f"{settings.EMAIL_HOST} answers.")


def fonts() -> Finding:
    """Certificates and slides need a font for every script a name may be written in."""
    if shutil.which("fc-list") is None:
        return warning("fonts", "cannot be listed: fontconfig is not installed.")
    missing = [
        name
        for name, language in (("Latin", "en"), ("Arabic", "ar"), ("Chinese", "zh-cn"))
        if not _lines(["fc-list", f":lang={language}"])
    ]
    if missing:
        return warning(
            "fonts",
            f"none for {', '.join(missing)} script: such names are missing from certificates. "
            "On Debian: apt-get install fonts-noto-core fonts-noto-cjk",
        )
    return fine("fonts", "Latin, Arabic and Chinese script.")


def the_clock() -> Finding:
    if settings.CLOCK_FILE:
        return warning("clock", f"is moved by {settings.CLOCK_FILE}: only right in tests.")
    if settings.BEHIND_PROXY and (wrong := _clock_error()) is not None:
        if abs(wrong) > WORST_CLOCK_ERROR:
            return warning("clock", f"is {wrong:+.0f} s from the proxy's. Is time kept by NTP?")
        return fine("clock", f"agrees with {settings.SITE_URL}.")
    if "no" in _lines(["timedatectl", "show", "--property=NTPSynchronized", "--value"]):
        return warning("clock", "is not kept by NTP; attendance is counted by it.")
    return fine("clock", f"{clock.now():%Y-%m-%d %H:%M:%S} UTC.")


def _clock_error() -> float | None:
    """Seconds this clock is ahead of the one behind the public address; ``None`` if unknown."""
    try:
        with urllib.request.urlopen(settings.SITE_URL, timeout=3) as answer:  # noqa: S310
            date = answer.headers["Date"]
    except (OSError, ValueError):
        return None
    return (clock.now() - parsedate_to_datetime(date)).total_seconds() if date else None


def _health_answers() -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{settings.PORT}/health/", timeout=2)
    except urllib.error.HTTPError as error:
        return error.code == 503
    except OSError:
        return False
    return True


def _lines(command: list[str]) -> list[str]:
    if shutil.which(command[0]) is None:
        return []
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.split("\n")[:-1]
