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
