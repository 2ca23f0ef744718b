"""A certificate's number: hard to guess, easy to read aloud, and quick to notice a slip in.

Sixteen characters of Crockford's base 32 in groups of four: fifteen at random (75 bits) and a
check character. Pure: imports no Django.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O (they look like 1 and 0) and no U."""
LENGTH = 16
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_IGNORED = set(" -–—‐‑.\u200e\u200f\u00a0\t\n\r")


class BadNumber(ValueError):
    """What was typed cannot be a certificate's number."""


def new() -> str:
    """A number nobody has had, as far as chance can promise it."""
    digits = [secrets.randbelow(32) for _ in range(LENGTH - 1)]
    return _grouped("".join(ALPHABET[digit] for digit in [*digits, _check(digits)]))


def read(typed: str) -> str:
    """The number somebody typed, written as it is on the certificate.

    Small letters, spaces and missing dashes do not matter, nor O for 0 and I or L for 1.

    Raises:
        BadNumber: too short or too long, a character no number has, or a slip that the check
            character gives away: any one wrong character, or two changed about.
    """
    plain = "".join(sign for sign in typed if sign not in _IGNORED).upper().translate(_READ_AS)
    if len(plain) != LENGTH or any(sign not in ALPHABET for sign in plain):
        raise BadNumber(typed)
    digits = [ALPHABET.index(sign) for sign in plain]
    if _check(digits[:-1]) != digits[-1]:
        raise BadNumber(typed)
    return _grouped(plain)


def _check(digits: list[int]) -> int:
    """The sum of digit × αⁱ in the field of 32 elements.

    Each place has a factor of its own, so one wrong digit, or two digits in each other's
    place, always change the sum.
    """
    total, factor = 0, 1
    for digit in digits:
        factor = _times(factor, 2)
        total ^= _times(digit, factor)
    return total


def _times(left: int, right: int) -> int:
    """Multiply in the field of 32 elements, modulo x⁵ + x² + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, LENGTH, 4))
