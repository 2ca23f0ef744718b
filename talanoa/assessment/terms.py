"""The words of this room."""

from collections.abc import Mapping
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


class AssessmentStatus(models.TextChoices):
    """Read from an assessment's moments; never stored."""

    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("assessment", "Waiting for a reviewer")
    IN_REVIEW = "in-review", pgettext_lazy("assessment", "In review")
    RETURNED = "returned", pgettext_lazy("assessment", "Returned with reasons")
    REVIEWED = "reviewed", pgettext_lazy("assessment", "Reviewed")
    WITHDRAWN = "withdrawn", pgettext_lazy("assessment", "Withdrawn")


EDITABLE = frozenset({AssessmentStatus.DRAFT, AssessmentStatus.RETURNED})
"""States in which its team writes."""


class Visibility(models.TextChoices):
    """Who reads a reviewed assessment, or an action plan, as its team decides."""

    PRIVATE = "private", _("Private: the team, and those who coordinate or review")
    RESTRICTED = "restricted", _("Restricted: everyone who takes part in the programme")
    PUBLISHED = "published", _("Published: everyone")


class Confidence(models.TextChoices):
    LOW = "low", pgettext_lazy("confidence", "Low")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    HIGH = "high", pgettext_lazy("confidence", "High")


class Mark(models.IntegerChoices):
    """The three steps of impact, feasibility and a country's own priority."""

    LOW = 1, pgettext_lazy("mark", "Low")
    MIDDLE = 2, pgettext_lazy("mark", "Middle")
    HIGH = 3, pgettext_lazy("mark", "High")


class EvidenceKind(models.TextChoices):
    LINK = "link", pgettext_lazy("evidence", "A link")
    FILE = "file", pgettext_lazy("evidence", "A file")
    CITATION = "citation", pgettext_lazy("evidence", "A citation")


class Verdict(models.TextChoices):
    RETURNED = "returned", pgettext_lazy("review", "Returned")
    REVIEWED = "reviewed", pgettext_lazy("review", "Agreed")


class ActionState(models.TextChoices):
    """Where an action stands; read from its moments."""

    PLANNED = "planned", pgettext_lazy("action", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("action", "Under way")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


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

_YES_NO = {"yes": _("Yes"), "no": _("No")}

VALUE_NAMES: Mapping[str, Mapping[str, object]] = {
    "higher_is_better": _YES_NO,
    "kind": dict(IndicatorKind.choices),
    "subject": dict(Subject.choices),
    "unit": dict(Unit.choices),
    "verified": _YES_NO,
    "wording": {
        "confirmed": pgettext_lazy("wording", "confirmed"),
        "draft": pgettext_lazy("wording", "draft"),
    },
}
"""What the values of some fields are called there."""


class Answer(models.TextChoices):
    """What is known, apart from what is not; blank is what nobody has answered yet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DONT_KNOW = "dont_know", _("Not known")


class Place(models.TextChoices):
    """Where a medicine can be had; the last two stand alone."""

    COMMUNITY = "community", _("Community")
    PRIMARY = "primary", _("Primary care")
    DISTRICT = "district", _("District hospitals")
    TERTIARY = "tertiary", _("Tertiary hospitals")
    NOWHERE = "nowhere", _("Nowhere")
    DONT_KNOW = "dont_know", _("Not known")


class Prescribers(models.TextChoices):
    """Who may prescribe a medicine by law."""

    NURSES_TOO = "nurses_too", _("Doctors and others, such as nurses")
    DOCTORS = "doctors", _("Any doctor")
    SOME_DOCTORS = "some_doctors", _("Some doctors only")
    NOBODY = "nobody", _("Nobody")
    DONT_KNOW = "dont_know", _("Not known")


class DayLimit(models.TextChoices):
    """Whether the law says for how many days at most a medicine is prescribed."""

    LIMITED = "limited", _("So many days at most")
    UNLIMITED = "unlimited", _("No limit")
    DONT_KNOW = "dont_know", _("Not known")


class MedicineGap(models.TextChoices):
    """What stands between people and a medicine, as far as it is known."""

    NOT_LISTED = "not_listed", _("Not on the national list")
    NOWHERE = "nowhere", _("Cannot be had anywhere")
    NOT_NEAR = "not_near", _("Cannot be had in the community or in primary care")
    FEW_PRESCRIBE = "few_prescribe", _("Few may prescribe it")
    FEW_DAYS = "few_days", _("Prescribed for a few days only")
    SPECIAL_FORM = "special_form", _("Needs a special form")


MEDICINES = "medicines"
"""The code of a framework's dimension whose indicators are about the use of medicines."""
FEW_DAYS = 28
"""Below this a patient comes back for a prescription more than once a month; our own mark."""
