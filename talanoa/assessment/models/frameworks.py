"""Indicator frameworks: their versions, and what each version holds.

A version in use is never changed: what is to be different goes into a new one. Texts stand in
the version's own language, and in ``translations``: ``{"fr": {"title": "…"}}``.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.terms import IndicatorKind, Subject, Unit, VersionStatus
from talanoa.kernel import clock


class Said(NamedTuple):
    """A text, and the language it is in."""

    text: str
    language: str


class Worded(models.Model):
    """Something that has texts in the version's own language and may have them in others."""

    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def own_language(self) -> str:
        raise NotImplementedError

    def said(self, field: str) -> Said:
        """A text in the reader's language; where it has none there, in the version's own."""
        reader = (get_language() or "en").split("-")[0]
        own = self.own_language()
        if reader != own and (text := self.translations.get(reader, {}).get(field)):
            return Said(str(text), reader)
        return Said(str(getattr(self, field)), own)


class Framework(models.Model):
    """A set of indicators by which a country, or a service, judges where it stands.

    Title and publisher are those of the newest published version; of the first, while none is.
    """

    code = models.SlugField(unique=True)
    subject = models.CharField(max_length=7, choices=Subject, default=Subject.COUNTRY)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    is_ours = models.BooleanField(default=False)
    """Written by this project, and shipped with it."""

    def __str__(self) -> str:
        return self.title


class FrameworkVersion(Worded):
    """A framework as it was worded at a time; assessments keep theirs."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("edition"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    languages = models.JSONField(default=list)
    """Codes; the first is the one the texts themselves are in."""
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    source = models.TextField(_("source"), max_length=2000, blank=True)
    unidentified = models.PositiveSmallIntegerField(default=0)
    """Indicators the publication holds that this record of it lacks."""
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    """Since when it waits for somebody else's eyes; none again once it is returned."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    """From then on it may be used, and stays as it is."""
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When a hub administrator said that this is the official wording; until then a draft."""
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    """Grows with each change, so that two people editing at once find out."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"], name="framework_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(published_at=None, discarded_at=None),
                name="framework_version_one_in_the_making",
                violation_error_message=_("A new version of this framework is being written."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def status(self) -> VersionStatus:
        if self.discarded_at:
            return VersionStatus.DISCARDED
        if self.published_at:
            return VersionStatus.PUBLISHED
        return VersionStatus.PROPOSED if self.proposed_at else VersionStatus.DRAFT

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def language(self) -> str:
        """The one its texts are in."""
        return str(self.languages[0]) if self.languages else "en"

    def own_language(self) -> str:
        return self.language


class VersionReturn(models.Model):
    """A proposed version was given back to be worked on, with the reason."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="returns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(
        _("what has to change"), max_length=2000, validators=[MaxLengthValidator(2000)]
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reason


class Dimension(Worded):
    """A group of indicators of a version."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="dimensions")
    code = models.CharField(_("code"), max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="dimension_code_once",
                violation_error_message=_("This version already has a dimension of that code."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def own_language(self) -> str:
        return self.version.language


class Indicator(Worded):
    """One thing a version looks at. The same code in another version is the same indicator."""

    version = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="indicators")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="indicators")
    code = models.CharField(_("code"), max_length=40)
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    definition = models.TextField(
        _("definition"), max_length=4000, validators=[MaxLengthValidator(4000)], blank=True
    )
    kind = models.CharField(_("answered in"), max_length=6, choices=IndicatorKind)
    unit = models.CharField(_("unit"), max_length=30, choices=Unit, blank=True)
    lowest = models.DecimalField(
        _("lowest value"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    highest = models.DecimalField(
        _("highest value"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    higher_is_better = models.BooleanField(_("more is better"), default=True)
    evidence_wanted = models.TextField(
        _("evidence wanted"), max_length=2000, validators=[MaxLengthValidator(2000)], blank=True
    )
    source = models.TextField(
        _("source"), max_length=2000, validators=[MaxLengthValidator(2000)], blank=True
    )
    is_verified = models.BooleanField(_("checked against the source"), default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="indicator_code_once",
                violation_error_message=_("This version already has an indicator of that code."),
            ),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(highest=None) | Q(highest__gt=F("lowest")),
                name="indicator_bounds_in_order",
                violation_error_message=_("The highest value is not above the lowest."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def own_language(self) -> str:
        # A page loads versions with their dimensions and these with their indicators.
        holder = self if "version" in self._state.fields_cache else self.dimension
        return holder.version.language


class Level(Worded):
    """One step an indicator may stand on; a larger value is further on."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField(_("level"))
    label = models.CharField(_("label"), max_length=300)
    description = models.TextField(
        _("description"), max_length=2000, validators=[MaxLengthValidator(2000)], blank=True
    )

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "value"], name="level_value_once")
        ]

    def __str__(self) -> str:
        return self.label

    def own_language(self) -> str:
        return self.indicator.own_language()
