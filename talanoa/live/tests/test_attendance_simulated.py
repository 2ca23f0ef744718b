"""An hour of 500 people with a thousand cuts: the ledger against the bare signs of life.

People come and go by tabs that give signs of life, fall silent, sleep and are shut, as the
room's spans hear of them, and the spans reach the database late, twice and in any order. Beside
it every sign is kept, and attendance is found again from these alone, without a span.
"""

import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from talanoa.live.models import Attendance
from talanoa.live.room.spans import Spans
from talanoa.live.services import attendance
from talanoa.live.services.presence import write_spans
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from tests.make import a_session

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 3, 5, 14, tzinfo=UTC)
LENGTH = 3600
FROM, UNTIL = -900, LENGTH + 300
"""The lobby's first second and the last in which someone lingers, after the opening."""
PEOPLE, CUTS = 500, 1000
SIGN_EVERY = 15
GRACE = 60
"""Seconds of silence that are closed, as the programme promises: see docs/live-protocol.md."""


@dataclass
class Tab:
    """One connection: the seconds of its signs of life, and whether it said goodbye."""

    person: int
    signs: list[int]
    in_order: bool
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def an_hour(people: list[int], chance: random.Random) -> list[Tab]:
    """The tabs of everyone, cut a thousand times in all."""
    cuts: defaultdict[int, list[int]] = defaultdict(list)
    for _ in range(CUTS):
        cuts[chance.choice(people)].append(chance.randrange(0, LENGTH))
    tabs = []
    for person in people:
        for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
            tabs += one_tab_cut(person, sorted(cuts[person]), chance)
    return tabs


def one_tab_cut(person: int, cuts: list[int], chance: random.Random) -> list[Tab]:
    """A tab that is opened anew after each cut: at once, in a minute, or much later."""
    came, left = chance.randrange(FROM, LENGTH // 2), chance.randrange(LENGTH // 2, UNTIL)
    tabs, since = [], came
    for cut in [*[cut for cut in cuts if came < cut < left], left]:
        if since >= cut:
            continue
        tabs.append(Tab(person, signs(since, cut, chance), in_order=chance.random() < 0.5))
        since = cut + chance.choice((0, 1, 30, 59, 60, 61, 75, 300, 1200))
    return tabs


def signs(began: int, ended: int, chance: random.Random) -> list[int]:
    """Every fifteen seconds or so; now and then a phone sleeps and says nothing for longer."""
    given, now = [], began
    while now < ended:
        given.append(now)
        slept = chance.random() < 0.01
        now += chance.randrange(50, 400) if slept else SIGN_EVERY + chance.randrange(-2, 3)
    # A page that is left says so in its last second; one that is cut off says nothing.
    return [*given, ended]


def as_the_room_hears(tabs: list[Tab], session: LiveSession, chance: random.Random) -> None:
    """Through ``Spans``, second by second, and from there to the database in disorder."""
    spans, written = Spans(), []
    by_second: defaultdict[int, list[tuple[Tab, int]]] = defaultdict(list)
    for tab in tabs:
        for number, second in enumerate(tab.signs):
            by_second[second].append((tab, number))
    for second in sorted(by_second):
        now = OPENED + timedelta(seconds=second)
        for tab, number in by_second[second]:
            is_last = number == len(tab.signs) - 1
            if number == 0:
                spans.begin(session_id=session.pk, person_id=tab.person, connection=tab.id, now=now)
            elif not is_last:
                spans.sign(tab.id, now)
            if is_last:
                spans.end(tab.id, now, in_order=tab.in_order)
        written += [replace(span) for span in spans.take_urgent()]
    newest = {(span.connection, span.began_at): span for span in written}
    chance.shuffle(shuffled := list(newest.values()))
    for start in range(0, len(shuffled), 300):
        write_spans(shuffled[start : start + 300], process="one")
    again = [replace(span, is_stored=False) for span in chance.sample(shuffled, 500)]
    write_spans(again, process="two")


def counted(tabs: list[Tab]) -> int:
    """The seconds of the hour in which someone was there, from nothing but their signs of life:
    what lies between one and the next, of whichever tab, unless it is more than a minute.
    """
    heard: set[int] = set()
    for tab in tabs:
        heard.update(tab.signs if tab.in_order else tab.signs[:-1])
    return sum(
        max(0, min(later, LENGTH) - max(earlier, 0))
        for earlier, later in pairwise(sorted(heard))
        if later - earlier <= GRACE
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_ledger_agrees_with_the_signs_of_life_of_everyone(seed, monkeypatch):
    chance = random.Random(seed)
    session = a_session(starts_at=OPENED)
    closed = OPENED + timedelta(seconds=LENGTH)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=OPENED, closed_at=closed)
    session.refresh_from_db()
    people = [
        person.pk
        for person in Person.objects.bulk_create(
            Person(email=f"p{number}@example.org", name=f"Example {number}")
            for number in range(PEOPLE)
        )
    ]
    tabs = an_hour(people, chance)

    as_the_room_hears(tabs, session, chance)
    monkeypatch.setattr("talanoa.kernel.clock.now", lambda: closed + timedelta(minutes=6))
    attendance.compute(session=session)

    found = {
        row.person_id: round(row.attended.total_seconds())
        for row in Attendance.objects.filter(session=session, is_current=True)
    }
    of: defaultdict[int, list[Tab]] = defaultdict(list)
    for tab in tabs:
        of[tab.person].append(tab)
    wanted = {person: seconds for person in people if (seconds := counted(of[person]))}
    assert len(tabs) > PEOPLE + CUTS / 2
    assert found == wanted
