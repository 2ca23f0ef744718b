"""Parts of the programme pages that higher rooms draw: the next sessions, the latest cases.

``page`` is one programme's page, with ``programme``, ``is_coordinator`` and the request (see
``ui.sections``); a line stands under each programme in the list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from talanoa.programmes.models import Programme
from talanoa.ui.sections import Sections

page: Sections[Programme] = Sections()

LineContext = Callable[[Sequence[Programme]], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """What another room adds to each programme in the list, read for all of them at once."""

    position: int
    template: str
    context: LineContext


_lines: dict[str, Line] = {}


def register_line(name: str, position: int, template: str, *, context: LineContext) -> None:
    """Add a line to each programme in the list."""
    _lines[name] = Line(position=position, template=template, context=context)


def lines(programmes: Sequence[Programme], request: HttpRequest) -> dict[int, list[SafeString]]:
    """The lines of each programme in the list, by its key."""
    pieces: dict[int, list[SafeString]] = {programme.pk: [] for programme in programmes}
    for line in sorted(_lines.values(), key=lambda one: one.position):
        for key, found in line.context(programmes).items():
            pieces[key].append(render_to_string(line.template, {**found}, request))
    return pieces
