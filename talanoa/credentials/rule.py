"""The arithmetic of the credit rule. Pure: imports no Django."""

from datetime import timedelta


def attended_enough(*, attended: timedelta, lasted: timedelta, minimum_percent: int) -> bool:
    """Whether ``attended`` is at least this share of ``lasted``, to the microsecond.

    Raises:
        ValueError: a length is negative, or the share is not between 1 and 100.
    """
    if attended < timedelta(0) or lasted < timedelta(0):
        raise ValueError(f"A length of time cannot be negative: {attended}, {lasted}.")
    if not 1 <= minimum_percent <= 100:
        raise ValueError(f"{minimum_percent} % is no share of a session.")
    return attended > timedelta(0) and attended * 100 >= lasted * minimum_percent


def percent(*, attended: timedelta, lasted: timedelta) -> int:
    """The share in whole percent, rounded down, so that 74.9 never reads as 75; at most 100."""
    if not lasted:
        return 0
    return min(100, attended * 100 // lasted)
