"""Who is here: told to everyone at most once a second.

In a room of up to 200 everyone is listed; in a larger one those who have a role, with the
number of all.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation

from talanoa.live import queries, scene
from talanoa.live.room import protocol
from talanoa.live.terms import LISTED_UP_TO
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

GRACE = 4.0
"""Seconds someone who left still counts as here: loading the page again is no coming and going."""

Cards = Mapping[int, str]
"""The fragment that shows a person, by the person's id."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Who came to be listed and who ceased to be, since the last time."""

    count: int
    came: frozenset[int]
    went: frozenset[int]


class Here:
    """The people in one room. Moments are seconds of a clock that only grows. Pure."""

    def __init__(self) -> None:
        self._connections: Counter[int] = Counter()
        self._elsewhere: frozenset[int] = frozenset()
        self._left: dict[int, float] = {}
        self._listed: frozenset[int] = frozenset()
        self._callers: Counter[int] = Counter()
        self._renewed: set[int] = set()
        """Whose card is to be drawn again: they have taken up the phone, or put it down."""
        self._count = 0

    def come(self, person: int, *, by_phone: bool = False) -> None:
        if by_phone:
            self._callers[person] += 1
            self._renewed.add(person)
        self._connections[person] += 1
        self._left.pop(person, None)

    def go(self, person: int, now: float, *, by_phone: bool = False) -> None:
        if by_phone:
            self._callers[person] -= 1
            self._renewed.add(person)
        self._connections[person] -= 1
        if self._connections[person] <= 0:
            del self._connections[person]
            self._left[person] = now

    def hear_of_others(self, people: Collection[int]) -> None:
        """Who is in the same room through another process."""
        self._elsewhere = frozenset(people)

    def calling(self, people: Collection[int]) -> dict[int, bool]:
        """Those of ``people`` who are here through this process, and whether by phone (too)."""
        return {who: self._callers[who] > 0 for who in people if who in self._connections}

    @property
    def count(self) -> int:
        return len(self._all())

    def listed(self, role_holders: Collection[int]) -> frozenset[int]:
        """Who is listed by name now."""
        people = self._all()
        if len(people) <= LISTED_UP_TO:
            return people
        return people.intersection(role_holders)

    def changes(self, now: float, role_holders: Collection[int]) -> Changes | None:
        """What is new since the last time; ``None`` when nothing is."""
        for person in [who for who, left in self._left.items() if now - left >= GRACE]:
            del self._left[person]
        listed, count = self.listed(role_holders), self.count
        came = (listed - self._listed) | (listed & self._renewed)
        self._renewed.clear()
        if not came and listed == self._listed and count == self._count:
            return None
        changes = Changes(count, came, self._listed - listed)
        self._listed, self._count = listed, count
        return changes

    def _all(self) -> frozenset[int]:
        return frozenset(self._connections) | self._left.keys() | self._elsewhere


def frame(*, count: int, listed_all: bool, came: Cards, went: Iterable[int]) -> str:
    """Tell of a change: cards to add or renew by person, and people to take away."""
    return protocol.encode(
        "presence",
        count=count,
        listed="all" if listed_all else "roles",
        came=[{"person": person, "html": html} for person, html in came.items()],
        went=sorted(went),
    )


def draw_cards(
    session: LiveSession,
    people: Collection[int],
    language: str,
    here: Mapping[int, bool],
) -> dict[int, str]:
    """The cards of ``people`` (ids) in one language, by name. Four queries, however many.

    For the database's threads. ``here``: who is here through this process, and whether by phone,
    which it knows before it is written; of others it is read, by a fifth query.
    """
    if not people:
        return {}
    found = Person.objects.filter(pk__in=people).order_by("name", "pk")
    elsewhere = [person for person in people if person not in here]
    calling = {person for person in people if here.get(person)}
    if elsewhere:
        calling |= queries.calling(session, elsewhere)
    with translation.override(language):
        return {pk: card.drawn() for pk, card in scene.cards(session, found, calling).items()}
