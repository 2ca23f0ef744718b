"""CSV read into the tree that JSON has: a row each for what is said about the framework, for a
dimension, an indicator of the dimension above, and a level of the indicator above."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from talanoa.assessment.files.source import Fault, Faulty, Node, Source, Tree

MOST_ROWS = 5_000
COLUMNS = (
    "row",
    "code",
    "number",
    "title",
    "definition",
    "kind",
    "unit",
    "lowest",
    "highest",
    "higher_is_better",
    "evidence_wanted",
    "source",
    "verified",
)
OF_ROW = {
    "about": {"code": "code", "title": "title"},
    "dimension": {"code": "code", "title": "title"},
    "indicator": {name: name for name in COLUMNS if name != "row"},
    "level": {"number": "value", "title": "label", "definition": "description"},
}
"""Which columns a row of each kind may fill, and what the same is called in JSON."""

NUMBERS_ABOUT = ("version", "replaces", "year", "unidentified")
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_NUMBERS = ("number", "lowest", "highest")
_TRUTHS = {"yes": True, "no": False}
_NUMBER = re.compile(r"-?[0-9]{1,38}(?:\.[0-9]{1,38})?")
_TRANSLATED_COLUMN = re.compile(r"(title|definition|evidence_wanted)_([a-z]{2,3})")


def tree_of_csv(source: Source) -> Tree:
    """The whole as one value, as ``tree_of_json`` gives it; rows out of place, cells that fit no
    column and formulas are faults.

    Raises:
        Faulty: the columns are not those of a framework, there are too many rows, or it is no CSV.
    """
    rows = rows_of_csv(source)
    line, header = next(rows)
    table = _Table(line, [name.strip() for name in header])
    if table.faults:
        raise Faulty(table.faults)
    for line, cells in rows:
        table.add(line, cells)
    return Tree(Node(1, table.whole), table.faults)


def rows_of_csv(source: Source) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that hold anything, each with the line on which it begins.

    Raises:
        Faulty: there are too many rows or none, or it is no CSV.
    """
    first = source.text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(StringIO(source.text, newline=""), delimiter=delimiter, strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                count += 1
                if count > MOST_ROWS:
                    reason = f"More than {MOST_ROWS:,} rows; the file was read to this line."
                    raise Faulty([Fault(line, reason)])
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Faulty([Fault(line, f"This row is not CSV: {error}.")]) from None
    if source.is_cut:
        raise Faulty([source.too_large()])
    if not count:
        raise Faulty([Fault(1, "The file is empty.")])


class _Table:
    def __init__(self, line: int, header: Sequence[str]) -> None:
        self.header = header
        self.dimensions: list[Node] = []
        self.whole: dict[str, Node] = {"dimensions": Node(line, self.dimensions)}
        self.faults: list[Fault] = []
        self._indicators: list[Node] | None = None
        self._levels: list[Node] | None = None
        for name in header:
            if name not in COLUMNS and not _TRANSLATED_COLUMN.fullmatch(name):
                self._fault(line, f"“{name}” is no column of a framework.")
        for name in sorted({name for name in header if header.count(name) > 1}):
            self._fault(line, f"The column “{name}” is there twice.")
        for name in ("row", "code", "number", "title"):
            if name not in header:
                self._fault(line, f"The column “{name}” is missing.")

    def add(self, line: int, cells: Sequence[str]) -> None:
        if any(cell.strip() for cell in cells[len(self.header) :]):
            self._fault(line, "The row has more cells than the first row has columns.")
        said = {
            name: cell.strip()
            for name, cell in zip(self.header, cells, strict=False)
            if cell.strip()
        }
        kind = said.pop("row", "")
        if kind not in OF_ROW:
            known = ", ".join(OF_ROW)
            self._fault(line, f"The column “row” says “{kind[:40]}”; it must be one of: {known}.")
            return
        for name in said:
            if _plain(name) not in OF_ROW[kind]:
                self._fault(line, f"A row of kind “{kind}” leaves the column “{name}” empty.")
        fields = self._fields(line, kind, said)
        if kind == "about":
            self._about(line, fields)
        elif kind == "dimension":
            self._indicators, self._levels = [], None
            fields["indicators"] = Node(line, self._indicators)
            self.dimensions.append(Node(line, fields))
        elif kind == "indicator":
            self._indicator(line, fields)
        elif self._levels is None:
            self._fault(line, "A level stands below its indicator; there is none above this one.")
        else:
            self._levels.append(Node(line, fields))

    def _about(self, line: int, fields: Mapping[str, Node]) -> None:
        """A row that says one thing of the framework: which, under code, and what, under title."""
        name = str(fields["code"].value) if "code" in fields else ""
        if not name:
            self._fault(line, "The column “code” must say what this row is about.")
            return
        if name in self.whole:
            self._fault(line, f"“{name}” is said twice.")
            return
        value = fields.get("title", Node(line, None)).value
        if name == "languages":
            value = [Node(line, code) for code in str(value or "").split()]
        elif name in NUMBERS_ABOUT and isinstance(value, str) and _NUMBER.fullmatch(value):
            value = Decimal(value)
        self.whole[name] = Node(line, value)
        if "translations" in fields:
            if name == "title":
                self.whole["translations"] = fields["translations"]
            else:
                self._fault(line, f"“{name}” is not translated.")

    def _indicator(self, line: int, fields: dict[str, Node]) -> None:
        self._levels = []
        if self._indicators is None:
            reason = "An indicator stands below its dimension; there is none above this one."
            self._fault(line, reason)
            return
        fields["levels"] = Node(line, self._levels)
        self._indicators.append(Node(line, fields))

    def _fields(self, line: int, kind: str, said: Mapping[str, str]) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        translations: dict[str, dict[str, Node]] = {}
        for name, cell in said.items():
            plain = OF_ROW[kind].get(_plain(name), name)
            value = self._value(line, name, cell)
            if translated := _TRANSLATED_COLUMN.fullmatch(name):
                translations.setdefault(translated[2], {})[plain] = Node(line, value)
            else:
                fields[plain] = Node(line, value)
        if translations:
            by_language = {code: Node(line, texts) for code, texts in translations.items()}
            fields["translations"] = Node(line, by_language)
        return fields

    def _value(self, line: int, name: str, cell: str) -> object:
        if name in _NUMBERS and _NUMBER.fullmatch(cell):
            return Decimal(cell)
        if name in ("higher_is_better", "verified"):
            return _TRUTHS.get(cell, cell)
        if cell[0] in FORMULA_SIGNS:
            self._fault(
                line,
                f"The cell under “{name}” begins with “{cell[0]}”, which a spreadsheet takes for a "
                "formula. If it is text, put ' before it.",
            )
        return unquoted(cell)

    def _fault(self, line: int, reason: str) -> None:
        self.faults.append(Fault(line, reason))


def quoted(cell: str) -> str:
    """``cell``, which a spreadsheet must not take for a formula; ``unquoted`` gives it back."""
    return f"'{cell}" if cell.lstrip("'")[:1] in FORMULA_SIGNS and cell else cell


def unquoted(cell: str) -> str:
    is_quoted = cell.startswith("'") and cell.lstrip("'")[:1] in FORMULA_SIGNS
    return cell[1:] if is_quoted else cell


def _plain(name: str) -> str:
    """A column's name without its language."""
    translated = _TRANSLATED_COLUMN.fullmatch(name)
    return translated[1] if translated else name
