"""Credentials for a relay: signed by a secret it shares with us, and good for minutes.

The relay keeps no list of people. It takes whoever brings a name that begins with a moment
yet to come, and as password that name's signature (the "TURN REST API"; coturn's
``use-auth-secret``).
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from talanoa.live.media.turn_settings import TurnSettings

SECRET_FILE = "shared-secret"  # noqa: S105 - the name of the file


@dataclass(frozen=True, slots=True)
class Credentials:
    username: str
    password: str


def credentials(
    settings: TurnSettings, *, session_id: str, person: str, now: datetime
) -> Credentials:
    """What lets one person of one session through the relay for ``settings.lifetime`` seconds.

    The relay learns no name: after the moment stands what only this hub can make of person
    and session. It is the same each time, so that the relay can count what one person uses.

    Raises:
        OSError: the secret cannot be read: no relay of our own has been started here.
    """
    secret = read_secret(settings).encode()
    who = hmac.new(secret, f"{session_id}:{person}".encode(), hashlib.sha256).hexdigest()[:20]
    return sign(secret, f"{int(now.timestamp()) + settings.lifetime}:{who}")


def sign(secret: bytes, username: str) -> Credentials:
    # SHA-1 is what the relays of this scheme expect; as HMAC it is sound.
    signature = hmac.new(secret, username.encode(), hashlib.sha1).digest()
    return Credentials(username, base64.b64encode(signature).decode("ascii"))


def read_secret(settings: TurnSettings) -> str:
    """The secret shared with the relay.

    Raises:
        OSError: none was given, and no relay of our own has been started here.
    """
    if settings.shared_secret:
        return settings.shared_secret
    return (settings.folder / SECRET_FILE).read_text(encoding="ascii")
