"""Who came to a door that was held."""

from django.conf import settings
from django.db import models

from talanoa.kernel import clock
from talanoa.schedule.models import LiveSession


class Arrival(models.Model):
    """Someone at a held door: waiting, or let in for good, as are those who were in before."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    came_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    """When they last asked; whoever waits asks every few seconds."""
    let_in_at = models.DateTimeField(null=True, blank=True)
    let_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="arrival_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at the door of {self.session_id}"
