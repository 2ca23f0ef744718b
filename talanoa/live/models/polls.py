"""Polls and who has voted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.models.rooms import Entry
from talanoa.live.terms import LONGEST_END, BallotKind, PollKind
from talanoa.schedule.models import AgendaItem, LiveSession


class Poll(models.Model):
    """A question to the room, and how often each answer was given.

    Counting rewrites this one row, so that nothing it holds is older or newer than the rest:
    neither a key, nor an order, nor a transaction sets a vote beside whoever gave it.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="polls")
    question = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=PollKind)
    ballot = models.CharField(max_length=6, choices=BallotKind, default=BallotKind.SECRET)
    options = models.JSONField(default=list, blank=True)
    """The words of what can be chosen, in order; an answer is a number from one."""
    lowest = models.CharField(max_length=LONGEST_END, blank=True)
    highest = models.CharField(max_length=LONGEST_END, blank=True)
    """What one and five mean, where it is a scale."""
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+")
    """During which part of the agenda it is meant to be asked."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    opening = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+")
    """The entry that opened it, whose number acknowledges every vote."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    """Since when everyone sees its results."""
    voted = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    """How often each answer was given, by its number or, spelt as given, by the word; sorted."""
    present = models.PositiveIntegerField(null=True, blank=True)
    """How many could have voted: who was in the room while it was open. Known at its end."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="poll_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_secret(self) -> bool:
        return self.ballot == BallotKind.SECRET

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class Vote(models.Model):
    """That someone has voted in a poll; in an open one also what, in a secret one never.

    It has no moment of its own, which could be set beside the counts of the poll.
    """

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    client_id = models.CharField(max_length=64, blank=True)
    """The sender's own id for the act: the same frame sent twice is one vote."""
    answers = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.poll_id}"
