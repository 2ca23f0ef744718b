"""Tables for spreadsheets: what people wrote in them is text there too, never a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read accents and other scripts wrongly."""


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table to take along as the file ``name``; every text in it is made harmless."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write(BYTE_ORDER_MARK)
    table = csv.writer(answer)
    table.writerow(head)
    table.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return answer


def harmless(cell: str) -> str:
    """``cell``, unless a spreadsheet would run it as a formula: then quoted as text.

    Signs that begin a formula count even after spaces, and so do tabs and line breaks, which
    some programs drop before they look.
    """
    if cell.lstrip(" \t\r\n\u00a0")[:1] in set("=+-@＝＋－＠") or cell[:1] in set("\t\r\n"):
        return f"'{cell}"
    return cell
