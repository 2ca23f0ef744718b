"""Panels beside the stage that have a place of their own: captions, the case in hand, feedback.

A panel is registered from a room's ``acts.py``::

    panels.register(
        "case", 20, "cases/_panel.html", context=case_panel, label=_("Case"), icon="certificate"
    )

Its template is drawn inside ``<section id="panel-case">`` of the room page, with what its
``context`` gives and with ``session``, ``hosting`` and the request; what changes in it while
the room is live is patched by the fragments of its entries (``live.fragments``). What it shows
everyone alike is best a part of its own (``alike.register``): it is then read once for many
viewers, and the template draws it by ``{% alike "cases/_in_hand.html" "case" %}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from talanoa.live.alike import Alike
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

Words = str | Promise
PanelContext = Callable[[LiveSession, Person, Alike], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the room page that another room draws."""

    name: str
    position: int
    template: str
    context: PanelContext
    label: Words
    icon: str
    comes: bool
    """Whether it comes into a page that is open, and goes from it (``hosting.js``)."""


@dataclass(frozen=True, kw_only=True)
class ShownPanel:
    """A panel with what it shows to one person."""

    panel: Panel
    context: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def register(
    name: str,
    position: int,
    template: str,
    *,
    context: PanelContext,
    label: Words = "",
    icon: str = "info",
    comes: bool = False,
) -> None:
    """Add a panel to the room page.

    Args:
        name: short and unique, ``[a-z-]+``; the panel's element is ``panel-<name>``.
        position: panels stand in this order after the room's own.
        context: what the template needs for this session and person, beside what is alike for
            everyone; or ``None`` where the panel has nothing to show and is left out.
        label: the words of its tab; ``name`` stands in for them.
        icon: a name of ``ui.icons``.
        comes: somebody may be given it, or lose it, while the room is open.

    Raises:
        ValueError: another panel has this name.
    """
    if name in _panels:
        raise ValueError(f"Two panels are called {name}.")
    _panels[name] = Panel(
        name=name,
        position=position,
        template=template,
        context=context,
        label=label or name.replace("-", " ").capitalize(),
        icon=icon,
        comes=comes,
    )


def shown(session: LiveSession, person: Person, same: Alike) -> list[ShownPanel]:
    """The panels this person has in this session, in order. Queries: those of each panel."""
    ordered = sorted(_panels.values(), key=lambda panel: (panel.position, panel.name))
    given = ((panel, panel.context(session, person, same)) for panel in ordered)
    return [
        ShownPanel(panel=panel, context=context) for panel, context in given if context is not None
    ]
