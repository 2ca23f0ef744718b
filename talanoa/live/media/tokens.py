"""Signed tokens of the kind Janus checks: until when, for whom, for which plugins."""

import base64
import hashlib
import hmac

REALM = "janus"
HOLDS = 60
"""Seconds for which a token is taken; each request has one made for it."""


def sign(secret: str, *, now: float, plugin: str = "") -> str:
    """A token by which Janus takes a request until ``HOLDS`` seconds after ``now``.

    With ``plugin`` it also lets the request attach to that one; otherwise to none.
    """
    said = ",".join(filter(None, (str(int(now) + HOLDS), REALM, plugin)))
    signature = hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()
    return f"{said}:{base64.b64encode(signature).decode()}"
