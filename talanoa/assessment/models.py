from django.db import models


class Framework(models.Model):
    """A set of indicators by which a country judges where it stands."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    source = models.TextField(blank=True)
    unidentified = models.PositiveSmallIntegerField(default=0)
    """Indicators the publication holds that this record of it lacks."""

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """One thing a framework looks at, and the levels it may stand on."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=100, blank=True)
    levels = models.JSONField(default=list, blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="indicator_code_once")
        ]

    def __str__(self) -> str:
        return self.title


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
