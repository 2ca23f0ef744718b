"""Signed tokens of the kind Janus checks: until when, for whom, for which plugins."""

import base64
import hashlib
import hmac
import time

REALM = "janus"
HOLDS = 60
"""Seconds for which a token is taken; each request has one made for it."""


def sign(secret: str, *, plugin: str = "", ago: float = 0) -> str:
    """A token by which Janus takes a request for ``HOLDS`` seconds, ``ago`` of them gone.

    With ``plugin`` it also lets the request attach to that one; otherwise to none.
    """
    # Janus goes by the machine's clock, which no test moves.
    until = int(time.time() - ago) + HOLDS
    said = ",".join(filter(None, (str(until), REALM, plugin)))
    signature = hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()
    return f"{said}:{base64.b64encode(signature).decode()}"
