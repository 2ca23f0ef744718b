"""A version of a framework that is being written: begun from the last one, changed, translated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from talanoa.assessment.access import frameworks as access
from talanoa.assessment.files.units import BOUNDED, UNITS
from talanoa.assessment.models import Dimension, Framework, FrameworkVersion, Indicator, Level
from talanoa.assessment.queries.frameworks import record_of
from talanoa.assessment.services.contents import about, fill
from talanoa.assessment.terms import IndicatorKind
from talanoa.kernel import events
from talanoa.kernel.refusals import demand
from talanoa.people.models import Person
from talanoa.programmes.freshness import demand_fresh

Translated = FrameworkVersion | Dimension | Indicator


@dataclass(frozen=True, kw_only=True)
class IndicatorText:
    """What an indicator says, as the form gives it; its code never changes."""

    dimension: Dimension
    number: int
    title: str
    kind: str
    definition: str = ""
    unit: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    higher_is_better: bool = True
    evidence_wanted: str = ""
    source: str = ""
    is_verified: bool = False
    levels: Sequence[tuple[str, str]] = ()
    """Label and description of each, lowest first."""


@transaction.atomic
def begin(*, by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """Begin a new version that says what ``version`` says; its wording is not yet confirmed.

    Sent twice, it begins one.

    Raises:
        Refused: for the reasons in ``access.beginning_refused``.
    """
    framework = Framework.objects.select_for_update().get(pk=version.framework_id)
    begun = framework.versions.filter(made_by=by, revision=1, published_at=None, discarded_at=None)
    if earlier := begun.first():
        return earlier
    demand(access.beginning_refused(by, version))
    record = record_of(version)
    highest = framework.versions.order_by("-number").values_list("number", flat=True)[0]
    new = FrameworkVersion(
        framework=framework,
        number=highest + 1,
        replaces=version,
        made_by=by,
        **about(record),
    )
    new.full_clean()
    new.save()
    fill(new, record)
    events.record("assessment.version_begun", by=by, subject=new)
    return new


@transaction.atomic
def change_about(
    *,
    by: Person,
    version: FrameworkVersion,
    seen: int | None = None,
    also_in: Sequence[str],
    **fields: Any,
) -> FrameworkVersion:
    """Change what a version says of itself: title, publisher, label, year, licence, source,
    ``unidentified``. Texts in a language that it is no longer ``also_in`` are let go.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: stale, or a field is blank or too long.
    """
    version = _locked(by, version)
    demand_fresh(seen, version.revision)
    for name, value in fields.items():
        setattr(version, name, value.strip() if isinstance(value, str) else value)
    languages = [version.language, *(code for code in also_in if code != version.language)]
    gone = set(version.languages) - set(languages)
    version.languages = languages
    version.full_clean()
    if gone:
        _forget_languages(version, gone)
    return _changed(by, version)


@transaction.atomic
def add_dimension(*, by: Person, version: FrameworkVersion, code: str, title: str) -> Dimension:
    """Add a dimension after the others.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: the code is taken, or something is blank.
    """
    version = _locked(by, version)
    last = version.dimensions.order_by("-number").values_list("number", flat=True).first() or 0
    dimension = Dimension(version=version, code=code, title=title.strip(), number=last + 1)
    dimension.full_clean()
    dimension.save()
    _changed(by, version, dimension=code)
    return dimension


@transaction.atomic
def change_dimension(
    *, by: Person, dimension: Dimension, title: str, seen: int | None = None
) -> Dimension:
    """Call a dimension otherwise.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: stale, or blank.
    """
    version = _locked(by, dimension.version)
    dimension.refresh_from_db()
    demand_fresh(seen, dimension.revision)
    dimension.title = title.strip()
    dimension.revision += 1
    dimension.full_clean()
    dimension.save()
    _changed(by, version, dimension=dimension.code)
    return dimension


@transaction.atomic
def add_indicator(*, by: Person, code: str, text: IndicatorText) -> Indicator:
    """Add an indicator to its dimension's version.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: the code is taken, or the text does not fit; by field.
    """
    version = _locked(by, text.dimension.version)
    indicator = Indicator(version=version, code=code)
    return _write(by, version, indicator, text)


@transaction.atomic
def change_indicator(
    *, by: Person, indicator: Indicator, text: IndicatorText, seen: int | None = None
) -> Indicator:
    """Say an indicator otherwise. What it says in further languages stays.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: stale, or the text does not fit; by field.
    """
    version = _locked(by, indicator.version)
    indicator.refresh_from_db()
    demand_fresh(seen, indicator.revision)
    indicator.revision += 1
    return _write(by, version, indicator, text)


@transaction.atomic
def remove(*, by: Person, thing: Dimension | Indicator) -> None:
    """Take out an indicator, or a dimension that holds none; earlier versions keep theirs.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: the dimension holds indicators.
    """
    version = _locked(by, thing.version)
    if isinstance(thing, Dimension) and thing.indicators.exists():
        raise ValidationError(_("Move or remove its indicators first."))
    kind = "dimension" if isinstance(thing, Dimension) else "indicator"
    thing.delete()
    _changed(by, version, removed=kind, code=thing.code)


@transaction.atomic
def translate(
    *,
    by: Person,
    thing: Translated,
    language: str,
    texts: Mapping[str, str],
    levels: Mapping[int, Mapping[str, str]] | None = None,
    seen: int | None = None,
) -> None:
    """Say a version's title, a dimension or an indicator with its levels in a further language.

    Blank texts are none: readers are then shown those of the version's own language.

    Raises:
        Refused: for the reasons in ``access.wording_refused``.
        ValidationError: stale, or the version is not in ``language``.
    """
    own = thing if isinstance(thing, FrameworkVersion) else thing.version
    version = _locked(by, own)
    thing = version if isinstance(thing, FrameworkVersion) else thing
    if not isinstance(thing, FrameworkVersion):
        thing.refresh_from_db()
    demand_fresh(seen, thing.revision)
    if language not in version.languages[1:]:
        raise ValidationError(_("This version is not in that language."))
    _say_in(thing, language, texts)
    if isinstance(thing, Indicator):
        for level in thing.levels.all():
            _say_in(level, language, (levels or {}).get(level.value, {}))
            level.save()
    if not isinstance(thing, FrameworkVersion):
        thing.revision += 1
        thing.save()
    _changed(by, version, language=language)


def _write(
    by: Person, version: FrameworkVersion, indicator: Indicator, text: IndicatorText
) -> Indicator:
    for name in _COLUMNS:
        value = getattr(text, name)
        setattr(indicator, name, value.strip() if isinstance(value, str) else value)
    _demand_fit(version, indicator, text)
    indicator.full_clean()
    indicator.save()
    labels = text.levels if text.kind == IndicatorKind.LEVELS else ()
    standing = {level.value: level for level in indicator.levels.all()}
    first = min(standing, default=1)
    for value, (label, description) in enumerate(labels, start=first):
        level = standing.pop(value, None) or Level(indicator=indicator, value=value)
        level.label, level.description = label.strip(), description.strip()
        level.full_clean()
        level.save()
    for level in standing.values():
        level.delete()
    _changed(by, version, indicator=indicator.code)
    return indicator


_COLUMNS = (
    "dimension",
    "number",
    "title",
    "definition",
    "kind",
    "unit",
    "lowest",
    "highest",
    "higher_is_better",
    "evidence_wanted",
    "source",
    "is_verified",
)


def _demand_fit(version: FrameworkVersion, indicator: Indicator, text: IndicatorText) -> None:
    """Number, kind, unit, bounds and levels go together, as in a file."""
    wrong: dict[str, str] = {}
    if version.indicators.filter(number=text.number).exclude(pk=indicator.pk).exists():
        wrong["number"] = _("Another indicator of this version has that number.")
    if text.dimension.version_id != version.pk:
        wrong["dimension"] = _("Choose a dimension of this version.")
    units = UNITS.get(text.kind, ())
    if units and text.unit not in units:
        wrong["unit"] = _("Choose a unit that goes with this kind of answer.")
    if text.unit and not units:
        wrong["unit"] = _("This kind of answer has no unit.")
    if text.kind not in BOUNDED:
        for name in ("lowest", "highest"):
            if getattr(text, name) is not None:
                wrong[name] = _("Only a number or a share has a lowest and a highest value.")
    elif text.unit == "percent":
        for name in ("lowest", "highest"):
            if not 0 <= (getattr(text, name) or 0) <= 100:
                wrong[name] = _("A share lies between 0 and 100.")
    if text.kind == IndicatorKind.LEVELS and len(text.levels) < 2:
        wrong["levels"] = _("There must be two levels at least.")
    if wrong:
        raise ValidationError(wrong)


def _say_in(
    thing: FrameworkVersion | Dimension | Indicator | Level,
    language: str,
    texts: Mapping[str, str],
) -> None:
    kept = {name: text.strip() for name, text in texts.items() if text.strip()}
    others = {code: said for code, said in thing.translations.items() if code != language}
    thing.translations = others | ({language: kept} if kept else {})


def _forget_languages(version: FrameworkVersion, gone: set[str]) -> None:
    things: list[Any] = [version, *version.dimensions.all(), *version.indicators.all()]
    things += Level.objects.filter(indicator__version=version)
    for thing in things:
        if gone & thing.translations.keys():
            for language in gone:
                _say_in(thing, language, {})
            thing.save()


def _locked(by: Person, version: FrameworkVersion) -> FrameworkVersion:
    """The version as it is now, which ``by`` may change."""
    version = FrameworkVersion.objects.select_for_update().get(pk=version.pk)
    demand(access.wording_refused(by, version))
    return version


def _changed(by: Person, version: FrameworkVersion, **what: object) -> FrameworkVersion:
    version.revision += 1
    version.save()
    events.record("assessment.version_changed", by=by, subject=version, **what)
    return version
