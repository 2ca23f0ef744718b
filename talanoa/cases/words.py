"""Count the words of a case. Pure: imports no Django."""

from talanoa.kernel.words import count

__all__ = ["count"]
