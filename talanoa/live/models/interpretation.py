"""Languages a session is interpreted into, who interprets, and who listens to what."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.media.janus_settings import BENEATH
from talanoa.programmes.models import Cohort
from talanoa.schedule.models import LiveSession


class InterpretationChannel(models.Model):
    """One language of a session, with who speaks into it now."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="channels")
    language = models.CharField(max_length=10)
    beneath = models.PositiveSmallIntegerField(default=BENEATH, validators=[MaxValueValidator(100)])
    """How loud the floor is beneath a voice, in per cent of itself."""
    on_air = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on_air_since = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    """When a room process last had their open microphone in the mix."""
    offered_at = models.DateTimeField(null=True, blank=True)
    """Since when whoever is on the air waits for somebody to take over."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Who is ready to take over and waits for the other to offer it."""

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["session", "language"], name="channel_once"),
            models.CheckConstraint(
                condition=Q(on_air__isnull=True) | Q(on_air_since__isnull=False),
                name="on_air_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.session_id}"


class Interpreter(models.Model):
    """Somebody who interprets into a language of a session."""

    channel = models.ForeignKey(InterpretationChannel, models.CASCADE, related_name="interpreters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "person"], name="interpreter_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} into {self.channel_id}"


class ListeningChoice(models.Model):
    """What somebody has chosen to hear in a cohort's sessions; no language: the floor."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cohort"], name="listening_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} hears {self.language or 'the floor'}"
