"""The list of essential medicines, and how it stands with each in a country."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.terms import Answer, DayLimit, Prescribers
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.programmes.models import Hub


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


class CountryMedicine(models.Model):
    """How it stands with a medicine in a country in a year, as the country's team says.

    A blank answer is one nobody has given yet, which is neither "no" nor "not known".
    """

    country = models.ForeignKey(Country, models.CASCADE, related_name="medicines")
    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="countries")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    is_listed = models.CharField(
        _("on the national list"), max_length=9, choices=Answer, blank=True
    )
    available_at = models.JSONField(_("can be had"), default=list, blank=True)
    """Codes of ``terms.Place``; "nowhere" and "not known" stand alone."""
    prescribers = models.CharField(
        _("who may prescribe it"), max_length=12, choices=Prescribers, blank=True
    )
    day_limit = models.CharField(
        _("longest prescription"), max_length=9, choices=DayLimit, blank=True
    )
    longest_days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    needs_special_form = models.CharField(
        _("needs a special form"), max_length=9, choices=Answer, blank=True
    )
    price_note = models.TextField(
        _("price"), max_length=1000, validators=[MaxLengthValidator(1000)], blank=True
    )
    law_note = models.TextField(
        _("other barriers in law"),
        max_length=2000,
        validators=[MaxLengthValidator(2000)],
        blank=True,
    )
    source = models.TextField(_("source"), max_length=1000, validators=[MaxLengthValidator(1000)])
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "medicine", "year"], name="country_medicine_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(day_limit=DayLimit.LIMITED, longest_days__isnull=False)
                | (~Q(day_limit=DayLimit.LIMITED) & Q(longest_days=None)),
                name="country_medicine_days_with_limit",
                violation_error_message=_(
                    "Say how many days when there is a limit, and only then."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.medicine_id} in {self.country_id}, {self.year}"


class MedicineSharing(models.Model):
    """Which hub's teams say it of a country, and whether everyone sees it; not, without a row.

    The hub is that of whoever was the first to say something: see decision 0028.
    """

    country = models.OneToOneField(
        Country, models.CASCADE, primary_key=True, related_name="medicine_sharing"
    )
    hub = models.ForeignKey(Hub, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"medicines of {self.country_id}"
