from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.people.queries import zone_named
from talanoa.programmes.terms import CaseKind, ProgrammeStatus, RoleName


def validate_zone(name: str) -> None:
    """Refuse a time zone that does not exist.

    Raises:
        ValidationError: there is no zone of that name.
    """
    if zone_named(name) is None:
        raise ValidationError(
            gettext("There is no time zone called “%(name)s”. Choose one from the list."),
            code="zone",
            params={"name": name},
        )


def validate_not_reserved(slug: str) -> None:
    """Refuse an address that a page of ours already has.

    Raises:
        ValidationError: ``slug`` is one of those.
    """
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            gettext("This address is already in use. Choose another."), code="reserved"
        )


RESERVED_SLUGS = frozenset({"new"})


class Hub(models.Model):
    """An organisation that runs programmes."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_zone]
    )
    place = models.CharField(_("city"), max_length=60, blank=True)
    """What the hub calls its time, when the zone's own city is not the one people know:
    Geneva keeps Zurich's time."""
    is_demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class HubAdministrator(models.Model):
    """Someone who may open programmes in a hub and name their coordinators."""

    hub = models.ForeignKey(Hub, models.CASCADE, related_name="administrators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hubs_run")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "person"], name="hub_administrator_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.hub_id}"


class Programme(models.Model):
    """A series of meetings with an aim, run by a hub."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="programmes")
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), unique=True, validators=[validate_not_reserved])
    aim = models.TextField(_("aim"), max_length=2000, validators=[MaxLengthValidator(2000)])
    description = models.TextField(
        _("description"), max_length=10_000, validators=[MaxLengthValidator(10_000)], blank=True
    )
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    case_kind = models.CharField(
        _("kind of case"), max_length=8, choices=CaseKind, default=CaseKind.COUNTRY
    )
    allows_anonymous_questions = models.BooleanField(_("anonymous questions"), default=False)
    status = models.CharField(max_length=9, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=True)
    source = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    """Grows with each edit, so that two people editing at once find out."""

    def __str__(self) -> str:
        return self.name


class FocusArea(models.Model):
    """What a programme is about, in the words of the programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="focus_areas")
    code = models.SlugField()
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    sub_topics = models.JSONField(default=list, blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="focus_area_once")
        ]

    def __str__(self) -> str:
        return self.name


class ChallengeArea(models.Model):
    """A kind of difficulty that cases bring and recommendations answer."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="challenge_areas")
    code = models.SlugField()
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    sub_topics = models.JSONField(default=list, blank=True)
    focus_areas = models.ManyToManyField(FocusArea, related_name="challenge_areas", blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="challenge_area_once")
        ]

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """The people who go through a programme together."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    opens_on = models.DateField(_("registration opens"), null=True, blank=True)
    closes_on = models.DateField(_("registration closes"), null=True, blank=True)
    """Both days belong to the window, and are days of the hub's time zone."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="cohort_once",
                violation_error_message=_("This programme already has a cohort of that name."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opens_on=None) | Q(closes_on__gte=F("opens_on")),
                name="cohort_closes_after_opening",
                violation_error_message=_("Registration closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What someone does for a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=11, choices=RoleName)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "person", "role"], name="role_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.programme_id}"


class Enrolment(models.Model):
    """Someone's place in a cohort, from registration until they leave."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    country = models.ForeignKey(
        Country, models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(left_at=None), name="enrolment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"
