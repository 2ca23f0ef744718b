from django.db import models

from talanoa.kernel import clock


class Document(models.Model):
    """The words by which one thing of a room is found.

    The engines keep what they search by themselves, from ``words``, by the triggers and the
    generated column of the first migration; every row here is found, and nothing else.
    """

    kind = models.CharField(max_length=30)
    key = models.BigIntegerField()
    """The thing's own key, in the room that put it here."""
    words = models.TextField()
    """As ``normal.normalised`` writes them."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
