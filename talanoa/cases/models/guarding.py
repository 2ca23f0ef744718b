"""What was decided about passages that may identify somebody; never the passages themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.cases.models.cases import Case
from talanoa.cases.terms import Verdict
from talanoa.kernel import clock


class GuardDecision(models.Model):
    """Why a passage that the guard found stays in a case.

    The passage is not kept a second time: ``mark`` is its keyed hash, by which it is known
    again wherever in the case it stands.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="guard_decisions")
    type = models.CharField(max_length=8)
    """One of ``guard.Type``."""
    mark = models.CharField(max_length=64)
    field = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    """Where it stood when it was decided."""
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "type", "mark"], name="guard_decides_once"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.KEPT) | ~Q(reason=""),
                name="guard_keeps_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.type} {self.verdict}"


class SecondLook(models.Model):
    """Somebody other than its team has read a revision of a case and found nobody in it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="second_looks")
    revision = models.PositiveIntegerField()
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    looked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "revision"], name="second_look_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.revision}"
