"""What the room's templates need beyond the components of ``ui``."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from talanoa.live import captioning, scene
from talanoa.live.models import Entry
from talanoa.schedule.models import LiveSession
from talanoa.ui.moments import date_words

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn_with(context: Context, name: str, values: Mapping[str, Any]) -> SafeString:
    """Draw another room's template with its own values over those of this page."""
    drawn = context.template.engine.get_template(name)  # type: ignore[union-attr]
    with context.push(**values):
        return mark_safe(drawn.render(context))  # noqa: S308 - drawn by a template, which escapes


@register.simple_tag(takes_context=True)
def alike(context: Context, name: str, part: str) -> str:
    """Draw a part of the room page that is the same for every viewer (``live.alike``)."""
    drawn: str = context["alike"].drawn(name, part)
    return drawn


@register.filter
def chat_line(entry: Entry, session: LiveSession) -> str:
    """A line of the chat, as frames draw it too."""
    return scene.line_drawn(entry, session)


@register.filter
def since_opening(offset: timedelta) -> str:
    """A moment of the hour, counted from the opening: ``0:12:05``."""
    return captioning.clock(offset)


@register.simple_tag
def day(at: datetime, session: LiveSession) -> str:
    """The whole date of ``at``, where the session's clocks are."""
    return date_words(at.astimezone(ZoneInfo(session.time_zone)))


@register.filter
def clock(seconds: float) -> str:
    """A place in a recording as players write it: "4:05", "1:04:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def of_key(values: Mapping[int, int], key: int) -> int | None:
    """What stands under a key; nothing where there is none."""
    return values.get(key)


@register.filter
def megabytes(size: int) -> str:
    """Bytes as millions of them, with one decimal; at least a tenth."""
    return number_format(max(size / 1_000_000, 0.1), decimal_pos=1)


@register.filter
def grouped(digits: str) -> str:
    """Digits in threes, so that they can be read out: "012 345 678"."""
    return "\N{NO-BREAK SPACE}".join(re.findall("...?", digits))


@register.filter
def words(text: str) -> list[str]:
    """The words of a text, to go through one by one."""
    return text.split()
