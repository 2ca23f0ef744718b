"""Which cases stand in the library, for whom, and whose they are said to be.

The three places in which that is decided stand here; search, counts, exports and citations begin
with them.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from talanoa.cases.access.showing import cases_read_by, unexpired
from talanoa.cases.models import Case, Consent, Recommendation
from talanoa.cases.terms import CaseMode, ConsentTo
from talanoa.countries.models import Country
from talanoa.kernel.refusals import NotVisible
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam


def joined() -> Q:
    """What a case must be to stand in the library at all.

    Discussed, neither withdrawn nor over its last day, not restricted, and its team lets it join.
    """
    agreed = Consent.objects.filter(case=OuterRef("pk"), to=ConsentTo.LIBRARY, withdrawn_at=None)
    return (
        Q(discussed_at__isnull=False, withdrawn_at=None)
        & unexpired()
        & ~Q(mode=CaseMode.RESTRICTED)
        & Q(Exists(agreed))
    )


def cases_in_library(person: Person) -> QuerySet[Case]:
    """Of the cases a person may read, those in the library. No query of its own."""
    return cases_read_by(person).filter(joined())


def advice_in_library(case_ids: list[int]) -> QuerySet[Recommendation]:
    """The recommendations that the library shows of cases, in the order given."""
    return Recommendation.objects.filter(
        case__in=case_ids, merged_into=None, left_out_at=None
    ).order_by("case", "at", "pk")


def whose(case: Case) -> tuple[CountryTeam | None, Country | None]:
    """The team and the country that the library names: the same to every reader."""
    if not case.withholds_names:
        return case.team, case.country
    return None, case.country if case.tells_country else None


def get_case_in_library(person: Person, case_id: int) -> Case:
    """The only door to one case of the library. One query; what its record names is loaded.

    Raises:
        NotVisible: no such case, not in the library, or not one this person may see.
    """
    case = (
        cases_in_library(person)
        .select_related("programme__hub", "team__country", "country", "challenge_area", "session")
        .select_related("library_entry")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise NotVisible(case_id)
    return case
