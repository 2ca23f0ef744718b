"""A draft that holds an invented name and a telephone number, so that the guard can be seen.

Whoever submits it is asked about both. The number is one of those kept for fiction.
"""

from talanoa.cases.services import writing
from talanoa.ops.demonstration_hour import Cast
from talanoa.programmes.models import CountryTeam

CLIENT_ID = "demonstration-guard"


def begin_draft(cast: Cast) -> None:
    """The presenter's draft, which only their team sees. Safe to run twice."""
    programme = cast.cohort.programme
    writing.begin(
        by=cast.people["presenter"],
        programme=programme,
        text=writing.CaseText(
            title="Morphine at home after dark",
            situation=(
                "In two districts of Example A nobody may bring morphine to a home after six in "
                "the evening. Our patient Amara Example-Tuala waited eleven hours for a dose. The "
                "pharmacy on duty answers on +44 7700 900142."
            ),
            tried="A locked box at the health post, for three months; it was never opened late.",
            obstacle="The rule on who may hold the key names a post that no district has filled.",
            question="Who holds the key where you work, and what did the regulator ask for?",
            team=CountryTeam.objects.get(programme=programme),
        ),
        is_example=True,
        client_id=CLIENT_ID,
    )
