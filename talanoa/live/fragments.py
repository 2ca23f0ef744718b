"""How an entry of the log changes the room page.

A room registers what each kind of its entries does to the page, from its ``acts.py``::

    fragments.register(
        "case.recommended", template="cases/_recommendation.html", target="recommendations",
        action="append", context=lambda entry: {"recommendation": …},
    )

The same fragment is what the page includes, so that page and socket cannot disagree. A
fragment is the same for every viewer: whose something is stands in ``data-`` attributes,
and moments stand in ``<time>``, which the page shows in the reader's own zone.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from talanoa.live.models import Entry

log = logging.getLogger(__name__)

Action = Literal["append", "prepend", "replace", "remove"]
Patch = dict[str, str]
EntryContext = Callable[[Entry], Mapping[str, Any] | None]


def _only_the_entry(_entry: Entry) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """One change that entries of a kind make to the page."""

    template: str
    target: str
    action: Action
    context: EntryContext
    rewrites: bool


_fragments: defaultdict[str, list[Fragment]] = defaultdict(list)


def register(
    kind: str,
    *,
    template: str = "",
    target: str,
    action: Action = "replace",
    context: EntryContext = _only_the_entry,
    rewrites: bool = False,
) -> None:
    """Add a change that entries of ``kind`` make to the page; a kind may make several.

    Args:
        template: drawn with ``entry``, ``session`` and what ``context`` gives.
        target: the id of the element that is changed, with ``{…}`` filled from the entry's
            data, as in ``"line-{line}"``.
        action: ``append`` or ``prepend`` to the element's children, ``replace`` the element
            itself, or ``remove`` it, which needs no template.
        context: what the template needs; ``None`` when this entry changes nothing here.
        rewrites: what an earlier entry drew is not to be shown any more, so nothing drawn
            before is sent again.

    Raises:
        ValueError: an action that draws something has no template.
    """
    if not template and action != "remove":
        raise ValueError(f"{kind}: {action} needs a template.")
    _fragments[kind].append(
        Fragment(
            template=template, target=target, action=action, context=context, rewrites=rewrites
        )
    )


def registered() -> dict[str, list[Fragment]]:
    """What is registered, by kind."""
    return {kind: list(fragments) for kind, fragments in _fragments.items()}


def patches(
    entry: Entry, *, language: str, outdated: frozenset[str] | set[str] = frozenset()
) -> list[Patch]:
    """The changes ``entry`` makes, drawn in ``language``. Queries: those of the contexts.

    A fragment that fails is left out and logged: one faulty template must not stop a room.

    Args:
        outdated: elements that a later entry replaces, which are not drawn for this one.
    """
    with translation.override(language), timezone.override(ZoneInfo("UTC")):
        drawn = (_patch(entry, fragment, outdated) for fragment in _fragments.get(entry.kind, ()))
        return [patch for patch in drawn if patch is not None]


def replaced(entry: Entry) -> set[str]:
    """The ids of the elements that ``entry`` replaces as a whole."""
    return {
        fragment.target.format_map(entry.data)
        for fragment in _fragments.get(entry.kind, ())
        if fragment.action == "replace"
    }


def rewrites(kind: str) -> bool:
    """Whether entries of ``kind`` make what was drawn before them untrue."""
    return any(fragment.rewrites for fragment in _fragments.get(kind, ()))


def _patch(entry: Entry, fragment: Fragment, outdated: frozenset[str] | set[str]) -> Patch | None:
    try:
        target = fragment.target.format_map(entry.data)
        if fragment.action == "replace" and target in outdated:
            return None
        context = fragment.context(entry)
        if context is None:
            return None
        if fragment.action == "remove":
            return {"target": target, "action": "remove"}
        given = {"entry": entry, "session": entry.session, **context}
        html = render_to_string(fragment.template, given).strip()
    except Exception:
        log.exception("%s could not be drawn for %s", fragment.template, entry)
        return None
    return {"target": target, "action": fragment.action, "html": html}
