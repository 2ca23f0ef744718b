"""The map, drawn in one step: two hundred countries on a page."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from talanoa.countries.world import Shade

register = template.Library()


@register.simple_tag
def world_map(shades: Iterable[Shade], title: str) -> SafeString:
    """The world with each shade's countries; what it shows stands in the table of the page."""
    borders = escape(static("countries/world.svg"))
    drawn = "".join(_group(shade, borders) for shade in shades)
    elsewhere = f'<use class="elsewhere" href="{borders}#%s"/>'
    return format_html(
        '<svg viewBox="0 0 2000 867" role="img" aria-label="{}">{}{}{}</svg>',
        title,
        mark_safe(elsewhere % "elsewhere"),  # noqa: S308 - our own file's address
        mark_safe(drawn),  # noqa: S308 - escaped below
        mark_safe(elsewhere % "disputed"),  # noqa: S308
    )


def _group(shade: Shade, borders: str) -> str:
    used = "".join(f'<use href="{borders}#{escape(iso3)}"/>' for iso3 in shade.iso3s)
    return f'<g class="{shade.code}">{used}</g>'
