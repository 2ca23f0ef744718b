"""What the room advises, and what comes of it."""

from django.conf import settings
from django.db import models

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.terms import OPEN_STATES, RecommendationState
from talanoa.kernel import clock
from talanoa.programmes.models import ChallengeArea
from talanoa.schedule.models import LiveSession


class Recommendation(models.Model):
    """Something the room advises a country to do, followed until something changes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recommendations")
    session = models.ForeignKey(
        LiveSession, models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who gave it; nobody: the room as a whole."""
    is_expert = models.BooleanField(default=False)
    text = models.TextField(max_length=LONGEST)
    challenge_area = models.ForeignKey(
        ChallengeArea, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=11, choices=RecommendationState, default=RecommendationState.PROPOSED
    )
    state_note = models.TextField(max_length=LONGEST, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who took it out of turn; nobody: it came in its turn, or after the session."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN_STATES
