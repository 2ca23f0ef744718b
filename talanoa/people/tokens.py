"""Secrets for signing in: how they are made, and what is kept of them.

A link's secret is long enough that its plain hash tells nothing. A code is short, so its
hash is keyed with the site's secret and with the link it belongs to.
"""

import hashlib
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

CODE_DIGITS = 8


def new_secret() -> str:
    """Make 256 bits, written so that they fit into an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Make eight digits: typed on any keyboard, read aloud in any language."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def spaced(code: str) -> str:
    """Show a code as people read it: ``1234 5678``."""
    return f"{code[:4]} {code[4:]}"


def digits_of(typed: str) -> str:
    """Read a code as typed: with spaces or dashes, in the digits of any script."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdigit())


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of_code(code: str, *, secret_hash: str) -> str:
    """Bind a code to the one link it was mailed with."""
    return salted_hmac(f"people.code:{secret_hash}", code, algorithm="sha256").hexdigest()


def are_equal(one: str, other: str) -> bool:
    """Compare two hashes in the same time wherever they differ."""
    return secrets.compare_digest(one, other)
