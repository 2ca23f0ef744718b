"""The values an indicator can have: what is possible, on which scale, and how it is said."""

import math
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

from talanoa.assessment.gaps import Scale
from talanoa.assessment.models import Answer, Indicator
from talanoa.assessment.terms import IndicatorKind

DECIMALS = 4


def scale_of(indicator: Indicator) -> Scale:
    """On what an indicator is measured; its levels must be loaded, and its dimension."""
    lowest, highest = bounds(indicator)
    place = indicator.dimension.number * 1000 + indicator.number
    return Scale(indicator.code, place, lowest, highest, indicator.higher_is_better)


def bounds(indicator: Indicator) -> tuple[float | None, float | None]:
    """The least and the most an answer may be; ``None``: it has no such bound."""
    if indicator.kind == IndicatorKind.LEVELS:
        steps = [level.value for level in indicator.levels.all()]
        return (float(min(steps)), float(max(steps))) if steps else (None, None)
    if indicator.kind == IndicatorKind.YES_NO:
        return 0.0, 1.0
    is_share = indicator.kind == IndicatorKind.SHARE
    lowest = 0.0 if is_share and indicator.lowest is None else _number(indicator.lowest)
    highest = 100.0 if is_share and indicator.highest is None else _number(indicator.highest)
    return lowest, highest


def demand_possible(answer: Answer, indicator: Indicator) -> None:
    """Go on only when the answer is one that this indicator can have.

    Raises:
        ValidationError: with the reason, at ``value``.
    """
    if (reason := _refused(answer, indicator)) is not None:
        raise ValidationError({"value": reason})


def is_possible(answer: Answer, indicator: Indicator) -> bool:
    return _refused(answer, indicator) is None


def in_words(answer: Answer | None, indicator: Indicator) -> str:
    """An answer in the reader's language; "don't know" and not yet answered are told apart."""
    if answer is None or not answer.is_answered:
        return open_in_words()
    if answer.value is None:
        return unknown_in_words()
    return value_in_words(answer.value, indicator)


def open_in_words() -> str:
    return _("Not yet answered")


def unknown_in_words() -> str:
    return _("Don’t know")


def value_in_words(value: float, indicator: Indicator) -> str:
    """A value as this indicator counts: a level's words, yes or no, a number with its unit."""
    if indicator.kind == IndicatorKind.YES_NO:
        return _("Yes") if value else _("No")
    if indicator.kind == IndicatorKind.LEVELS:
        for level in indicator.levels.all():
            if level.value == value:
                return _("%(level)s: %(label)s") % {
                    "level": level.value,
                    "label": level.said("label").text,
                }
    number = plain(value)
    if indicator.kind == IndicatorKind.SHARE:
        return _("%(number)s%%") % {"number": number}
    unit = indicator.get_unit_display() if indicator.unit else ""
    return f"{number} {unit}" if unit else number


def short(value: float, indicator: Indicator) -> str:
    """The same for a narrow column: of a level or a number the number alone."""
    if indicator.kind in (IndicatorKind.LEVELS, IndicatorKind.NUMBER):
        return plain(value)
    return value_in_words(value, indicator)


def plain(value: float) -> str:
    """A number as the reader writes it, with no more decimals than it has."""
    rounded = round(value, DECIMALS)
    whole = rounded == int(rounded)
    return formats.number_format(int(rounded) if whole else rounded, use_l10n=True)


def _refused(answer: Answer, indicator: Indicator) -> str | None:
    value = answer.value
    if value is None:
        return None
    if answer.is_unknown:
        return _("Give a value, or say that you don’t know: not both.")
    if not math.isfinite(value) or round(value, DECIMALS) != value:
        return _("Give a number with at most four decimals.")
    if indicator.kind == IndicatorKind.LEVELS:
        if value in {level.value for level in indicator.levels.all()}:
            return None
        return _("Choose one of the levels.")
    if indicator.kind == IndicatorKind.YES_NO:
        return None if value in (0, 1) else _("Choose yes or no.")
    lowest, highest = bounds(indicator)
    if lowest is not None and value < lowest:
        return _("This cannot be below %(lowest)s.") % {"lowest": plain(lowest)}
    if highest is not None and value > highest:
        return _("This cannot be above %(highest)s.") % {"highest": plain(highest)}
    return None


def _number(bound: Decimal | None) -> float | None:
    return None if bound is None else float(bound)
