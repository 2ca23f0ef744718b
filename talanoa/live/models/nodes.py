"""The Janus that carry sound, and at which of them each session is."""

from django.db import models

from talanoa.kernel import clock
from talanoa.live.durations import DEAD_AFTER, NODE_RESTS
from talanoa.live.terms import NodeStatus
from talanoa.schedule.models import LiveSession


class SoundNode(models.Model):
    """One Janus, as the room processes find it."""

    name = models.CharField(max_length=255, primary_key=True)
    """Where it takes requests, as ``host:port``."""
    answered_at = models.DateTimeField()
    """When it last answered one of them."""
    well_since = models.DateTimeField(null=True, blank=True)
    """Since when it has gone on answering; none: it was found dead."""

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> NodeStatus:
        now = clock.now()
        if self.well_since is None or self.answered_at < now - DEAD_AFTER:
            return NodeStatus.SILENT
        return NodeStatus.RESTING if self.well_since > now - NODE_RESTS else NodeStatus.WELL


class SoundPlace(models.Model):
    """At which Janus a session's sound and its pictures are, for every room process."""

    session = models.OneToOneField(
        LiveSession, models.CASCADE, primary_key=True, related_name="sound_place"
    )
    node = models.CharField(max_length=255)
    placed_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(null=True, blank=True)
    """When it last came here from a Janus that had died."""

    def __str__(self) -> str:
        return f"{self.session_id} at {self.node}"
