"""The file format of indicator frameworks, as JSON and as CSV: functions of their arguments alone.

``record``    what a file says, once it is found good
``source``    bytes into a tree in which every value knows its line
``jsons``     JSON into such a tree
``tables``    CSV into such a tree
``checking``  a tree into a record, or every fault with its line
``writing``   a record into JSON and CSV
``units``     which units there are, and what they go with
``medicines`` a list of essential medicines, read with the same care

``docs/running/frameworks.md`` describes the format.
"""

from pathlib import Path
from typing import BinaryIO

from talanoa.assessment.files.checking import Checked, check
from talanoa.assessment.files.jsons import tree_of_json
from talanoa.assessment.files.source import Fault, Faulty, Source
from talanoa.assessment.files.tables import tree_of_csv

__all__ = ["Checked", "Fault", "Faulty", "read", "read_file"]


def read_file(path: Path) -> Checked:
    """What a file says; its ending, ``.json`` or ``.csv``, says how it is written.

    Raises:
        Faulty: with every fault, up to a limit, each with its line.
        OSError: the file cannot be read.
    """
    endings = (".json", ".csv")
    if path.suffix.lower() not in endings:
        raise Faulty([Fault(1, f"A framework's file ends in {' or '.join(endings)}.")])
    with path.open("rb") as stream:
        return read(stream, is_csv=path.suffix.lower() == ".csv")


def read(stream: BinaryIO, *, is_csv: bool) -> Checked:
    """As ``read_file``, of what can be read. Never reads more than ``source.MOST_BYTES``."""
    source = Source.of(stream)
    return check(tree_of_csv(source) if is_csv else tree_of_json(source))
