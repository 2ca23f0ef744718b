"""What a machine wrote down of a recording, until a person has it published or discards it."""

from django.db import models

from talanoa.kernel import clock
from talanoa.live.caption_terms import DraftStatus
from talanoa.live.models.captions import Caption
from talanoa.live.models.recordings import Recording


class CaptionDraft(models.Model):
    """A machine's captions of a recording, in the language that is spoken in it."""

    recording = models.OneToOneField(
        Recording, models.CASCADE, primary_key=True, related_name="caption_draft"
    )
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=20, blank=True)
    """Why it could not be made: a code of ``recordings.hearing``."""
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.language} of {self.recording_id}"

    @property
    def status(self) -> DraftStatus:
        """Read from the moments, latest first."""
        if self.published_at:
            return DraftStatus.PUBLISHED
        if self.made_at:
            return DraftStatus.READY
        return DraftStatus.FAILED if self.failed_at else DraftStatus.BEING_MADE


class DraftLine(models.Model):
    """A line of it: between which moments it was said. No person's words until one has read it."""

    draft = models.ForeignKey(CaptionDraft, models.CASCADE, related_name="lines")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    text = models.TextField(blank=True)
    """Empty once it is published: then ``caption`` has the words."""
    corrected_at = models.DateTimeField(null=True, blank=True)
    caption = models.OneToOneField(
        Caption, models.SET_NULL, null=True, blank=True, related_name="draft_line"
    )

    class Meta:
        ordering = ["begins_at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft_id} at {self.begins_at}"
