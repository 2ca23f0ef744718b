"""What is recorded of a session, who agreed to it, and who caught up."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.kernel import clock
from talanoa.live.terms import (
    KEPT_DAYS,
    LONGEST_KEPT_DAYS,
    SHORTEST_KEPT_DAYS,
    CatchUpKind,
    RecordingStatus,
)
from talanoa.programmes.models import Programme
from talanoa.schedule.models import LiveSession


class RecordingPolicy(models.Model):
    """What a programme's sessions begin with: recorded or not, and how long that is kept."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, primary_key=True, related_name="recording_policy"
    )
    is_on = models.BooleanField(_("record the sound of each session"), default=False)
    kept_days = models.PositiveSmallIntegerField(
        _("days a recording is kept"),
        default=KEPT_DAYS,
        validators=[MinValueValidator(SHORTEST_KEPT_DAYS), MaxValueValidator(LONGEST_KEPT_DAYS)],
    )

    def __str__(self) -> str:
        return f"recordings of {self.programme_id}"


class Recording(models.Model):
    """A session's recording: wanted, running, being made, ready, deleted."""

    session = models.OneToOneField(
        LiveSession, models.CASCADE, primary_key=True, related_name="recording"
    )
    is_wanted = models.BooleanField()
    """The session's own switch, which stands over the programme's."""
    kept_days = models.PositiveSmallIntegerField(default=KEPT_DAYS)
    """As it was promised to those who agreed: taken from the programme at the start."""
    started_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    """Since when it runs; the same as its start until it was paused."""
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True)
    """Why it could not be made: a code of ``recordings.sound``."""
    delete_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    recorder = models.CharField(max_length=120, blank=True)
    """The room process that records, one of however many there are."""
    recorder_sign_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Grows whenever what is to be heard changes: a file made of an earlier one is not taken."""
    sound = models.CharField(max_length=60, blank=True)
    """The name of the file in the recordings' folder, once it is made."""
    sound_bytes = models.PositiveBigIntegerField(default=0)
    parts = models.JSONField(default=list, blank=True)
    """[[offset, moment in ISO 8601, seconds], …]: where in the sound each stretch lies."""
    quiet = models.JSONField(default=list, blank=True)
    """[[moment, moment], …]: between which nothing is to be heard, nor read as a caption: of
    pauses, and of people whose voice was silenced, who are not named."""

    class Meta:
        indexes = [
            models.Index(
                fields=["delete_at"], condition=Q(deleted_at=None), name="recording_delete_at"
            )
        ]

    def __str__(self) -> str:
        return f"recording of {self.session_id}"

    @property
    def status(self) -> RecordingStatus:
        """Read from the moments, latest first."""
        if self.deleted_at:
            return RecordingStatus.DELETED
        if self.ready_at:
            return RecordingStatus.READY
        if self.failed_at:
            return RecordingStatus.FAILED
        if self.stopped_at:
            return RecordingStatus.BEING_MADE
        if self.paused_at:
            return RecordingStatus.PAUSED
        if self.started_at:
            return RecordingStatus.RUNNING
        return RecordingStatus.PLANNED if self.is_wanted else RecordingStatus.OFF


class RecordingSegment(models.Model):
    """A file that a room process wrote without a break; gone once the recording is made."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="segments")
    name = models.CharField(max_length=60, unique=True)
    began_at = models.DateTimeField()

    class Meta:
        ordering = ["began_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecordingConsent(models.Model):
    """What someone answered to being recorded in a session; the last answer counts."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="recording_consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_yes = models.BooleanField()
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="recording_consent_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}: {self.is_yes}"


class RecordedVoice(models.Model):
    """A time in which someone's microphone was on while a session was recorded."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="voices")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Unknown where the process that saw it died: then to the end of the recording."""
    is_silenced = models.BooleanField(default=False)
    """They take back their consent, or were erased: nothing is to be heard in this time."""

    class Meta:
        ordering = ["began_at", "pk"]
        indexes = [models.Index(fields=["person"], name="recorded_voice_person")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.began_at}"


class CatchUp(models.Model):
    """That someone played a recording, once; or took it along, each time."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="catch_ups")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    kind = models.CharField(max_length=5, choices=CatchUpKind)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "person"],
                condition=Q(kind="sound"),
                name="catch_up_played_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} caught up with {self.recording_id}"
