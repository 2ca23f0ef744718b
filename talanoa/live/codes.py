"""The short code that is shown in a session, so that whoever sees it can say that they are there.

Nothing of it is kept: a code follows from a secret key, the session and the time. Pure.
"""

import hashlib
import hmac
import unicodedata
from datetime import UTC, datetime, timedelta

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
"""Neither 0, 1, B, I, L, O, S, U nor Z: each looks or sounds like another sign."""
LENGTH = 6
"""27⁶ are 387 million codes."""
STEP = timedelta(minutes=2)
"""How long a code is shown. It is taken for as long again, so that a slow link has time."""
RECENT = 30
"""Steps before that in which a code is known as one that has run out: an hour."""

_IGNORED = frozenset(" -–—‐‑.\u200e\u200f\u00a0\t\r\n")


def step_of(at: datetime) -> int:
    """The number of the step in which a moment lies."""
    return (at - _EPOCH) // STEP


def code_of(key: bytes, session_id: int, step: int) -> str:
    """The code of a session in one step."""
    digest = hmac.digest(key, f"{session_id}:{step}".encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def read(typed: str) -> str:
    """The code somebody typed, as it is shown; "" where it cannot be one.

    Capitals, spaces and dashes do not matter, nor in which script the figures are written.
    """
    if len(typed) > 10 * LENGTH:
        return ""
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = [_figure(sign) for sign in plain if sign not in _IGNORED]
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return ""
    return "".join(signs)


def is_taken(code: str, key: bytes, session_id: int, *, now: datetime, last: datetime) -> bool:
    """Whether ``code`` is the one shown in a session now, or the one before it.

    Args:
        last: the last moment at which the session showed a code, where it has ended; else now.
    """
    newest = step_of(now)
    steps = (step for step in (newest, newest - 1) if step <= step_of(last))
    return any(hmac.compare_digest(code, code_of(key, session_id, step)) for step in steps)


def has_run_out(code: str, key: bytes, session_id: int, *, last: datetime) -> bool:
    """Whether ``code`` was shown in a session in the hour before ``last``."""
    newest = step_of(last)
    steps = range(newest - RECENT, newest + 1)
    return any(hmac.compare_digest(code, code_of(key, session_id, step)) for step in steps)


def _figure(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
