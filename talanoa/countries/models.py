from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from talanoa.countries.terms import IncomeGroup, WhoRegion


class Country(models.Model):
    """A Member State of the WHO, or an example country (codes XA to XZ) of a demonstration."""

    iso2 = models.CharField(max_length=2, unique=True)
    iso3 = models.CharField(max_length=3, unique=True)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    who_region = models.CharField(max_length=5, choices=WhoRegion, blank=True)
    income_group = models.CharField(max_length=12, choices=IncomeGroup, blank=True)
    income_year = models.CharField(max_length=60, blank=True)
    is_example = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_example=False) | Q(iso2__startswith="X"),
                name="country_example_code",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The official name in the reader's language, else in English."""
        language = (get_language() or "en").split("-")[0]
        return str(self.names.get(language) or self.names.get("en") or self.iso3)
