"""The ledger of recommendations for a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.translation import gettext as _

from talanoa.cases.models import Recommendation
from talanoa.programmes.export import BYTE_ORDER_MARK, harmless


def as_csv(found: Iterable[Recommendation]) -> str:
    """One line each; case, country, author, owner and areas must be loaded. No formulas run."""
    written = StringIO(BYTE_ORDER_MARK)
    written.seek(0, 2)
    lines = csv.writer(written)
    lines.writerow(
        [
            _("Number"),
            _("Recommendation"),
            _("Case"),
            _("Country"),
            _("Given by"),
            _("Expert"),
            _("Focus area"),
            _("Challenge area"),
            _("Strength"),
            _("Evidence"),
            _("Link to the evidence"),
            _("Year of the evidence"),
            _("Owner"),
            _("Due by"),
            _("State"),
            _("Note"),
            _("State since (UTC)"),
        ]
    )
    for one in found:
        cells = [
            str(one.pk),
            one.words,
            one.case.title,
            one.case.country.name if one.case.country else "",
            one.author.name if one.author else "",
            _("yes") if one.is_expert else _("no"),
            one.focus_area.name if one.focus_area else "",
            one.challenge_area.name if one.challenge_area else "",
            one.get_strength_display(),
            one.evidence,
            one.evidence_url,
            str(one.evidence_year or ""),
            one.owner.name if one.owner else "",
            one.due_on.isoformat() if one.due_on else "",
            str(one.get_state_display()),
            one.state_note,
            f"{one.state_changed_at:%Y-%m-%d %H:%M}" if one.state_changed_at else "",
        ]
        lines.writerow([harmless(str(cell)) for cell in cells])
    return written.getvalue()
