"""Lists for spreadsheets."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.translation import gettext as _

from talanoa.programmes.models import Enrolment

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read accents and other scripts wrongly."""


def enrolled_as_csv(places: Iterable[Enrolment]) -> str:
    """Everyone enrolled, one line each; person, country and cohort must be loaded."""
    written = StringIO(BYTE_ORDER_MARK)
    written.seek(0, 2)
    lines = csv.writer(written)
    lines.writerow(
        [
            _("Name"),
            _("E-mail address"),
            _("Organisation"),
            _("Country"),
            _("Country code"),
            _("Language"),
            _("Time zone"),
            _("Cohort"),
            _("Enrolled (UTC)"),
        ]
    )
    for place in places:
        person, country = place.person, place.country
        cells = [
            person.name,
            person.email or "",
            person.organisation,
            country.name if country else "",
            country.iso3 if country else "",
            person.language,
            person.time_zone,
            place.cohort.name,
            f"{place.enrolled_at:%Y-%m-%d %H:%M}",
        ]
        lines.writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def harmless(cell: str) -> str:
    """``cell``, unless a spreadsheet would run it as a formula: then quoted as text.

    Signs that begin a formula count even after spaces, and so do tabs and line breaks, which
    some programs drop before they look.
    """
    if cell.lstrip(" \t\r\n\u00a0")[:1] in set("=+-@＝＋－＠") or cell[:1] in set("\t\r\n"):
        return f"'{cell}"
    return cell
