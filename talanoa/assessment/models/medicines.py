from django.db import models


class Medicine(models.Model):
    """A medicine for pain and palliative care on the WHO model list."""

    name = models.CharField(max_length=120)
    atc = models.CharField(max_length=10, blank=True)
    section = models.CharField(max_length=10)
    section_title = models.CharField(max_length=200)
    populations = models.JSONField(default=list, blank=True)
    formulations = models.JSONField(default=list, blank=True)
    formulations_are_verified = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "section"], name="medicine_once_a_section")
        ]

    def __str__(self) -> str:
        return self.name
