"""Who was heard to speak, and what that comes to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from talanoa.kernel import clock
from talanoa.schedule.models import LiveSession


class Speech(models.Model):
    """A turn in which someone was heard to speak in the room's sound, as far as it is known.

    While it goes on it is told again and again, each time a little longer; it has no end of
    its own that could be missing. Deleted sixty days after the session.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="speeches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    """Into which an interpreter spoke, in their booth; empty: on the floor."""
    began_at = models.DateTimeField()
    heard_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "language", "began_at"], name="speech_turn_once"
            ),
            models.CheckConstraint(
                condition=Q(heard_until__gte=F("began_at")), name="speech_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id} from {self.began_at}"


class TalkSum(models.Model):
    """How the talk of a session that has ended was shared. It names nobody, and stays."""

    session = models.OneToOneField(
        LiveSession, models.CASCADE, primary_key=True, related_name="talk_sum"
    )
    sources = models.JSONField(default=list)
    """Of ``terms.TalkSource``; none where nothing was measured."""
    groups = models.JSONField(default=dict)
    """By ``terms.TalkGroup``: [seconds, people heard]."""
    countries = models.JSONField(default=list)
    """ISO codes of three letters of the countries heard, sorted."""
    interpreted = models.JSONField(default=dict)
    """Seconds by language spoken into; under no language what interpreters said on the floor."""
    summed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"talk of {self.session_id}"
