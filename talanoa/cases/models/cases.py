"""What a team brings to a programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.cases.models.forms import FormVersion
from talanoa.cases.terms import STANDARD, CaseMode, CaseStatus, SystemLevel
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.models import ChallengeArea, CountryTeam, Programme
from talanoa.programmes.terms import CaseKind
from talanoa.schedule.models import AgendaItem, LiveSession

LONGEST = 4000
"""Characters in one long field of a case, a question or a recommendation."""


class Case(models.Model):
    """What a team brings to the room: where they stand, what they tried, and one question."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=8, choices=CaseKind, default=CaseKind.COUNTRY)
    team = models.ForeignKey(
        CountryTeam, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    presenter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    """Always there for a country case; the others have one where it matters."""
    challenge_area = models.ForeignKey(
        ChallengeArea, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    level = models.CharField(max_length=8, choices=SystemLevel, blank=True)
    """Of the health system; empty while nobody has said."""
    title = models.CharField(_("title"), max_length=200, blank=True)
    """Empty only in a withdrawn case, whose words are deleted."""
    situation = models.TextField(_("where things stand"), max_length=LONGEST, blank=True)
    tried = models.TextField(_("what has been tried"), max_length=LONGEST, blank=True)
    obstacle = models.TextField(_("what stands in the way"), max_length=LONGEST, blank=True)
    question = models.TextField(_("your one question to the room"), max_length=500, blank=True)
    form = models.ForeignKey(FormVersion, models.PROTECT, null=True, blank=True, related_name="+")
    """The version of the programme's form it is written in; nobody arranged one: the house's."""
    answers = models.JSONField(default=dict, blank=True)
    """What was written in the programme's own fields, by the field's name."""
    mode = models.CharField(max_length=13, choices=CaseMode, default=CaseMode.OPEN)
    shows_country = models.BooleanField(default=True)
    """Whether the country stands where the team's name is withheld."""
    embargo = models.PositiveSmallIntegerField(null=True, blank=True)
    """Hours before its session from which participants may read it; ``None``: at once."""
    reserve_rank = models.PositiveIntegerField(null=True, blank=True)
    """Its place among the accepted cases that step in when another falls out."""
    expires_on = models.DateField(null=True, blank=True)
    """The last day on which others read it, by the hub's calendar; its stub stays."""
    expires_at = models.DateTimeField(null=True, blank=True)
    """The moment at which that day is over there: hubs have their days at different times, and
    who sees what is asked of the cases of all hubs at once. A hub's time zone does not change."""
    session = models.ForeignKey(
        LiveSession, models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    agenda_item = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="case"
    )
    is_example = models.BooleanField(default=False)
    client_id = models.CharField(max_length=64, blank=True)
    """The form's own id: the same new case sent twice is begun once."""
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(max_length=LONGEST, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    reason_guarded = models.JSONField(default=list, blank=True)
    """What was said of passages that may identify somebody and stay in the reason it was returned
    or withdrawn for: ``part``, ``type``, ``verdict``, ``reason``; never the passages."""
    revision = models.PositiveIntegerField(default=1)
    """Grows with each save, so that two people editing notice each other."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agenda_item=None) | Q(session__isnull=False),
                name="case_on_an_agenda_has_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CaseKind.COUNTRY) | Q(country__isnull=False),
                name="country_case_has_a_country",
            ),
            models.CheckConstraint(
                condition=~Q(title="") | Q(withdrawn_at__isnull=False),
                name="case_has_a_title_until_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(reserve_rank=None) | Q(accepted_at__isnull=False, session=None),
                name="reserve_case_is_accepted_and_waits",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None, expires_at=None)
                | Q(expires_on__isnull=False, expires_at__isnull=False),
                name="case_expires_with_a_day",
            ),
            models.UniqueConstraint(
                fields=["presenter", "client_id"],
                condition=~Q(client_id=""),
                name="case_client_id_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="case_expires",
            ),
        ]

    knows_names = False
    """Whether its reader may know whose it is, though that is withheld. The door says so."""

    def __str__(self) -> str:
        return self.title or gettext("A withdrawn case")

    def said(self, name: str) -> str:
        """What was written in a field, of the house or of the programme."""
        if name in STANDARD:
            return str(getattr(self, name))
        return str(self.answers.get(name, ""))

    @property
    def hides_names(self) -> bool:
        """Whether this reader is not told which team it is."""
        return self.withholds_names and not self.knows_names

    @property
    def withholds_names(self) -> bool:
        return self.mode in (CaseMode.NAME_WITHHELD, CaseMode.CHATHAM_HOUSE)

    @property
    def hides_speakers(self) -> bool:
        """Whether nobody is named beside what was said on it."""
        return self.mode == CaseMode.CHATHAM_HOUSE and not self.knows_names

    @property
    def shown_country(self) -> Country | None:
        """The country, as far as this reader is told."""
        return self.country if self.tells_country or not self.hides_names else None

    @property
    def tells_country(self) -> bool:
        """Whether the country is told with the name withheld."""
        return self.mode == CaseMode.NAME_WITHHELD and self.shows_country

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def status(self) -> CaseStatus:
        if self.withdrawn_at:
            return CaseStatus.WITHDRAWN
        if self.discussed_at:
            return CaseStatus.DISCUSSED
        if self.session_id:
            return CaseStatus.SCHEDULED
        if self.accepted_at:
            return CaseStatus.ACCEPTED
        if self.returned_at:
            return CaseStatus.RETURNED
        return CaseStatus.SUBMITTED if self.submitted_at else CaseStatus.DRAFT
