"""A question that cannot wait for the next session, and the experts it goes to."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.kernel import clock
from talanoa.programmes.models import FocusArea, Programme


class UrgentQuestion(models.Model):
    """Asked between sessions by somebody of the programme; answered by one of its experts."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="urgent_questions")
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="urgent_questions"
    )
    focus_area = models.ForeignKey(
        FocusArea, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])
    """Empty only once its asker was erased and took their words back."""
    guarded = models.JSONField(default=list, blank=True)
    """What was said of passages that may identify somebody and stay: ``part``, ``type``,
    ``verdict``, ``reason``; never the passages."""
    client_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(
        max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "client_id"],
                condition=~Q(client_id=""),
                name="urgent_question_once",
            )
        ]

    shows_case = False
    """Whether its reader may find the case it is about. The door says so."""

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_with_nobody(self) -> bool:
        """Whether it waits for an answer and no expert has it. One query, where the routings are
        not loaded."""
        return (
            bool(self.text)
            and self.answered_at is None
            and not any(one.is_open for one in self.routings.all())
        )


class Routing(models.Model):
    """That a question went to an expert, with the clock that runs for them."""

    question = models.ForeignKey(UrgentQuestion, models.CASCADE, related_name="routings")
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_routed"
    )
    routed_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    handed_on_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    """When the time passed without an answer, and the question went to the next."""

    class Meta:
        ordering = ["routed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "expert"], name="routed_to_an_expert_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} to {self.expert_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still with this expert; read beside the question's answer."""
        return self.handed_on_at is None and self.lapsed_at is None
