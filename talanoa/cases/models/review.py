"""What coordinators ask of a team, and what a team agrees to."""

from django.conf import settings
from django.db import models

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.terms import ConsentTo
from talanoa.kernel import clock


class ReviewQuestion(models.Model):
    """A question of the coordinators that does not return the case, and the team's answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="review_questions")
    text = models.TextField(max_length=LONGEST)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    client_id = models.CharField(max_length=64, blank=True)
    answer = models.TextField(max_length=LONGEST, blank=True)
    guarded = models.JSONField(default=list, blank=True)
    """What was said of passages of the answer that may identify somebody and stay: ``part``,
    ``type``, ``verdict``, ``reason``; never the passages."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Consent(models.Model):
    """Who agreed to what for a case, when and in which revision; and when they took it back.

    Nothing is ever deleted here: agreeing again is another row.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.CharField(max_length=7, choices=ConsentTo)
    revision = models.PositiveIntegerField()
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to}"
