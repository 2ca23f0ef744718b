"""The parts of the room page that are the same for every viewer, read and drawn once for many.

Where a thousand people come in within half a minute, their pages differ in a few words: whose
hand is up, who has voted. The rest is kept for each language until the room stands elsewhere
(another entry, another vote), and for ``LIFE`` at most: what the room's mark does not tell, who is
here or a changed name, may be as old as that on a page, as if it had been asked for a moment
earlier; the frames that follow the page make it new. Those who host get what stands now.

A part is drawn as a frame draws it, without the request, so nothing of one viewer can be in it.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from talanoa.live import (
    captions,
    groups,
    interpretation,
    pictures,
    polls,
    questions,
    recorded,
    scene,
    screens,
)
from talanoa.live.queries import Mark
from talanoa.schedule.models import LiveSession

LIFE = 1.0
"""Seconds for which a part is kept."""
MOST = 500
"""Rooms and languages kept at once; when there would be more, all are forgotten."""

Part = Callable[[LiveSession], Mapping[str, Any]]

_parts: dict[str, Part] = {
    "agenda": scene.agenda,
    "booths": interpretation.booths,
    "call": scene.call,
    "caption_languages": captions.languages,
    "channels": interpretation.scene,
    "chat": scene.chat_of_everyone,
    "chat_rules": scene.chat_rules,
    "groups": groups.scene_of,
    "hands": scene.hands,
    "people": scene.people,
    "pictures": pictures.panel,
    "polls": polls.scene,
    "questions": questions.scene,
    "recording": recorded.scene,
    "screens": screens.scene,
    "stage": scene.stage,
}


def register(name: str, part: Part) -> None:
    """Add a part that another room shows everyone in the room page.

    Raises:
        ValueError: another part has this name.
    """
    if name in _parts:
        raise ValueError(f"Two parts of the room page are called {name}.")
    _parts[name] = part


class Alike:
    """The parts of one room in the language in force, each read when it is first asked for."""

    def __init__(self, session: LiveSession, mark: Mark, *, hosting: bool = False) -> None:
        """``hosting``: some parts have tools for those who host."""
        self.mark = mark
        self.made_at = monotonic()
        self._given = {"session": session, "hosting": hosting}
        self._session = session
        self._read: dict[str, Mapping[str, Any]] = {}
        self._drawn: dict[str, str] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        """What one part shows. Queries: those of the part, the first time."""
        if name not in self._read:
            self._read[name] = _parts[name](self._session)
        return self._read[name]

    def drawn(self, template: str, name: str) -> str:
        """One part, drawn by ``template``."""
        if template not in self._drawn:
            given = {**self._given, **self[name]}
            with timezone.override(ZoneInfo("UTC")):
                self._drawn[template] = render_to_string(template, given)
        return self._drawn[template]


_kept: dict[tuple[int, str | None], Alike] = {}


def of(session: LiveSession, mark: Mark, *, hosting: bool) -> Alike:
    """The parts of a room as they stand at ``mark``. No query by itself.

    Args:
        mark: read before this call, so that what is kept under it is never older.
    """
    if hosting:
        return Alike(session, mark, hosting=True)
    key = session.pk, translation.get_language()
    found = _kept.get(key)
    if found is None or found.mark != mark or found.made_at < monotonic() - LIFE:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = Alike(session, mark)
    return found


def forget() -> None:
    """Keep nothing any more; between tests, which use the same numbers again."""
    _kept.clear()
