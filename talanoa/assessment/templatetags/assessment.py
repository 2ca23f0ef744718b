"""Texts of frameworks in the reader's language, or in their own with its name."""

from babel import Locale
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talanoa.assessment.files.comparing import FieldChange
from talanoa.assessment.languages import language_name
from talanoa.assessment.models import CountryMedicine
from talanoa.assessment.models.frameworks import Worded
from talanoa.assessment.terms import FIELD_NAMES, VALUE_NAMES, Place

register = template.Library()
register.filter(language_name)


@register.simple_tag
def said(thing: Worded, field: str) -> SafeString | str:
    """A text in the reader's language; else in the version's own, and marked as such."""
    text, language = thing.said(field)
    if not text or language == (get_language() or "en").split("-")[0]:
        return text
    direction = Locale.parse(language).text_direction
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


@register.filter
def field_name(field: str) -> str:
    return str(FIELD_NAMES.get(field, field))


@register.simple_tag
def change_value(change: FieldChange, value: str) -> str:
    """What a field held before or holds now, in words where it is one of a few."""
    words = VALUE_NAMES.get(change.field, {})
    return str(words.get(value, value)) or "–"


@register.simple_tag
def places(answer: CountryMedicine) -> str:
    """Where a medicine can be had, in one line."""
    said = [str(Place(place).label) for place in answer.available_at]
    return ", ".join(said) or _("Not yet answered")
