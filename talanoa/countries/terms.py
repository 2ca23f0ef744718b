from django.db import models
from django.utils.translation import gettext_lazy as _


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
