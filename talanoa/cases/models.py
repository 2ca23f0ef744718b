from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.cases.terms import OPEN_STATES, CaseStatus, RecommendationState, StepName
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
    title = models.CharField(_("title"), max_length=200, blank=True)
    """Empty only in a withdrawn case, whose words are deleted."""
    situation = models.TextField(_("where things stand"), max_length=LONGEST, blank=True)
    tried = models.TextField(_("what has been tried"), max_length=LONGEST, blank=True)
    obstacle = models.TextField(_("what stands in the way"), max_length=LONGEST, blank=True)
    question = models.TextField(_("your one question to the room"), max_length=500, blank=True)
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
            models.UniqueConstraint(
                fields=["presenter", "client_id"],
                condition=~Q(client_id=""),
                name="case_client_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("A withdrawn case")

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


class CaseStep(models.Model):
    """From when on a case stood at a step in its session, and who moved it there.

    The latest row says where it stands; a step taken up again has a row for each time.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="case_steps")
    step = models.CharField(max_length=12, choices=StepName)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"


class ClarifyingQuestion(models.Model):
    """A question that helps to understand a case, asked before anyone advises."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clarifying_questions")
    session = models.ForeignKey(
        LiveSession, models.SET_NULL, null=True, blank=True, related_name="clarifying_questions"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(max_length=LONGEST)
    """Empty only once its asker was erased and took their words back."""
    answer = models.TextField(max_length=LONGEST, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who took it out of turn; nobody: it came in its turn, or after the session."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Recommendation(models.Model):
    """Something the room advises a country to do, followed until something changes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recommendations")
    session = models.ForeignKey(
        LiveSession, models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who gave it; nobody: the room as a whole."""
    is_expert = models.BooleanField(default=False)
    text = models.TextField(max_length=LONGEST)
    challenge_area = models.ForeignKey(
        ChallengeArea, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=11, choices=RecommendationState, default=RecommendationState.PROPOSED
    )
    state_note = models.TextField(max_length=LONGEST, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who took it out of turn; nobody: it came in its turn, or after the session."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN_STATES
