"""Breakout groups: when they were open, who was in which, and what they bring back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.live.group_terms import LONGEST_POINT, LONGEST_TASK, GroupWay, Latecomers
from talanoa.schedule.models import LiveSession


class GroupRound(models.Model):
    """Groups made together, opened together and called back together."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="group_rounds")
    way = models.CharField(_("way"), max_length=8, choices=GroupWay)
    seed = models.PositiveIntegerField(default=0)
    """By which the lot was drawn."""
    minutes = models.PositiveSmallIntegerField()
    """For which they are opened, with what was given since."""
    task = models.CharField(max_length=LONGEST_TASK, blank=True)
    latecomers = models.CharField(max_length=7, choices=Latecomers, default=Latecomers.PLACED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    """When everybody is back, whether they were called or not."""
    called_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(closed_at=None), name="group_round_unfinished_once"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, ends_at=None)
                | Q(opened_at__isnull=False, ends_at__isnull=False),
                name="group_round_open_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"groups of {self.session_id}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def planned_end(self) -> datetime:
        """When the time is over for which they were opened.

        Raises:
            ValueError: they have not been opened.
        """
        if self.opened_at is None:
            raise ValueError(f"{self} have not been opened.")
        return self.opened_at + timedelta(minutes=self.minutes)


class Group(models.Model):
    """One group of a round: those of a language, of a country, of a role, or a number."""

    round = models.ForeignKey(GroupRound, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20, blank=True)
    """What its people have in common: a language's code, a country's, a role."""
    country = models.ForeignKey(Country, models.SET_NULL, null=True, blank=True, related_name="+")
    rapporteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="group_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.number}"


class GroupPlace(models.Model):
    """That someone is in a group, or, as a host, visits it. Nobody is in two.

    Without a group: a host has put them into plenary, and they stay there.
    """

    round = models.ForeignKey(GroupRound, models.CASCADE, related_name="places")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_visit = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="group_place_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class GroupPoint(models.Model):
    """One point of what a group brings back, written by its rapporteur."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="points")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.CharField(max_length=LONGEST_POINT, blank=True)
    """Empty where its author took it back with all they wrote."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"point of {self.group_id}"
