"""The letter in which a case's recommendations go home, signed, and what was sent."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.terms import ANSWER_WITHIN_HOURS, SIGN_WITHIN_HOURS, LetterStatus
from talanoa.kernel import clock
from talanoa.programmes.models import Programme

_HOURS = [MinValueValidator(1), MaxValueValidator(24 * 28)]


class LetterPolicy(models.Model):
    """How soon a programme signs and answers, and who reads its letters; none: as by default."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, primary_key=True, related_name="letter_policy"
    )
    sign_within_hours = models.PositiveSmallIntegerField(
        _("hours until a letter is signed"), default=SIGN_WITHIN_HOURS, validators=_HOURS
    )
    answer_within_hours = models.PositiveSmallIntegerField(
        _("hours until a question that cannot wait is answered"),
        default=ANSWER_WITHIN_HOURS,
        validators=_HOURS,
    )
    sends_to_all = models.BooleanField(_("letters go to everyone enrolled"), default=False)

    def __str__(self) -> str:
        return f"policy of {self.programme_id}"


class Letter(models.Model):
    """The recommendations on one case, put in writing for its team.

    What it says stands in the recommendations themselves until an expert signs it.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="letter")
    opening = models.TextField(
        _("words before"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    begun_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    """By when it is to be signed."""
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    correction = models.CharField(_("reason"), max_length=300, blank=True)
    """Why it is being written again after it was sent."""
    revision = models.PositiveIntegerField(default=1)
    """Grows with each change, so that nobody signs what they have not read."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(ready_at__isnull=False),
                name="letter_is_signed_once_ready",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(signed_at=None), name="letter_unsigned_due")
        ]

    def __str__(self) -> str:
        return f"letter on {self.case_id}"

    @property
    def status(self) -> LetterStatus:
        if self.signed_at:
            return LetterStatus.SENT
        return LetterStatus.WAITING if self.ready_at else LetterStatus.DRAFT


class SentLetter(models.Model):
    """A letter as it was sent; a correction is another, with its reason.

    ``body`` holds the words and, for who gave them, keys of people, never names: they are
    shown as those people are called, and are gone when those people are erased.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    """Why it replaces the one before; empty in the first."""
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    is_for_all = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    objection = models.TextField(
        max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    """What the team says is wrong with it."""
    objected_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="sent_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}, version {self.number}"

    @property
    def is_late(self) -> bool:
        return self.sent_at > self.due_at


class FollowUp(models.Model):
    """The asking, so many weeks after a letter was sent, what came of its recommendations."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="follow_ups")
    weeks = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    passed_over_at = models.DateTimeField(null=True, blank=True)
    """When there was nothing to ask any more, or a later asking was due already."""
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "weeks"], name="follow_up_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(asked_at=None, passed_over_at=None),
                name="follow_up_to_ask",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} after {self.weeks} weeks"
