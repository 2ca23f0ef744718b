"""Rounds in which country teams apply, and what they apply with."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.models.programmes import Programme
from talanoa.programmes.models.teams import CountryTeam
from talanoa.programmes.terms import (
    LONGEST_ANSWER,
    LONGEST_LETTER,
    MOST_WORDS,
    ApplicationStatus,
    Decision,
    LetterKind,
    RoundStatus,
)


class Round(models.Model):
    """A time in which country teams apply to a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    invitation = models.TextField(
        _("invitation"), max_length=LONGEST_LETTER, validators=[MaxLengthValidator(LONGEST_LETTER)]
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    wanted = models.PositiveSmallIntegerField(
        _("teams wanted"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    """When the decisions were first sent."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_opening",
                violation_error_message=_("The round closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(published_at__isnull=False),
                name="round_decided_was_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> RoundStatus:
        now = clock.now()
        if self.published_at is None:
            return RoundStatus.DRAFT
        if self.decided_at is not None:
            return RoundStatus.DECIDED
        if now < self.opens_at:
            return RoundStatus.ANNOUNCED
        return RoundStatus.OPEN if now < self.closes_at else RoundStatus.CLOSED


class RoundQuestion(models.Model):
    """What the hub asks every team that applies in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("help"), max_length=500, blank=True)
    most_words = models.PositiveSmallIntegerField(
        _("words at most"),
        default=200,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORDS)],
    )
    is_needed = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Application(models.Model):
    """What a team writes to be taken into a programme, from its draft to the decision on it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_applications"
    )
    lead_office = models.CharField(_("office"), max_length=200, blank=True)
    team_name = models.CharField(_("name of the team"), max_length=200, blank=True)
    """Empty only once its words are deleted: see ``is_stub``."""
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="team_applications"
    )
    region = models.CharField(_("region"), max_length=120, blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="regional_team_applications"
    )
    letter = models.TextField(
        _("letter"),
        max_length=LONGEST_LETTER,
        validators=[MaxLengthValidator(LONGEST_LETTER)],
        blank=True,
    )
    letter_file = models.FileField(upload_to="letters/", blank=True)
    letter_kind = models.CharField(max_length=4, choices=LetterKind, blank=True)
    client_id = models.CharField(max_length=64, blank=True)
    """The form's own id: the same new application sent twice is begun once."""
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When its words, names and file were deleted, since the team was not taken in."""
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    reason = models.TextField(max_length=2000, validators=[MaxLengthValidator(2000)], blank=True)
    """As the coordinators have it now; the team sees what it was told."""
    told_decision = models.CharField(max_length=8, choices=Decision, blank=True)
    told_reason = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    team = models.ForeignKey(
        CountryTeam, models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    """The team made of it once it was told; or the one that was there, which it joins."""
    joins_team = models.BooleanField(default=False)
    """Whether its people join a team that was there before."""
    apart_reason = models.CharField(max_length=500, blank=True)
    """Why its country has another team beside one that was there."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(country=None) | Q(region=""),
                name="application_country_or_region",
            ),
            models.UniqueConstraint(
                fields=["lead", "client_id"],
                condition=~Q(client_id=""),
                name="application_begun_once",
            ),
        ]

    def __str__(self) -> str:
        return self.team_name

    @property
    def place(self) -> str:
        """Its country in the reader's language, or its region. The country must be loaded."""
        return self.country.name if self.country else self.region

    @property
    def is_stub(self) -> bool:
        """Whether its words, names and file are deleted."""
        return self.withdrawn_at is not None or self.forgotten_at is not None

    @property
    def title(self) -> str:
        if self.team_name:
            return self.team_name
        return str(
            _("A withdrawn application") if self.withdrawn_at else _("A deleted application")
        )

    @property
    def status(self) -> ApplicationStatus:
        if self.withdrawn_at is not None:
            return ApplicationStatus.WITHDRAWN
        if self.told_at is not None:
            return ApplicationStatus(self.told_decision)
        return ApplicationStatus.SUBMITTED if self.submitted_at else ApplicationStatus.DRAFT

    @property
    def is_to_tell(self) -> bool:
        """Whether the team has not yet been told what the coordinators have decided."""
        return (self.decision, self.reason) != (self.told_decision, self.told_reason)


class ApplicationMember(models.Model):
    """Somebody an application names as a member of its team.

    Who says that they do not take part stays as a row without a name, an address or an office.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.EmailField(_("e-mail address"), blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_digest = models.CharField(max_length=64, blank=True)
    """Of the address of who declined, keyed, so that the same lead cannot have it mailed again."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "address"],
                condition=~Q(address=""),
                name="application_member_once",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(name="", address="", office=""),
                name="application_member_gone_is_nameless",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationAnswer(models.Model):
    """What a team answered to a question of the round."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(RoundQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(
        max_length=LONGEST_ANSWER, validators=[MaxLengthValidator(LONGEST_ANSWER)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="application_answer_once"
            )
        ]

    def __str__(self) -> str:
        return self.text
