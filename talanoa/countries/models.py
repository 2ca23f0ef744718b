from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import get_language

from talanoa.countries.terms import UNKNOWN, Answer, Better, IncomeGroup, SeriesKind, WhoRegion
from talanoa.kernel import clock
from talanoa.ui.languages import language_name


class Country(models.Model):
    """A Member State of the WHO, or an example country (codes XA to XZ) of a demonstration."""

    iso2 = models.CharField(max_length=2, unique=True)
    iso3 = models.CharField(max_length=3, unique=True)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    who_region = models.CharField(max_length=5, choices=WhoRegion, blank=True)
    income_group = models.CharField(max_length=12, choices=IncomeGroup, blank=True)
    income_year = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list, blank=True)
    """Codes of the official ones, the most spoken first."""
    languages_source = models.TextField(blank=True)
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
        return _in_language(self.names) or self.iso3

    @property
    def language_names(self) -> list[str]:
        """Its official languages in the reader's own."""
        return [language_name(code) for code in self.languages]


class Series(models.Model):
    """One question to which countries have figures: its words, its unit, where they come from."""

    code = models.SlugField(max_length=60, unique=True)
    titles = models.JSONField(default=dict)
    units = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=6, choices=SeriesKind)
    levels = models.JSONField(default=list, blank=True)
    """Of a series of levels: ``code`` and ``names`` of each, the least developed first."""
    better = models.CharField(max_length=7, choices=Better, default=Better.NEITHER)
    notes = models.JSONField(default=dict, blank=True)
    """What one must know to read it, by language."""
    publisher = models.CharField(max_length=300)
    address = models.URLField(max_length=500, blank=True)
    """Where the publisher shows it to people."""
    source = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    observatory_code = models.CharField(max_length=80, blank=True)
    """Its name at the WHO's Global Health Observatory; empty: it is not there."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language, else in English."""
        return _in_language(self.titles) or self.code

    @property
    def unit(self) -> str:
        return _in_language(self.units)

    @property
    def note(self) -> str:
        return _in_language(self.notes)

    @property
    def level_names(self) -> dict[str, str]:
        """The levels' names by code, least developed first."""
        return {level["code"]: _in_language(level["names"]) for level in self.levels}


class Figure(models.Model):
    """What a series says of a country for a year: a number, a level, or an answer.

    A figure that its source changed stays, with the moment in which another took its place.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="figures")
    country = models.ForeignKey(Country, models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField()
    since = models.PositiveSmallIntegerField(null=True, blank=True)
    """The first year of a figure that stands for several, which end with ``year``."""
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    category = models.CharField(max_length=20, blank=True)
    source = models.TextField()
    licence = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField(default=clock.now)
    is_verified = models.BooleanField(default=False)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "country", "year"],
                condition=Q(replaced_at=None),
                name="figure_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, category="") | (Q(value=None) & ~Q(category="")),
                name="figure_number_or_category",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "series", "year"], name="figure_country"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.country_id} {self.year}"

    @property
    def years(self) -> str:
        return f"{self.since}–{self.year}" if self.since else str(self.year)

    @property
    def is_known(self) -> bool:
        """Whether it says something of the country."""
        return self.category not in UNKNOWN

    @property
    def words(self) -> str:
        """The figure as it is read, without its unit. The series must be loaded."""
        if self.value is not None:
            return number_words(self.value)
        if self.category in Answer.values:
            return str(Answer(self.category).label)
        return self.series.level_names.get(self.category) or self.category


def number_words(value: Decimal) -> str:
    """A number as the reader's language writes it, without zeros that say nothing."""
    return number_format(value.normalize() + Decimal(0), force_grouping=True)


def _in_language(words: dict[str, str]) -> str:
    language = (get_language() or "en").split("-")[0]
    return str(words.get(language) or words.get("en") or "")
