"""The components every page is made of. ``docs/developing/pages.md`` shows each in use."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talanoa.ui import addresses, charts, icons, moments

register = template.Library()
register.simple_tag(icons.icon)
register.simple_tag(moments.duration)
register.filter("attributes", flatatt)
register.tag(addresses.url)


@register.filter
def options(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select, drawn in one step: a list of countries has two hundred."""
    return mark_safe("".join(_group(name, each) for name, each, _index in groups))  # noqa: S308 - escaped below


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    drawn = "".join(_option(**each) for each in options)
    return f'\n<optgroup label="{conditional_escape(name)}">{drawn}\n</optgroup>' if name else drawn


def _option(*, value: Any, label: Any, attrs: dict[str, Any], **_rest: Any) -> str:
    also = flatatt(attrs) if attrs else ""
    return f'\n<option value="{escape(str(value))}"{also}>{conditional_escape(label)}</option>'


@register.simple_tag
def moment(at: datetime, zone: moments.Zone, place: str = "") -> SafeString:
    return moments.moment(at, zone, place=place)


@register.simple_tag
def both_zones(
    at: datetime, viewer_zone: moments.Zone | None, hub_zone: moments.Zone, place: str = ""
) -> SafeString:
    return moments.both_zones(at, viewer_zone or None, hub_zone, place=place)


@register.simple_tag
def time_of_day(at: datetime, zone: moments.Zone, *, is_clock: bool = False) -> SafeString:
    return moments.time_of_day(at, zone, is_clock=is_clock)


@register.simple_tag
def zone_name(zone: moments.Zone, at: datetime, place: str = "") -> str:
    return moments.zone_name(zone, at, place=place)


@register.simple_block_tag(end_name="endpage_heading")
def page_heading(content: str, title: str, lead: str = "", tag: str = "") -> SafeString:
    """The page's one heading, one sentence below it, and the one next step as content."""
    action = content if content.strip() else ""
    values = {"title": title, "lead": lead, "tag": tag, "action": action}
    return render_to_string("ui/_page_heading.html", values)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """``kind`` is info, success, warning or error."""
    values = {"kind": kind, "title": title, "body": content, "icon_name": _NOTICE_ICONS[kind]}
    return render_to_string("ui/_notice.html", values)


_NOTICE_ICONS = {"info": "info", "success": "check", "warning": "warning", "error": "error"}


@register.simple_block_tag(end_name="endempty_state")
def empty_state(content: str, title: str) -> SafeString:
    """What there is none of yet, and (the content) what to do about it."""
    return render_to_string("ui/_empty_state.html", {"title": title, "body": content})


@register.inclusion_tag("ui/_tag.html")
def tag(kind: str, words: str = "") -> dict[str, str]:
    """A word that marks a thing's state: draft, example, live, cancelled, full, or ``plain``.

    Raises:
        KeyError: a kind without words of its own was given none.
    """
    return {"kind": kind, "words": words or str(_TAG_WORDS[kind])}


_TAG_WORDS = {
    "draft": pgettext_lazy("not checked", "Draft"),
    "example": _("Example"),
    "live": _("Live now"),
    "cancelled": _("Cancelled"),
    "full": _("Full"),
}


@register.inclusion_tag("ui/_person.html")
def person(name: str, detail: str = "", url: str = "") -> dict[str, str]:
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    return {"name": name, "detail": detail, "url": url, "initials": initials}


@register.inclusion_tag("ui/_meter.html")
def meter(label: str, value: float, most: float = 100, words: str = "") -> dict[str, Any]:
    """How far something has come, also in words: "14 of 20 answered"."""
    return {"label": label, "value": value, "most": most, "words": words}


@register.inclusion_tag("ui/_figure.html")
def figure(value: object, label: str, note: str = "") -> dict[str, object]:
    """One number and what it counts; stands inside ``<dl class="figures">``."""
    return {"value": value, "label": label, "note": note}


@register.inclusion_tag("ui/_breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, object]:
    """``label, address, label, address, …`` and last the label of this page.

    Raises:
        ValueError: a label has no address, or the page itself no label.
    """
    if len(steps) % 2 == 0:
        raise ValueError("Give a label and an address for each step, then this page's label.")
    *before, here = steps
    return {"steps": list(zip(before[::2], before[1::2], strict=True)), "here": here}


@register.inclusion_tag("ui/_pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Earlier and later pages of a list, keeping whatever else the address asks for."""

    def address(number: int) -> str:
        query = context["request"].GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/_bar_chart.html")
def bar_chart(
    rows: Iterable[Sequence[object]],
    caption: str,
    label: str,
    value: str,
    most: charts.Number | None = None,
    unit: str = "",
) -> dict[str, Any]:
    """``(label, value)`` rows as a table with a bar in each row.

    ``label`` and ``value`` head the two columns; ``most`` ends the scale, else the
    largest value does.
    """
    return {
        "bars": charts.bars(rows, most=most),
        "caption": caption,
        "label": label,
        "value": value,
        "unit": unit,
    }


@register.inclusion_tag("ui/_stacked_chart.html")
def stacked_chart(stacks: Iterable[charts.Stack], caption: str) -> dict[str, Any]:
    """Each whole as one bar of its parts, with every part's number and words below it."""
    return {"stacks": stacks, "caption": caption}


@register.inclusion_tag("ui/_kept.html", takes_context=True)
def kept(context: Context, key: str) -> dict[str, str]:
    """Inside a long form: keep what is typed on this device until the server has it.

    ``key`` tells this form from every other; the person signed in is added to it.
    """
    user = getattr(context.get("request"), "user", None)
    return {"key": f"{getattr(user, 'pk', None) or 'guest'}:{key}"}


@register.filter
def minutes(count: int) -> str:
    """A number of minutes in words, as ``duration`` says it."""
    return moments.duration(timedelta(minutes=count))
