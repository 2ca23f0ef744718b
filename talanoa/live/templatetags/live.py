"""What the room's templates need beyond the components of ``ui``."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from talanoa.live import captioning

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn_with(context: Context, name: str, values: Mapping[str, Any]) -> SafeString:
    """Draw another room's template with its own values over those of this page."""
    drawn = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**values):
        return mark_safe(drawn.render(context))  # noqa: S308 - drawn by a template, which escapes


@register.filter
def since_opening(offset: timedelta) -> str:
    """A moment of the hour, counted from the opening: ``0:12:05``."""
    return captioning.clock(offset)
