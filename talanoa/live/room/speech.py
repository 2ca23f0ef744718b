"""Turns of speech in memory, until they are written: together, every few seconds. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from talanoa.live.speech import Turn

Mix = tuple[int, str]
"""A session, and the language of the booth; no language: its floor."""
Key = tuple[Mix, int]
"""Mix and person."""


@dataclass(slots=True)
class Speaking:
    """Who speaks now in this process, and what of it is not written yet."""

    _since: dict[Key, datetime] = field(default_factory=dict)
    _waiting: dict[tuple[Mix, int, datetime], datetime] = field(default_factory=dict)
    """How far each turn is known that has ended, or that could not be written."""

    def begin(self, mix: Mix, person_id: int, now: datetime) -> None:
        """Somebody is heard to speak. One who did already goes on."""
        self._since.setdefault((mix, person_id), now)

    def end(self, mix: Mix, person_id: int, now: datetime) -> None:
        """They have stopped. Whoever was not heard to begin has not spoken."""
        began = self._since.pop((mix, person_id), None)
        if began is not None:
            self._wait(mix, Turn(person_id, began, max(began, now)))

    def take(self, now: datetime) -> list[tuple[Mix, Turn]]:
        """Everything to be written now, by mix: turns that ended, those that go on so far."""
        for (mix, person_id), began in self._since.items():
            self._wait(mix, Turn(person_id, began, max(began, now)))
        waiting, self._waiting = self._waiting, {}
        return [
            (mix, Turn(person_id, began, until))
            for (mix, person_id, began), until in waiting.items()
        ]

    def put_back(self, turns: list[tuple[Mix, Turn]]) -> None:
        """They could not be written: they wait for the next time."""
        for mix, turn in turns:
            self._wait(mix, turn)

    def _wait(self, mix: Mix, turn: Turn) -> None:
        key = (mix, turn.person_id, turn.began_at)
        self._waiting[key] = max(self._waiting.get(key, turn.heard_until), turn.heard_until)
