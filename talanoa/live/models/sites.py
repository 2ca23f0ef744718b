"""Several people at one device; and the places where they meet, session after session."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.live.terms import MOST_BESIDE
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


class LearningSite(models.Model):
    """A place where people of a programme sit together before one screen, with a host."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sites")
    name = models.CharField(_("name"), max_length=120)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                condition=Q(closed_at=None),
                name="learning_site_once",
                violation_error_message=_("This programme already has a site of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SiteMember(models.Model):
    """Someone who usually sits at a site."""

    site = models.ForeignKey(LearningSite, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "person"], name="site_member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.site_id}"


class SharedScreen(models.Model):
    """One person's device in a session, with others before it: some named, some counted."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="shared_screens")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    site = models.ForeignKey(
        LearningSite, models.SET_NULL, null=True, blank=True, related_name="screens"
    )
    others = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_BESIDE)]
    )
    """How many sit there besides its person and those named."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="shared_screen_once"),
            models.UniqueConstraint(
                fields=["session", "site"],
                condition=Q(site__isnull=False),
                name="shared_screen_of_site_once",
            ),
        ]

    def __str__(self) -> str:
        return f"device of {self.person_id} in {self.session_id}"


class AtScreen(models.Model):
    """Someone named at a device. It counts once it is vouched for: by a site's host, or a host
    of the session."""

    screen = models.ForeignKey(SharedScreen, models.CASCADE, related_name="named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screen", "person"], name="at_screen_once"),
            models.CheckConstraint(
                condition=Q(vouched_by=None) | Q(vouched_at__isnull=False),
                name="at_screen_vouched_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.screen_id}"
