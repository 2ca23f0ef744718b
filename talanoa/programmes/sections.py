"""Parts of the programme pages that higher rooms draw: the next sessions, the latest cases.

A section is registered from the higher room's ``listeners.py``::

    sections.register(
        "sessions", 10, "schedule/_programme_sessions.html", context=next_sessions
    )

Its template is drawn on the programme's page with what its ``context`` gives (``None``: not
at all) and with ``programme``, ``is_coordinator`` and the request.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme

SectionContext = Callable[[Programme, Viewer], Mapping[str, Any] | None]
LineContext = Callable[[Sequence[Programme]], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a programme's page that another room draws."""

    position: int
    template: str
    context: SectionContext


@dataclass(frozen=True, kw_only=True)
class Line:
    """What another room adds to each programme in the list, read for all of them at once."""

    position: int
    template: str
    context: LineContext


_sections: dict[str, Section] = {}
_lines: dict[str, Line] = {}


def register(name: str, position: int, template: str, *, context: SectionContext) -> None:
    """Add a section to every programme's page; lower positions stand higher."""
    _sections[name] = Section(position=position, template=template, context=context)


def register_line(name: str, position: int, template: str, *, context: LineContext) -> None:
    """Add a line to each programme in the list."""
    _lines[name] = Line(position=position, template=template, context=context)


def drawn(programme: Programme, request: HttpRequest, base: Mapping[str, Any]) -> list[SafeString]:
    """The sections of one programme's page, in order."""
    pieces = []
    for section in sorted(_sections.values(), key=lambda one: one.position):
        found = section.context(programme, request.user)
        if found is not None:
            pieces.append(render_to_string(section.template, {**base, **found}, request))
    return pieces


def lines(programmes: Sequence[Programme], request: HttpRequest) -> dict[int, list[SafeString]]:
    """The lines of each programme in the list, by its key."""
    pieces: dict[int, list[SafeString]] = {programme.pk: [] for programme in programmes}
    for line in sorted(_lines.values(), key=lambda one: one.position):
        for key, found in line.context(programmes).items():
            pieces[key].append(render_to_string(line.template, {**found}, request))
    return pieces
