"""How a case is discussed in its session: its steps and the questions to it."""

from django.conf import settings
from django.db import models

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.terms import StepName
from talanoa.kernel import clock
from talanoa.schedule.models import LiveSession


class CaseStep(models.Model):
    """From when on a case stood at a step in its session, and who moved it there.

    The latest row says where it stands; a step taken up again has a row for each time.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="case_steps")
    step = models.CharField(max_length=12, choices=StepName)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class ClarifyingQuestion(models.Model):
    """A question that helps to understand a case, asked before anyone advises."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clarifying_questions")
    session = models.ForeignKey(
        LiveSession, models.SET_NULL, null=True, blank=True, related_name="clarifying_questions"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(max_length=LONGEST)
    """Empty only once its asker was erased and took their words back."""
    answer = models.TextField(max_length=LONGEST, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
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
