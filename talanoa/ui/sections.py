"""Parts of a page that higher rooms draw: a room below cannot know who stands above it.

The page's room keeps a ``Sections``; a higher room adds to it in its ``listeners.py``::

    sections.register(
        "sessions", 10, "schedule/_programme_sessions.html", context=next_sessions
    )

Its template is drawn on the page with what its ``context`` gives (``None``: not at all), with
what the page itself shows, and with the request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Subject = TypeVar("Subject")


@dataclass(frozen=True, kw_only=True)
class Section(Generic[Subject]):
    """A part of the page of a subject that another room draws."""

    position: int
    template: str
    context: Callable[[Subject, Any], Mapping[str, Any] | None]


class Sections(Generic[Subject]):
    """What higher rooms add to the page of each subject."""

    def __init__(self) -> None:
        self._sections: dict[str, Section[Subject]] = {}

    def register(
        self,
        name: str,
        position: int,
        template: str,
        *,
        context: Callable[[Subject, Any], Mapping[str, Any] | None],
    ) -> None:
        """Add a section to every such page; lower positions stand higher.

        Args:
            context: of the subject and who looks; what the template shows, or ``None``.
        """
        self._sections[name] = Section(position=position, template=template, context=context)

    def drawn(
        self, subject: Subject, request: HttpRequest, base: Mapping[str, Any]
    ) -> list[SafeString]:
        """The sections of one page, in order."""
        pieces = []
        for section in sorted(self._sections.values(), key=lambda one: one.position):
            found = section.context(subject, request.user)
            if found is not None:
                pieces.append(render_to_string(section.template, {**base, **found}, request))
        return pieces
