"""JSON read so that every value knows its line, and no more of it than a framework needs."""

import re
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NoReturn

from talanoa.assessment.files.source import Fault, Faulty, Node, Source, Tree

MOST_VALUES = 100_000
DEEPEST = 12
LONGEST_NUMBER = 40
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


def tree_of_json(source: Source) -> Tree:
    """The whole as one value; a field that is said twice is a fault.

    Raises:
        Faulty: too large, or not JSON; the first place at which it stops being so.
    """
    if source.is_cut:
        raise Faulty([source.too_large()])
    reader = _Reader(source.text)
    return Tree(reader.whole(), reader.doubled)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values = 0
        self.doubled: list[Fault] = []
        self._counted_to, self._line = 0, 1

    def whole(self) -> Node:
        self._skip()
        tree = self._value(depth=1)
        self._skip()
        if self.at < len(self.text):
            self._fail("Something stands after the end of the JSON.")
        return tree

    def _value(self, *, depth: int) -> Node:
        line = self._line_here()
        self.values += 1
        if self.values > MOST_VALUES:
            self._fail(f"More than {MOST_VALUES:,} values; the file was read to this line.")
        if depth > DEEPEST:
            self._fail("Brackets within brackets: deeper than any framework is.")
        sign = self.text[self.at : self.at + 1]
        if sign == "{":
            return Node(line, self._object(depth))
        if sign == "[":
            return Node(line, self._list(depth))
        if sign == '"':
            return Node(line, self._string())
        return Node(line, self._word_or_number())

    def _object(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        if self._opens_empty("}"):
            return found
        while True:
            if self.text[self.at : self.at + 1] != '"':
                self._fail("A field's name in double quotes is expected here.")
            line, name = self._line_here(), self._string()
            self._skip()
            self._take(":", "A colon is expected after a field's name.")
            value = self._value(depth=depth + 1)
            if name in found:
                self.doubled.append(Fault(line, f"“{name}” is said twice."))
            else:
                found[name] = value
            if self._ends("}"):
                return found

    def _list(self, depth: int) -> list[Node]:
        found: list[Node] = []
        if self._opens_empty("]"):
            return found
        while True:
            found.append(self._value(depth=depth + 1))
            if self._ends("]"):
                return found

    def _opens_empty(self, closing: str) -> bool:
        self.at += 1
        self._skip()
        if self.text[self.at : self.at + 1] != closing:
            return False
        self.at += 1
        return True

    def _ends(self, closing: str) -> bool:
        """Step over a comma, or over the end."""
        self._skip()
        if self.text[self.at : self.at + 1] == closing:
            self.at += 1
            return True
        self._take(",", f"A comma or “{closing}” is expected here.")
        return False

    def _take(self, sign: str, otherwise: str) -> None:
        if self.text[self.at : self.at + 1] != sign:
            self._fail(otherwise)
        self.at += 1
        self._skip()

    def _string(self) -> str:
        try:
            text: str
            text, self.at = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self._fail(f"This text in quotes is not JSON: {error.msg}.")
        return text

    def _word_or_number(self) -> bool | Decimal | None:
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        if self.text.startswith(_NO_NUMBERS, self.at):
            self._fail("NaN and Infinity are no numbers.")
        number = _NUMBER.match(self.text, self.at)
        if number is None:
            self._fail("This is not JSON: a value is expected here.")
        if len(number[0]) > LONGEST_NUMBER:
            self._fail("This number is too long.")
        try:
            value = Decimal(number[0])
        except InvalidOperation:
            self._fail("This number is too large.")
        self.at = number.end()
        return value

    def _skip(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def _fail(self, reason: str) -> NoReturn:
        raise Faulty([Fault(self.text.count("\n", 0, self.at) + 1, reason), *self.doubled])
