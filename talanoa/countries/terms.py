from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WhoRegion(models.TextChoices):
    AFRO = "AFRO", _("African Region")
    AMRO = "AMRO", _("Region of the Americas")
    SEARO = "SEARO", _("South-East Asia Region")
    EURO = "EURO", _("European Region")
    EMRO = "EMRO", _("Eastern Mediterranean Region")
    WPRO = "WPRO", _("Western Pacific Region")


class IncomeGroup(models.TextChoices):
    LOW = "low", _("Low income")
    LOWER_MIDDLE = "lower-middle", _("Lower middle income")
    UPPER_MIDDLE = "upper-middle", _("Upper middle income")
    HIGH = "high", _("High income")


class SeriesKind(models.TextChoices):
    """What the figures of a series are."""

    ANSWER = "answer", _("Yes or no")
    LEVEL = "level", _("Levels")
    NUMBER = "number", _("Numbers")


class Better(models.TextChoices):
    """Which way a series points, where it points anywhere."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    NEITHER = "neither", _("Neither higher nor lower is better by itself")


class Answer(models.TextChoices):
    """What a country said. What nobody knows, what nobody answered and “no” are four things."""

    YES = "yes", pgettext_lazy("figure", "Yes")
    NO = "no", pgettext_lazy("figure", "No")
    DONT_KNOW = "dont-know", pgettext_lazy("figure", "Don’t know")
    NO_RESPONSE = "no-response", pgettext_lazy("figure", "No response")
    NO_DATA = "no-data", pgettext_lazy("figure", "No data")


UNKNOWN = (Answer.DONT_KNOW, Answer.NO_RESPONSE, Answer.NO_DATA)
"""Answers that say nothing of the country; series of every kind may hold them."""
