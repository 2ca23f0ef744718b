"""Cases as the library lists and counts them."""

from django.db import models

from talanoa.cases.models.cases import Case
from talanoa.cases.outcomes import Outcome
from talanoa.cases.terms import SystemLevel
from talanoa.countries.models import Country
from talanoa.programmes.models import ChallengeArea, Programme
from talanoa.programmes.terms import CaseKind


class LibraryEntry(models.Model):
    """What the library counts a case by, in one narrow row that is made again when it changes.

    It says nothing of who may see the case: whoever reads begins with ``cases_in_library``.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="library_entry"
    )
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    country = models.ForeignKey(Country, models.PROTECT, null=True, related_name="+")
    """As far as the library says which it is; regions and income groups are read from it."""
    challenge_area = models.ForeignKey(ChallengeArea, models.SET_NULL, null=True, related_name="+")
    level = models.CharField(max_length=8, choices=SystemLevel, blank=True)
    held_on = models.DateField()
    """The day of its session, in UTC."""
    kind = models.CharField(max_length=8, choices=CaseKind)
    language = models.CharField(max_length=8)
    """Of the case's text, as its script and its words say, or else its presenter's."""
    outcome = models.CharField(max_length=11, choices=Outcome)
    has_follow_up = models.BooleanField()
    """Whether anybody has said what came of a recommendation."""
    year = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"
