"""The words of this room."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What a framework judges."""

    COUNTRY = "country", _("A country")
    SERVICE = "service", _("A service")


class IndicatorKind(models.TextChoices):
    """In what an indicator is answered."""

    LEVELS = "levels", _("Levels, lowest first")
    NUMBER = "number", _("A number")
    SHARE = "share", _("A share of a whole")
    YES_NO = "yes_no", _("Yes or no")


class Unit(models.TextChoices):
    """The units a number or a share may have; ``files.units`` says which go with which."""

    COUNT = "count", _("count")
    PEOPLE = "people", _("people")
    SERVICES = "services", _("services")
    ARTICLES = "articles", _("articles")
    DAYS = "days", _("days")
    YEARS = "years", _("years")
    PER_100000 = "per_100000", _("per 100,000 people")
    PER_MILLION = "per_million", _("per million people")
    MG_OME = "mg_ome_per_person_year", _("mg of oral morphine equivalent per person per year")
    PERCENT = "percent", _("per cent")


class VersionStatus(models.TextChoices):
    """Where a version of a framework stands; read from its moments."""

    DRAFT = "draft", pgettext_lazy("version", "Being written")
    PROPOSED = "proposed", pgettext_lazy("version", "Waiting for review")
    PUBLISHED = "published", pgettext_lazy("version", "Published")
    DISCARDED = "discarded", pgettext_lazy("version", "Discarded")


class Loading(StrEnum):
    """What loading a file did, or would do."""

    NEW = "new"
    UPDATED = "updated"
    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"


FIELD_NAMES = {
    "description": _("Description"),
    "definition": _("Definition"),
    "dimension": _("Dimension"),
    "evidence_wanted": _("Evidence wanted"),
    "higher_is_better": _("More is better"),
    "highest": _("Highest value"),
    "kind": _("Answered in"),
    "label": _("Label"),
    "languages": _("Languages"),
    "licence": _("Licence"),
    "lowest": _("Lowest value"),
    "number": _("Number"),
    "order": _("Order"),
    "publisher": _("Publisher"),
    "source": _("Source"),
    "subject": _("What it judges"),
    "title": _("Title"),
    "unidentified": _("Indicators not identified"),
    "unit": _("Unit"),
    "verified": _("Checked against the source"),
    "wording": _("Wording"),
    "year": _("Year"),
}
"""What the fields of a framework are called where two versions are compared."""
