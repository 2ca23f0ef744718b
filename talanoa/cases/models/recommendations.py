"""What the room advises, and what comes of it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.terms import OPEN_STATES, RecommendationState, Strength
from talanoa.kernel import clock
from talanoa.library.models import Resource
from talanoa.programmes.models import ChallengeArea, FocusArea
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
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    strength = models.CharField(max_length=13, choices=Strength, blank=True)
    """Empty: nobody has said."""
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    """What it rests on, as one would cite it."""
    evidence_url = models.URLField(_("link to the evidence"), max_length=500, blank=True)
    evidence_year = models.PositiveSmallIntegerField(
        _("year of the evidence"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    written = models.TextField(
        max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    """As it stands in the letter; empty while it stands there as it was said."""
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    """Where in the letter; nowhere yet: after those that have a place, in the order given."""
    left_out_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    """The one whose text says this too; it is followed there, and who gave it is kept."""
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
        return self.words[:80]

    @property
    def words(self) -> str:
        """What it says: as written for the letter, else as it was given in the room."""
        return self.written or self.text

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN_STATES


class RecommendationResource(models.Model):
    """That a recommendation draws on a work of the library."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="drawn")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="recommendations")
    named_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "resource"], name="recommendation_names_resource_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.resource_id}"


class StateChange(models.Model):
    """That a recommendation's state was said: by whom, when, from what to what, and why."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    before = models.CharField(max_length=11, choices=RecommendationState)
    after = models.CharField(max_length=11, choices=RecommendationState)
    """As before: "not yet", or a word more on the same state."""
    note = models.TextField(
        max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    follow_up = models.ForeignKey(
        "cases.FollowUp", models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    """Which asking it answers; none: it was said unasked."""

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.after}"
