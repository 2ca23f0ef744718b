"""Tables for spreadsheets: what people wrote in them is text there too, never a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import SEEK_END, StringIO

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read accents and other scripts wrongly."""


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table to take along as the file ``name``."""
    answer = HttpResponse(as_csv(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as text; all that is text in it is made harmless, and nothing stands for ``None``."""
    written = StringIO(BYTE_ORDER_MARK)
    written.seek(0, SEEK_END)
    table = csv.writer(written)
    table.writerow(head)
    table.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return written.getvalue()


def harmless(cell: str) -> str:
    """``cell``, unless a spreadsheet would run it as a formula: then quoted as text.

    Signs that begin a formula count even after spaces, and so do tabs and line breaks, which
    some programs drop before they look.
    """
    if cell.lstrip(" \t\r\n\u00a0")[:1] in set("=+-@＝＋－＠") or cell[:1] in set("\t\r\n"):
        return f"'{cell}"
    return cell
