"""The statement of collaboration, its versions, and who has signed which."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.programmes.models.programmes import Hub, Programme
from talanoa.programmes.models.teams import CountryTeam
from talanoa.programmes.terms import LONGEST_STATEMENT


class Statement(models.Model):
    """One version of what a team and a hub promise each other.

    Of one programme, or, without one, of every programme of the hub that has none of its own.
    Once in force its words never change; the next version is another row.
    """

    hub = models.ForeignKey(Hub, models.CASCADE, related_name="statements")
    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="statements"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField(
        _("text"),
        max_length=LONGEST_STATEMENT,
        validators=[MaxLengthValidator(LONGEST_STATEMENT)],
    )
    members_sign = models.BooleanField(_("every member signs"), default=False)
    in_force_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="statement_of_programme_once"
            ),
            models.UniqueConstraint(
                fields=["hub", "number"],
                condition=Q(programme=None),
                name="statement_of_hub_once",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(in_force_at=None),
                name="statement_of_programme_one_draft",
            ),
            models.UniqueConstraint(
                fields=["hub"],
                condition=Q(in_force_at=None, programme=None),
                name="statement_of_hub_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.programme_id or self.hub_id}"


class Signature(models.Model):
    """That somebody of a team signed one version of the statement."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="signatures")
    team = models.ForeignKey(CountryTeam, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    as_lead = models.BooleanField(default=False)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "team", "person"], name="signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.team_id}"
