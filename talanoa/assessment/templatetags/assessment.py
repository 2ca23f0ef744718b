"""What the templates of this room say."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talanoa.assessment import scene
from talanoa.assessment.models.frameworks import Worded

register = template.Library()


@register.simple_tag
def said(thing: Worded, field: str = "title") -> SafeString:
    """A text of a framework in the reader's language, else in its own, marked with which."""
    words = thing.said(field)
    return format_html('<span lang="{}">{}</span>', words.language, words.text)


register.filter("change_words", scene.change_in_words)
