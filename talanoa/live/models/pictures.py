"""Cameras and screens that are shown at this moment."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.picture_terms import Source
from talanoa.schedule.models import LiveSession


class Picture(models.Model):
    """A camera or a screen that is on; the row goes when it goes off, and the log says when."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="pictures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=6, choices=Source)
    begun_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    """When a room process last had it."""

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "source"], name="picture_of_each_once"
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(source="screen"), name="screen_shared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} of {self.person_id} in {self.session_id}"
