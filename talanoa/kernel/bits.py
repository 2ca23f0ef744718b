"""Sets of keys as whole numbers, one bit for each: fifty thousand are met and counted in
microseconds. Pure: no Django.
"""

from collections.abc import Iterable

_ONE = ord("1")
_PLACES = [[place for place in range(8) if byte >> place & 1] for byte in range(256)]


def of(keys: Iterable[int]) -> int:
    """The set of these keys."""
    listed = list(keys)
    # Written as a number of base two, whose last digit is the key 0.
    digits = bytearray(b"0" * (max(listed, default=0) + 1))
    for key in listed:
        digits[~key] = _ONE
    return int(digits, 2)


def keys(bits: int) -> list[int]:
    """The keys of a set, the lowest first."""
    return [
        at * 8 + place for at, byte in enumerate(_bytes(bits)) if byte for place in _PLACES[byte]
    ]


def first_of(order: Iterable[int], bits: int, *, most: int) -> list[int]:
    """Those of ``order`` that are in a set, until there are ``most``."""
    held, found = _bytes(bits), list[int]()
    size = len(held) * 8
    for key in order:
        if len(found) == most:
            break
        if key < size and held[key >> 3] >> (key & 7) & 1:
            found.append(key)
    return found


def _bytes(bits: int) -> bytes:
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")
