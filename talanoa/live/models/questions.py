"""Questions to a session, and who would like to hear them answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.live.models.rooms import Entry
from talanoa.live.terms import LONGEST_ANSWER, LONGEST_QUESTION
from talanoa.schedule.models import LiveSession


class Question(models.Model):
    """A question, and what became of it.

    When it was asked stands in its entry of the log. Of an anonymous one neither the question
    nor its entry says who asked.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    """Blank once its author took it back."""
    is_anonymous = models.BooleanField(default=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    client_id = models.CharField(max_length=64, blank=True)
    """Of an anonymous one the sender's own id for the act: the same frame asks once. That of
    others stands in the log, beside the sender."""
    asking = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+")
    """The entry that asked it, whose number acknowledges votes for it."""
    taken_up_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    """Blank: it was answered aloud."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who wrote the answer."""
    parked_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "client_id"],
                condition=~Q(client_id=""),
                name="question_client_id_once",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(asker=None),
                name="question_anonymous_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def status(self) -> str:
        """Where it stands: the list of the room it is in."""
        if self.set_aside_at is not None:
            return "aside"
        if self.answered_at is not None:
            return "answered"
        if self.parked_at is not None:
            return "parked"
        return "now" if self.taken_up_at is not None else "waiting"


class QuestionVote(models.Model):
    """That someone would like a question answered. Taking it back deletes it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="votes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "person"], name="question_vote_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.question_id}"


class AnonymousAsking(models.Model):
    """How many anonymous questions someone has asked in a session, so that they stay few.

    All rows of a session are written anew with each, in the order of the people's keys: their
    own order and age say nothing of who asked which.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="anonymous_asking_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} by {self.person_id} in {self.session_id}"
