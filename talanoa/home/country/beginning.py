"""What a country's page still lacks, for those of its team, who alone can bring it."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from talanoa.cases.access import kinds_taken
from talanoa.countries.models import Country
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import CountryTeam
from talanoa.programmes.terms import CaseKind, ProgrammeStatus
from talanoa.ui.addresses import address


def steps(country: Country, viewer: Viewer, shown: Collection[str]) -> list[tuple[str, str]]:
    """What to do, in words, and where. One query, none for a visitor or where nothing is lacking.

    Args:
        shown: the names of the parts that the reader finds there.
    """
    wanted = {"standing", "plans", "cases", "initiatives"} - set(shown)
    if viewer.pk is None or not wanted:
        return []
    team = (
        CountryTeam.objects.filter(country=country, members__person=viewer.pk)
        .exclude(programme__status=ProgrammeStatus.CLOSED)
        .select_related("programme")
        .order_by("pk")
        .first()
    )
    return list(_lacking(team, wanted)) if team else []


def _lacking(team: CountryTeam, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    programme = team.programme
    new = address("cases:new", programme.slug)
    if "standing" in wanted:
        yield _("Assess where your country stands"), address("assessment:new", programme.slug)
    if "plans" in wanted:
        yield _("Begin your action plan"), address("assessment:plan", team.pk)
    if "cases" in wanted and programme.case_kind != CaseKind.PROJECT:
        yield _("Bring a case"), new
    if "initiatives" in wanted and CaseKind.PROJECT in kinds_taken(programme):
        yield _("Bring an initiative that is under way"), f"{new}?kind={CaseKind.PROJECT.value}"
