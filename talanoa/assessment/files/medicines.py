"""A list of essential medicines, as JSON and as CSV: read into one form, every fault with its line.

``docs/running/medicines.md`` describes both.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from talanoa.assessment.files.fields import Fields
from talanoa.assessment.files.jsons import tree_of_json
from talanoa.assessment.files.source import Fault, Faulty, Node, Source, Tree
from talanoa.assessment.files.tables import FORMULA_SIGNS, rows_of_csv, unquoted

COLUMNS = (
    "inn",
    "atc",
    "section",
    "section_title",
    "populations",
    "formulations",
    "formulations_verified",
    "note",
    "source",
    "verified",
)
_LISTS = {"populations": 80, "formulations": 300}
"""Columns that hold several, apart by semicolons, with the most signs of each."""
_TRUTHS = {"yes": True, "no": False}
MOST_MEDICINES = 2_000
MOST_OF_ONE = 50

Listed = Mapping[str, object]


def read_file(path: Path) -> list[Listed]:
    """The medicines of a file; its ending, ``.json`` or ``.csv``, says how it is written.

    Raises:
        Faulty: with every fault, up to a limit, each with its line.
        OSError: the file cannot be read.
    """
    if path.suffix.lower() not in (".json", ".csv"):
        raise Faulty([Fault(1, "A list of medicines ends in .json or .csv.")])
    with path.open("rb") as stream:
        return read(stream, is_csv=path.suffix.lower() == ".csv")


def read(stream: BinaryIO, *, is_csv: bool) -> list[Listed]:
    """As ``read_file``, of what can be read."""
    source = Source.of(stream)
    tree = _tree_of_csv(source) if is_csv else tree_of_json(source)
    faults = list(tree.faults)
    whole = Fields(tree.root, "The list", faults)
    nodes = whole.items("medicines", least=1, most=MOST_MEDICINES, what="medicines")
    seen: dict[str, int] = {}
    medicines = [_medicine(node, faults, seen) for node in nodes]
    if faults:
        raise Faulty(faults)
    return medicines


def _medicine(node: Node, faults: list[Fault], seen: dict[str, int]) -> Listed:
    """What a list says beside these fields, others may read; here it is passed over."""
    fields = Fields(node, "The medicine", faults)
    medicine: dict[str, object] = {
        "inn": fields.text("inn", most=120, needed=True),
        "atc": fields.text("atc", most=10),
        "section": fields.text("section", most=10, needed=True),
        "section_title": fields.text("section_title", most=200),
        "formulations_verified": fields.truth("formulations_verified", otherwise=False),
        "note": fields.text("note", most=4_000),
        "source": fields.text("source", most=4_000),
        "verified": fields.truth("verified", otherwise=False),
    }
    for name, most in _LISTS.items():
        medicine[name] = _texts(fields, name, most, faults)
    if medicine["inn"] and medicine["section"]:
        fields.once("inn", f"{medicine['inn']} (section {medicine['section']})", seen)
    return medicine


def _texts(fields: Fields, name: str, most: int, faults: list[Fault]) -> list[str]:
    texts = []
    for node in fields.items(name, least=0, most=MOST_OF_ONE, what=name):
        one = Fields(Node(node.line, {name: node}), "The medicine", faults)
        if text := one.text(name, most=most):
            texts.append(text)
    return texts


def _tree_of_csv(source: Source) -> Tree:
    rows = rows_of_csv(source)
    line, cells = next(rows)
    header = [name.strip() for name in cells]
    faults = [
        *(Fault(line, f"“{name}” is no column of this list.") for name in _unknown(header)),
        *(Fault(line, f"The column “{name}” is there twice.") for name in _doubled(header)),
        *(
            Fault(line, f"The column “{name}” is missing.")
            for name in ("inn", "section")
            if name not in header
        ),
    ]
    if faults:
        raise Faulty(faults)
    medicines = []
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            faults.append(Fault(line, "The row has more cells than the first row has columns."))
        said = zip(header, (cell.strip() for cell in cells), strict=False)
        values = {name: _value(name, cell, line, faults) for name, cell in said if cell}
        medicines.append(Node(line, values))
    return Tree(Node(1, {"medicines": Node(1, medicines)}), faults)


def _value(name: str, cell: str, line: int, faults: list[Fault]) -> Node:
    if name in ("formulations_verified", "verified"):
        return Node(line, _TRUTHS.get(cell.lower(), cell))
    if cell[0] in FORMULA_SIGNS:
        faults.append(
            Fault(
                line,
                f"The cell under “{name}” begins with “{cell[0]}”, which a spreadsheet takes for a "
                "formula. If it is text, put ' before it.",
            )
        )
    text = unquoted(cell)
    if name in _LISTS:
        return Node(line, [Node(line, part.strip()) for part in text.split(";") if part.strip()])
    return Node(line, text)


def _unknown(header: Sequence[str]) -> list[str]:
    return sorted({name[:40] for name in header} - set(COLUMNS))


def _doubled(header: Sequence[str]) -> list[str]:
    return sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
