"""Who speaks, written down together, and told to hosts alone."""

import json
import time
from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.live.models import Speech
from talanoa.live.room import talk
from talanoa.live.services import floor
from talanoa.live.tests.rooms import a_room
from tests.make import a_role, a_session, enrolled

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10


@pytest.fixture
def room(transactional_db, settings, tmp_path, monkeypatch):
    """Written and told ten times a second, so that nobody waits for twenty."""
    monkeypatch.setattr(talk, "TELL_EVERY", 0.1)
    monkeypatch.setattr(talk, "WRITE_EVERY", 0.1)
    with a_room(settings, tmp_path) as room:
        yield room


def heard(room, session, person, speaking=True):
    """As Janus says it, in the server's own loop."""
    sound = room.application.server.sound
    told = (str(session.pk), str(person.pk), speaking)
    room.application.loop.call_soon_threadsafe(sound.speaking, *told)


def turns() -> list[tuple[int, float]]:
    rows = Speech.objects.order_by("pk")
    return [(row.person_id, (row.heard_until - row.began_at).total_seconds()) for row in rows]


def until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "It did not come."
        time.sleep(0.02)


def test_a_turn_grows_in_one_row_while_it_goes_on(room, session, ana):
    with room.join(ana, session):
        heard(room, session, ana)
        until(lambda: turns() and turns()[0][1] > 0.3)
        heard(room, session, ana, False)
        time.sleep(0.3)
        ended = turns()
        time.sleep(0.3)

    assert (len(ended), ended[0][0]) == (1, ana.pk)
    assert turns() == ended


def test_a_room_that_stops_writes_what_is_said_at_that_moment(
    transactional_db, settings, tmp_path, session, ana
):
    with a_room(settings, tmp_path) as room, room.join(ana, session):
        heard(room, session, ana)
        time.sleep(0.5)
        before = turns()

    assert before == []
    assert [(who, length > 0.4) for who, length in turns()] == [(ana.pk, True)]


def test_what_is_said_in_the_lobby_is_not_written(room, transactional_db):
    session = a_session(starts_in=timedelta(minutes=5))
    host, ana = a_role(session.cohort.programme, "facilitator"), enrolled(session.cohort)
    with room.join(host, session), room.join(ana, session) as reader:
        heard(room, session, ana)
        reader.until("sound.speaking")
        heard(room, session, ana, False)
        time.sleep(0.3)
        lobby = turns()
        floor.open_session(by=host, session=session)
        reader.entry("session.opened")
        heard(room, session, ana)
        until(turns)

    assert lobby == []


def test_hosts_are_told_when_something_is_new_and_others_never(room, session, host, ana):
    began = clock.now() - timedelta(minutes=3)
    type(session).objects.filter(pk=session.pk).update(opened_at=began)
    with room.join(host, session) as hosting, room.join(ana, session) as member:
        first = hosting.until("talk")
        Speech.objects.create(
            session=session,
            person=ana,
            began_at=began,
            heard_until=began + timedelta(minutes=1),
        )
        second = hosting.until(lambda frame: "1 of 2 people heard" in json.dumps(frame))
        told = len(hosting.of_type("talk"))
        time.sleep(0.5)
        member.act("hand.raise")
        hosting.entry("hand.raised")

    (patch,) = second["patches"]
    assert (patch["target"], patch["action"]) == ("talk", "replace")
    assert "Nothing has been measured yet" in json.dumps(first)
    assert len(json.dumps(second)) < 2500
    assert (len(hosting.of_type("talk")), member.of_type("talk")) == (told, [])
