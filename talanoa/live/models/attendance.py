"""Who was there: signs of life, times known otherwise, and what they add up to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.terms import StayKind
from talanoa.schedule.models import LiveSession


class Presence(models.Model):
    """A span in which one connection gave signs of life without a gap of over a minute."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    connection = models.UUIDField(default=uuid.uuid4)
    began_at = models.DateTimeField()
    last_sign_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was closed in good order; a connection that just falls silent has none."""
    process = models.CharField(max_length=100, blank=True)
    """The room process that holds the connection."""
    by_phone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["session", "person"], name="presence_session_person"),
            models.Index(
                fields=["process", "last_sign_at"],
                condition=Q(ended_at=None),
                name="presence_open_process",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["connection", "began_at"], name="presence_span_once"),
            models.CheckConstraint(
                condition=Q(last_sign_at__gte=models.F("began_at")), name="presence_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id} from {self.began_at}"


class Outage(models.Model):
    """A time in which our own room process was not there; it costs nobody attendance."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.began_at} to {self.ended_at}"


class RoomProcess(models.Model):
    """A running room process and the last beat it gave."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    last_beat_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "room processes"

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """How long someone attended: a revision of the ledger, from the intervals it lists."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    revision = models.PositiveSmallIntegerField(default=1)
    intervals = models.JSONField(default=list)
    """[[from, to], …] as ISO 8601 moments in UTC, in order, none touching another."""
    attended = models.DurationField()
    is_current = models.BooleanField(default=True)
    final_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    computed_at = models.DateTimeField(default=clock.now)
    is_put_by_hand = models.BooleanField(default=False)
    """A host put it in place of what was counted: what is counted later leaves it alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "revision"], name="attendance_revision_once"
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(is_current=True),
                name="attendance_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}: {self.attended}"


class AttendanceReport(models.Model):
    """A participants' report of another tool: read, matched with people, then counted.

    The file is not kept, only its name and hash. Its lines go when it is counted.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="reports")
    file_name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    """SHA-256 of its bytes, in hexadecimal."""
    has_times = models.BooleanField()
    """Whether it says when people came and went, and not only for how long."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(default=clock.now)
    counted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "file_hash"],
                condition=Q(withdrawn_at=None),
                name="attendance_report_once",
            )
        ]

    def __str__(self) -> str:
        return f"report {self.file_hash[:8]} of {self.session_id}"


class ReportLine(models.Model):
    """One person in a report that waits to be counted, as the report names them."""

    report = models.ForeignKey(AttendanceReport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    """The line of the file in which they first stand."""
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254, blank=True)
    intervals = models.JSONField(default=list)
    """[[from, to], …] as ISO 8601 moments, as the report has them: they may overlap."""
    is_by_address = models.BooleanField(default=False)
    """Matched by its address, which needs nobody's confirmation."""
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Whom it stands for: several at one device, or nobody."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_line_once")
        ]

    def __str__(self) -> str:
        return f"line {self.number} of {self.report_id}"


class Stay(models.Model):
    """A time in which someone was there and the room did not see it, until withdrawn."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="stays")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=StayKind)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    report = models.ForeignKey(
        AttendanceReport, models.CASCADE, null=True, blank=True, related_name="stays"
    )
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "person"], name="stay_session_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=models.F("began_at")),
                name="stay_forward",
            ),
            models.CheckConstraint(
                condition=Q(kind="report", report__isnull=False)
                | (~Q(kind="report") & Q(report=None)),
                name="stay_of_a_report_names_it",
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(kind="code", withdrawn_at=None),
                name="stay_by_code_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id} from {self.began_at}"
