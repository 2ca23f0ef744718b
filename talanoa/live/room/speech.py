"""Turns of speech in memory, until they are written: together, every few seconds. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from talanoa.live.speech import Turn

Key = tuple[int, int]
"""Session and person."""


@dataclass(slots=True)
class Speaking:
    """Who speaks now in this process, and what of it is not written yet."""

    _since: dict[Key, datetime] = field(default_factory=dict)
    _waiting: dict[tuple[int, int, datetime], datetime] = field(default_factory=dict)
    """How far each turn is known that has ended, or that could not be written."""

    def begin(self, session_id: int, person_id: int, now: datetime) -> None:
        """Somebody is heard to speak. One who did already goes on."""
        self._since.setdefault((session_id, person_id), now)

    def end(self, session_id: int, person_id: int, now: datetime) -> None:
        """They have stopped. Whoever was not heard to begin has not spoken."""
        began = self._since.pop((session_id, person_id), None)
        if began is not None:
            self._wait(session_id, Turn(person_id, began, max(began, now)))

    def take(self, now: datetime) -> list[tuple[int, Turn]]:
        """Everything to be written now, by session: turns that ended, those that go on so far."""
        for (session_id, person_id), began in self._since.items():
            self._wait(session_id, Turn(person_id, began, max(began, now)))
        waiting, self._waiting = self._waiting, {}
        return [
            (session_id, Turn(person_id, began, until))
            for (session_id, person_id, began), until in waiting.items()
        ]

    def put_back(self, turns: list[tuple[int, Turn]]) -> None:
        """They could not be written: they wait for the next time."""
        for session_id, turn in turns:
            self._wait(session_id, turn)

    def _wait(self, session_id: int, turn: Turn) -> None:
        key = (session_id, turn.person_id, turn.began_at)
        self._waiting[key] = max(self._waiting.get(key, turn.heard_until), turn.heard_until)
