"""A country's, or a service's, own judgement of where it stands, and all that was said of it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models.frameworks import FrameworkVersion, Indicator
from talanoa.assessment.terms import (
    AssessmentStatus,
    Confidence,
    EvidenceKind,
    Mark,
    Verdict,
    Visibility,
)
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.models import CountryTeam

LONGEST = 2000
"""Characters in a comment, a reason or a citation."""
FIRST_YEAR = 1990


class Assessment(models.Model):
    """A framework answered by a country team, for a country or one of its services, of a year."""

    version = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="assessments")
    """Kept for good: what a later version asks changes nothing here."""
    team = models.ForeignKey(CountryTeam, models.PROTECT, related_name="assessments")
    country = models.ForeignKey(Country, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2200)]
    )
    service = models.CharField(_("service"), max_length=200, blank=True)
    """Named where a service judges itself; empty for a country."""
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_into"
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE
    )
    """Holds from the moment it is reviewed; until then only those who work on it see it."""
    is_example = models.BooleanField(default=False)
    client_id = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_began_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "country", "version", "year", "service"],
                condition=Q(withdrawn_at=None),
                name="assessment_once_a_year",
                violation_error_message=_("Your team has already begun this one for that year."),
            ),
            models.UniqueConstraint(
                fields=["team", "client_id"],
                condition=~Q(client_id=""),
                name="assessment_client_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} of {self.country_id}, {self.year}"

    @property
    def status(self) -> AssessmentStatus:
        if self.withdrawn_at:
            return AssessmentStatus.WITHDRAWN
        if self.reviewed_at:
            return AssessmentStatus.REVIEWED
        if self.returned_at:
            return AssessmentStatus.RETURNED
        if self.review_began_at:
            return AssessmentStatus.IN_REVIEW
        return AssessmentStatus.SUBMITTED if self.submitted_at else AssessmentStatus.DRAFT

    @property
    def subject(self) -> str:
        """The service that judges itself, else the country."""
        return self.service or self.country.name


class Answer(models.Model):
    """What was said of one indicator: a value, that nobody knows, or nothing yet.

    A row with neither value nor "don't know" holds the country's marks or comment alone: it is
    not yet answered, as where there is no row.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="answers")
    value = models.FloatField(null=True, blank=True)
    """A level's value, a number or share in the indicator's unit, or 1 for yes and 0 for no."""
    is_unknown = models.BooleanField(default=False)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence, blank=True)
    said_by = models.CharField(_("who said so"), max_length=200, blank=True)
    comment = models.TextField(
        _("explanation"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Mark, null=True, blank=True)
    feasibility = models.PositiveSmallIntegerField(
        _("feasibility"), choices=Mark, null=True, blank=True
    )
    priority = models.PositiveSmallIntegerField(
        _("own priority"), choices=Mark, null=True, blank=True
    )
    carried_year = models.PositiveSmallIntegerField(null=True, blank=True)
    """Taken over from that year's assessment, and confirmed by nobody yet."""
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(is_unknown=False) | Q(value=None), name="answer_known_or_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.assessment_id}"

    @property
    def is_answered(self) -> bool:
        return self.is_unknown or self.value is not None


class AnswerChange(models.Model):
    """One change of an answer: what each of its parts was, and what it became."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="answer_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} became {self.revision}"


class Evidence(models.Model):
    """What an answer rests on: a link, a file, or a citation, and of which year."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=8, choices=EvidenceKind)
    title = models.CharField(_("what it is"), max_length=300)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900)]
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="evidence", blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    """From then on only its title stands in the history; the file is gone."""
    client_id = models.CharField(max_length=64, blank=True)
    """The form's own id: what is sent again over a bad link stands there once."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "client_id"],
                condition=~Q(client_id=""),
                name="evidence_client_id_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """What a member of the team wrote to the others about an indicator."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="remarks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField(
        _("comment"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)]
    )
    """Empty only once its writer was erased and took their words back."""
    client_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "client_id"],
                condition=~Q(client_id=""),
                name="remark_client_id_once",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Review(models.Model):
    """Somebody of another country, or an expert, asked to read an assessment, and their verdict."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    """None where somebody else was asked instead."""
    note = models.TextField(
        _("to the team"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(ended_at=None), name="review_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} by {self.reviewer_id}"


class ReviewReason(models.Model):
    """What a reviewer says to the team of one indicator; on a return, what to look at again."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reasons")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])

    class Meta:
        ordering = ["indicator__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "indicator"], name="review_reason_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]
