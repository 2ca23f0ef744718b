"""Who writes a case beside its presenter, what it said before, and its files."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from talanoa.cases.models.cases import Case
from talanoa.cases.terms import FileKind, KeptBecause
from talanoa.kernel import clock


class CaseAuthor(models.Model):
    """Someone who writes a case with its presenter, from when until when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="authors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="cases_written_with"
    )
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(removed_at=None), name="case_author_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} writes {self.case_id}"


class CaseVersion(models.Model):
    """What a case said when it was submitted, and after each change since."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    because = models.CharField(max_length=9, choices=KeptBecause)
    text = models.JSONField()
    """The title and each part by its name, in the order of the form."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} as of {self.revision}"


class CaseAttachment(models.Model):
    """A file beside a case, made anew from what was uploaded; that itself is never kept."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=7, choices=FileKind)
    file = models.FileField(upload_to="cases/%Y/%m/")
    size = models.PositiveIntegerField()
    """Bytes, as kept."""
    found = models.JSONField(default=dict, blank=True)
    """Where in the file what kind of identifying data stands: ``{"name": [["page", 3]]}``."""
    unsearched = models.CharField(max_length=14, blank=True)
    """Why the guard could not read it to its end (``guard.files.Failure``); empty: it did."""
    client_id = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "client_id"], condition=~Q(client_id=""), name="case_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
