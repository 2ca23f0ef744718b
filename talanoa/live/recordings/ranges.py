"""Which bytes of a file a browser asks for (RFC 9110, ``Range``)."""

import re

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NoSuchRange(Exception):
    """The range asked for lies outside the file."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; ``None`` for the whole.

    Several ranges at once, and what is no range of bytes, are answered with the whole, as the
    standard allows.

    Raises:
        NoSuchRange: nothing of it is in the file.
    """
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        last = int(found[2])
        if not last or not size:
            raise NoSuchRange
        return max(size - last, 0), size - 1
    first = int(found[1])
    last = int(found[2]) if found[2] else size - 1
    if last < first and found[2]:
        return None
    if first >= size:
        raise NoSuchRange
    return first, min(last, size - 1)
