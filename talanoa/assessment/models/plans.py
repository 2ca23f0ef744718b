"""The action plan of a country team: what it will do at home, and how far it has come."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models.frameworks import Indicator
from talanoa.assessment.terms import ActionState, Visibility
from talanoa.cases.models import Case, Recommendation
from talanoa.kernel import clock
from talanoa.library.models import Resource
from talanoa.programmes.models import CountryTeam

LONGEST = 2000
"""Characters of a longer text in a plan."""


YEARS_AGO, YEARS_AHEAD = 10, 50
"""Between which years a day in a plan lies, counted from this one; beyond is a slip."""


def demand_likely(day: date) -> None:
    """Go on only with a day that somebody plans for.

    Raises:
        ValidationError: its year is long past, or was typed wrong.
    """
    now = clock.now().year
    first, last = now - YEARS_AGO, now + YEARS_AHEAD
    if not first <= day.year <= last:
        raise ValidationError(
            _("Give a day from %(first)s to %(last)s.") % {"first": str(first), "last": str(last)}
        )


class ActionPlan(models.Model):
    """A team has one plan, however many hands write it."""

    team = models.OneToOneField(CountryTeam, models.CASCADE, related_name="action_plan")
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE
    )
    begun_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.team)


class Action(models.Model):
    """One thing a team will do: of its own accord, or because the room recommended it."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="actions")
    title = models.CharField(_("what will be done"), max_length=300)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    """Where it comes from; none: the team's own."""
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    """What it should move. The same code in a later version is the same indicator."""
    office = models.CharField(_("responsible office"), max_length=200, blank=True)
    means = models.TextField(
        _("means"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    due_on = models.DateField(_("done by"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(_("why it was dropped"), max_length=500, blank=True)
    """Empty only where it is not dropped, or whoever said so was erased with their words."""
    client_id = models.CharField(max_length=64, blank=True)
    """The form's own id: the same new action sent twice is added once."""
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    """Grows with each change, so that two people editing at once find out."""

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "client_id"],
                condition=~Q(client_id=""),
                name="action_client_id_once",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dropped_at=None), name="action_done_or_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> ActionState:
        if self.dropped_at:
            return ActionState.DROPPED
        if self.done_at:
            return ActionState.DONE
        return ActionState.UNDER_WAY if self.started_at else ActionState.PLANNED

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def resources(self) -> list[Resource]:
        """What it draws on, read from rows that are loaded already."""
        return [one.resource for one in self.drawn.all()]

    @property
    def latest_note(self) -> "ProgressNote | None":
        """Read from notes that are loaded already."""
        notes = list(self.notes.all())
        return notes[-1] if notes else None


class ActionResource(models.Model):
    """That an action draws on a work of the library."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="drawn")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="actions")
    named_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "resource"], name="action_names_resource_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.resource_id}"


class Milestone(models.Model):
    """A step on the way of an action, by a day."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    text = models.CharField(_("milestone"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class ProgressNote(models.Model):
    """What a team writes of how an action goes; kept, never changed."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes")
    text = models.TextField(
        _("how it goes"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)], blank=True
    )
    """Empty only once its writer was erased and took their words back."""
    state = models.CharField(max_length=9, choices=ActionState)
    """Where the action stood from then on."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    client_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "client_id"],
                condition=~Q(client_id=""),
                name="progress_note_client_id_once",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class CaseOrigin(models.Model):
    """Why a team brought a case: one of its gaps, or its plan, on which it reports back."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="origin")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="case_origins"
    )
    """The gap it is about."""
    plan = models.ForeignKey(
        ActionPlan, models.SET_NULL, null=True, blank=True, related_name="re_presentations"
    )
    """The plan it reports on: a re-presentation."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | Q(plan__isnull=False),
                name="case_origin_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.indicator_id or self.plan_id}"
