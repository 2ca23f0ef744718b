"""What the running of the product leaves behind: signs of life, turns taken, jobs given up."""

from django.db import models
from django.db.models.functions import Now

from talanoa.kernel import clock


class Beat(models.Model):
    """The last sign of life of one process.

    Its moments are the database's own clock, so that two machines whose clocks differ
    agree on who is alive.
    """

    process = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["kind", "seen_at"], name="beat_kind_seen")]

    def __str__(self) -> str:
        return f"{self.kind} {self.host}:{self.pid}"


class Turn(models.Model):
    """When an entry of the timetable was last enqueued."""

    entry = models.CharField(max_length=80, primary_key=True)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.entry


class FailedJob(models.Model):
    """A job that failed for good, kept until someone on the staff has dealt with it."""

    job = models.UUIDField(unique=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField()
    error = models.CharField(max_length=200)
    traceback = models.TextField(blank=True)
    failed_at = models.DateTimeField(default=clock.now)
    dealt_with_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["failed_at"],
                condition=models.Q(dealt_with_at=None),
                name="failed_job_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.job}"
