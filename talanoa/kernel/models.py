from django.conf import settings
from django.db import models

from talanoa.kernel import clock


class Event(models.Model):
    """Something that happened: who did what to which thing, when."""

    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id"], name="event_kind_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class UnfinishedUpload(models.Model):
    """A file that somebody sends in pieces, and how far it has come; see ``kernel/pieces.py``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    """The form it is for, as a path: ``case/12/``. Only the door of its room leads here."""
    digest = models.CharField(max_length=64)
    """The SHA-256 of the whole file, as the device says it before it sends anything."""
    size = models.PositiveIntegerField()
    """Bytes of the whole file."""
    held = models.PositiveIntegerField(default=0)
    """Bytes that are here, from its beginning."""
    name = models.CharField(max_length=32)
    """Ours, in the folder of unfinished uploads; what the file is called is not sent."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place", "digest"], name="unfinished_upload_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.held} of {self.size} for {self.place}"
