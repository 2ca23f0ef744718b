from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.credentials.terms import DEFAULT_PERCENT, Revocation
from talanoa.kernel import clock
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


class CreditRule(models.Model):
    """What a programme asks before it certifies that someone attended a session."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="credit_rule")
    minimum_percent = models.PositiveSmallIntegerField(
        _("share of the session"), default=DEFAULT_PERCENT
    )
    needs_feedback = models.BooleanField(_("feedback given"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_percent__gte=1, minimum_percent__lte=100),
                name="credit_rule_percent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.minimum_percent} %"


class Certificate(models.Model):
    """A statement that someone attended a session, as it stood on the day of issue."""

    number = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="certificates"
    )
    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="certificates")
    holder = models.CharField(max_length=120, blank=True)
    """The name as it was; empty once the holder has asked to be erased."""
    hub_name = models.CharField(max_length=200)
    programme_name = models.CharField(max_length=200)
    session_title = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    attended = models.DurationField()
    lasted = models.DurationField()
    time_zone = models.CharField(max_length=60, default="UTC")
    minimum_percent = models.PositiveSmallIntegerField()
    needed_feedback = models.BooleanField()
    """The rule as it stood on the day of issue."""
    language = models.CharField(max_length=10)
    is_demonstration = models.BooleanField(default=False)
    issued_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation = models.CharField(max_length=9, choices=Revocation, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revocation_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(revoked_at=None),
                name="certificate_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revocation="")
                | Q(revoked_at__isnull=False) & ~Q(revocation=""),
                name="certificate_revoked_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number
