"""What the templates of this room say: texts of frameworks in the reader's language first."""

from babel import Locale
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from talanoa.assessment import standing
from talanoa.assessment.models.frameworks import Worded
from talanoa.assessment.terms import FIELD_NAMES

register = template.Library()

register.filter("change_words", standing.change_in_words)


@register.simple_tag
def said(thing: Worded, field: str = "title") -> SafeString | str:
    """A text in the reader's language; else in the version's own, and marked as such."""
    text, language = thing.said(field)
    if not text or language == (get_language() or "en").split("-")[0]:
        return text
    direction = Locale.parse(language).text_direction
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


@register.filter
def field_name(field: str) -> str:
    return str(FIELD_NAMES.get(field, field))


@register.filter
def language_name(code: str) -> str:
    """A language by its name in the reader's language."""
    reader = Locale.parse((get_language() or "en").split("-")[0])
    return str(Locale.parse(code).get_display_name(reader) or code)
