"""The fields of one object in a file, read one by one, with a fault for each that is wrong."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from talanoa.assessment.files.source import Fault, Node

Value = TypeVar("Value", str, int)

HIGHEST = Decimal(10) ** 11
"""Numbers are smaller than this, on either side of nothing, and have at most four decimals."""


class Fields:
    def __init__(self, node: Node, what: str, faults: list[Fault]) -> None:
        self.what = what
        self._line, self._faults = node.line, faults
        self._asked: set[str] = set()
        self._is_object = isinstance(node.value, dict)
        self._said: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
        if not self._is_object:
            self._fault(node.line, "must be an object, in braces")

    def line(self, name: str) -> int:
        """Where it is said; where it is missing, where the object begins."""
        return self._said[name].line if name in self._said else self._line

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        """A text without space around it, its lines ended by ``\\n``."""
        value = self._value(name, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(name, "must be text")
            return ""
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if any(_is_unfit(sign) for sign in text):
            self._wrong(name, "holds a sign that cannot be shown")
        elif len(text) > most:
            self._wrong(name, f"has {len(text):,} characters; {most:,} is the most")
        elif needed and not text:
            self._wrong(name, "is empty")
        else:
            return text
        return ""

    def code(self, name: str, form: re.Pattern[str], *, most: int) -> str:
        code = self.text(name, most=most, needed=True)
        if code and not form.fullmatch(code):
            self._wrong(name, f"is “{code}”; it may hold letters and digits, joined by -")
            return ""
        return code

    def one_of(self, name: str, known: tuple[str, ...], *, needed: bool) -> str:
        text = self.text(name, most=100, needed=needed)
        if text and text not in known:
            self._wrong(name, f"is “{text}”; it must be one of: {', '.join(known)}")
            return ""
        return text

    def number(self, name: str) -> Decimal | None:
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, Decimal):
            self._wrong(name, "must be a number")
        elif value and (value.adjusted() > 11 or abs(value) >= HIGHEST):
            self._wrong(name, "is too large a number")
        elif value and (value.adjusted() < -4 or value != value.quantize(Decimal("0.0001"))):
            self._wrong(name, "has more than four decimals")
        else:
            return value
        return None

    def whole(self, name: str, *, least: int, most: int, needed: bool = False) -> int | None:
        value = self._value(name, needed=needed)
        if value is None:
            return None
        if not isinstance(value, Decimal):
            self._wrong(name, "must be a whole number")
        elif value and (value.adjusted() > 11 or not least <= value <= most):
            self._wrong(name, f"must lie between {least} and {most}")
        elif value and (value.adjusted() < 0 or value != value.to_integral_value()):
            self._wrong(name, "must be a whole number")
        elif not value and least > 0:
            self._wrong(name, f"must lie between {least} and {most}")
        else:
            return int(value)
        return None

    def truth(self, name: str, *, otherwise: bool) -> bool:
        value = self._value(name)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            self._wrong(name, "must be true or false (in CSV: yes or no)")
            return otherwise
        return value

    def items(self, name: str, *, least: int, most: int, what: str) -> list[Node]:
        """What stands in a list; no more than ``most``."""
        value = self._value(name, needed=least > 0)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(name, "must be a list, in square brackets")
            return []
        if len(value) < least:
            self._wrong(name, "is empty")
        if len(value) > most:
            fault = Fault(value[most].line, f"More than {most} {what}; it was read to this line.")
            self._faults.append(fault)
        return value[:most]

    def mapping(self, name: str) -> Mapping[str, Node]:
        value = self._value(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(name, "must be an object, in braces")
            return {}
        return value

    def once(self, name: str, value: Value, seen: dict[Value, int]) -> None:
        """``seen`` keeps the line on which each value was first said; no text is no value."""
        if value in seen:
            reason = f"The {name} {value} is there already, in line {seen[value]}."
            self._faults.append(Fault(self.line(name), reason))
        elif value != "":
            seen[value] = self.line(name)

    def nothing_else(self) -> None:
        for name in self._said.keys() - self._asked:
            self._faults.append(Fault(self.line(name), f"{self.what} has no field “{name[:40]}”."))

    def _value(self, name: str, *, needed: bool = False) -> object:
        self._asked.add(name)
        value = self._said[name].value if name in self._said else None
        if value is None and needed and self._is_object:
            self._fault(self.line(name), f"lacks “{name}”")
        return value

    def _wrong(self, name: str, reason: str) -> None:
        self._fault(self.line(name), f"“{name}” {reason}", colon=True)

    def _fault(self, line: int, reason: str, *, colon: bool = False) -> None:
        self._faults.append(Fault(line, f"{self.what}{':' if colon else ''} {reason}."))


def _is_unfit(sign: str) -> bool:
    """Control signs other than line ends and tabs, and halves of a pair; no database takes them."""
    return sign not in "\n\t" and unicodedata.category(sign) in {"Cc", "Cs"}
