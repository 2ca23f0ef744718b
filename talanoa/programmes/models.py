from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.terms import CaseKind, ProgrammeStatus, RoleName


class Hub(models.Model):
    """An organisation that runs programmes."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
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
    slug = models.SlugField(unique=True)
    aim = models.TextField(_("aim"))
    description = models.TextField(_("description"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    case_kind = models.CharField(
        _("kind of case"), max_length=8, choices=CaseKind, default=CaseKind.COUNTRY
    )
    status = models.CharField(
        max_length=9, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT
    )
    published_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=True)
    source = models.TextField(blank=True)

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
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    opens_on = models.DateField(_("registration opens"), null=True, blank=True)
    closes_on = models.DateField(_("registration closes"), null=True, blank=True)

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


class CountryTeam(models.Model):
    """The people who speak for one country in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="country_teams")
    country = models.ForeignKey(Country, models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="country_team_once")
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Someone in a country team."""

    team = models.ForeignKey(CountryTeam, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_memberships"
    )
    is_lead = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"


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
