"""Country teams, who is in them, and the invitations that lead to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.models.programmes import Programme
from talanoa.programmes.terms import RoleName


class CountryTeam(models.Model):
    """The people who speak for one country in a programme, or together for several.

    A team of one country has it in ``country``. A regional team has none there, a ``region`` by
    which people call it, and its ``countries`` (decision 0027). Read ``place`` to name either.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="country_teams")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="teams"
    )
    region = models.CharField(_("region"), max_length=120, blank=True)
    countries = models.ManyToManyField(Country, blank=True, related_name="regional_teams")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="country_team_once",
                violation_error_message=_("This programme already has a team of that name."),
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False) ^ ~Q(region=""),
                name="country_team_country_or_region",
                violation_error_message=_("A team is of one country, or of a region."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Its country in the reader's language, or its region. The country must be loaded."""
        return self.country.name if self.country else self.region


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


class Invitation(models.Model):
    """An address asked to take on a role, or to join a country team, until it answers."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=11, choices=RoleName, blank=True)
    team = models.ForeignKey(
        CountryTeam, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    address = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="") ^ Q(team__isnull=False), name="invitation_role_or_team"
            ),
            models.UniqueConstraint(
                "programme",
                "role",
                Lower("address"),
                condition=Q(team=None, accepted_at=None, withdrawn_at=None),
                name="invitation_to_role_once",
                violation_error_message=_("This address has already been invited to that role."),
            ),
            models.UniqueConstraint(
                "team",
                Lower("address"),
                condition=Q(team__isnull=False, accepted_at=None, withdrawn_at=None),
                name="invitation_to_team_once",
                violation_error_message=_("This address has already been invited to that team."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} to {self.role or self.team_id}"
