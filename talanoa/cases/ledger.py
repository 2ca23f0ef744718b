"""The ledger of recommendations for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from talanoa.cases.models import Recommendation


def head() -> list[str]:
    return [
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


def rows(found: Iterable[Recommendation]) -> Iterator[list[object]]:
    """One line each; case, country, author, owner and areas must be loaded.

    Whose a case is, and who spoke on it, only where its reader was told.
    """
    for one in found:
        yield [
            one.pk,
            one.words,
            one.case.title,
            one.case.shown_country.name if one.case.shown_country else "",
            one.author.name if one.author and not one.case.hides_speakers else "",
            _("yes") if one.is_expert else _("no"),
            one.focus_area.name if one.focus_area else "",
            one.challenge_area.name if one.challenge_area else "",
            one.get_strength_display(),
            one.evidence,
            one.evidence_url,
            one.evidence_year or "",
            one.owner.name if one.owner and not one.case.hides_names else "",
            one.due_on.isoformat() if one.due_on else "",
            str(one.get_state_display()),
            one.state_note,
            f"{one.state_changed_at:%Y-%m-%d %H:%M}" if one.state_changed_at else "",
        ]
