"""Captions: lines of what is said, who may write them, and how somebody reads them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.kernel import clock
from talanoa.live.caption_terms import CaptionColours, CaptionSize, CaptionSource
from talanoa.schedule.models import LiveSession


class CaptionIntake(models.Model):
    """An address to which a caption service sends the lines of one session.

    Only a hash of its token is kept.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="caption_intakes")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    is_machine = models.BooleanField(default=False)
    """Whether a machine makes the lines, which is then said beside them."""
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=1)
    """How often the service has begun to count its lines: once more when it starts anew."""

    def __str__(self) -> str:
        return self.name


class Captioner(models.Model):
    """Someone whom a host has given the captions of a session in one language."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="captioners")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    """When they last took over; the latest of a language is whose turn it is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "language"],
                condition=Q(withdrawn_at=None),
                name="captioner_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} writes {self.language} in {self.session_id}"


class Caption(models.Model):
    """A line of what is said.

    ``number`` counts the changes to a session's captions without gaps, beside the room's log:
    a corrected line takes a new one, so that whoever says the last number they saw is sent
    what is new and what has changed since, each line once and as it now stands.
    """

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="captions")
    number = models.PositiveBigIntegerField()
    line = models.PositiveBigIntegerField()
    """The number it had when it was written."""
    language = models.CharField(max_length=10)
    text = models.TextField()
    """Empty: words that whoever said them has taken back."""
    folded = models.TextField()
    """The same as it is searched."""
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=9, choices=CaptionSource)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The captioner."""
    client_id = models.CharField(max_length=64, blank=True)
    intake = models.ForeignKey(
        CaptionIntake, models.SET_NULL, null=True, blank=True, related_name="captions"
    )
    intake_count = models.PositiveIntegerField(default=0)
    intake_seq = models.PositiveBigIntegerField(null=True, blank=True)
    """The service's own number for it."""
    at = models.DateTimeField(default=clock.now)
    """When it was written; its place among the others."""
    corrected_at = models.DateTimeField(null=True, blank=True)
    earlier = models.JSONField(default=list, blank=True)
    """What it said before it was corrected: ``text``, ``at`` and the frame's ``id``."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="caption_number_once"),
            models.UniqueConstraint(
                fields=["session", "by", "client_id"],
                condition=~Q(client_id=""),
                name="caption_client_id_once",
            ),
            models.UniqueConstraint(
                fields=["intake", "intake_count", "intake_seq"], name="caption_seq_once"
            ),
        ]
        indexes = [models.Index(fields=["session", "language", "at"], name="caption_in_order")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number} {self.language}"

    @property
    def seq(self) -> int:
        """What acknowledges it, as an entry's number does an act."""
        return self.number

    @property
    def place(self) -> int:
        """Where it stands among the others: thousandths of a second since 1970."""
        return round(self.at.timestamp() * 1000)

    @property
    def is_machine(self) -> bool:
        return self.source == CaptionSource.MACHINE

    @property
    def offset(self) -> timedelta:
        """When it was said, counted from the opening of its session, which is loaded."""
        opened = self.session.opened_at
        return max(self.at - opened, timedelta(0)) if opened else timedelta(0)


class CaptionChoice(models.Model):
    """How somebody reads captions, wherever they sign in."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    is_shown = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    """Read where it is written; else the language of their pages, else the session's first."""
    size = models.CharField(max_length=3, choices=CaptionSize, default=CaptionSize.USUAL)
    colours = models.CharField(max_length=6, choices=CaptionColours, default=CaptionColours.PAGE)
    is_spoken = models.BooleanField(default=False)
    """Whether a screen reader is to read each line out."""
    abbreviations = models.TextField(blank=True)
    """A captioner's own, one a line: ``pc = palliative care``."""

    def __str__(self) -> str:
        return f"captions of {self.person_id}"

    @property
    def seq(self) -> int:
        """A choice makes nothing that has a number."""
        return 0
