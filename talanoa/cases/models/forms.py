"""The form in which a programme asks for its cases, version by version."""

from django.db import models

from talanoa.kernel import clock
from talanoa.programmes.models import Programme
from talanoa.programmes.terms import CaseKind


class FormVersion(models.Model):
    """What a programme asks of its cases, as it stood from a moment on. Never changed.

    A case keeps the version it is written in. ``fields`` is a list in order, each with ``name``,
    ``labels`` and ``hints`` by language (none: the house's words), ``words``, ``is_needed``.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="case_forms")
    kind = models.CharField(max_length=8, choices=CaseKind)
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "number"], name="form_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.kind} {self.number}"
