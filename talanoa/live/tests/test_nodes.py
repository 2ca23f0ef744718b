"""Where the sound of sessions is placed, as the database keeps it for every room process."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.live import nodes as reading
from talanoa.live.durations import DEAD_AFTER, MOVED_EVERY, NODE_RESTS
from talanoa.live.models import Presence, SoundNode, SoundPlace
from talanoa.live.services import nodes
from tests.make import a_person, a_session
from tests.together import at_once

ONE, TWO, THREE = "127.0.0.1:9001", "127.0.0.1:9002", "127.0.0.1:9003"
ALL = [ONE, TWO, THREE]


@pytest.fixture
def later(monkeypatch):
    """Let the clock be so much later."""
    moved = [timedelta(0)]
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(by):
        moved[0] += by

    return move


def place(session, *, answering=ALL, standing=ALL):
    return nodes.place([session.pk], answering=answering, standing=standing)[session.pk]


def here(session, people):
    """So many are in a room."""
    for _ in range(people):
        now = clock.now()
        Presence.objects.create(
            session=session, person=a_person(), connection=uuid4(), began_at=now, last_sign_at=now
        )


@pytest.mark.django_db
def test_sessions_spread_over_all_and_then_go_where_the_fewest_people_are():
    nodes.see(answering=ALL)
    sessions = [a_session() for _ in range(3)]
    assert [place(session) for session in sessions] == ALL
    for session, people in zip(sessions, (3, 1, 2), strict=True):
        here(session, people)

    fourth = a_session()
    assert place(fourth) == TWO
    here(fourth, 5)

    # In a room twice is one person; whoever has left is none.
    Presence.objects.filter(session=sessions[2]).update(ended_at=clock.now())
    again = Presence.objects.filter(session=sessions[0]).first()
    again.pk, again.connection = None, uuid4()
    again.save()
    assert reading.loads() == {
        ONE: reading.Load(3, 1),
        TWO: reading.Load(6, 2),
        THREE: reading.Load(0, 1),
    }
    assert place(a_session()) == THREE


@pytest.mark.django_db
def test_a_place_stands_while_its_janus_does_whatever_others_carry():
    nodes.see(answering=ALL)
    session = a_session()
    here(session, 9)

    assert [place(session) for _ in range(3)] == [ONE] * 3
    # Cut off from it for a moment: not dead, so not moved.
    assert place(session, answering=[TWO, THREE]) == ONE
    assert SoundPlace.objects.get().moved_at is None


@pytest.mark.django_db
def test_the_dead_ones_sessions_are_spread_over_the_others_and_it_is_said():
    nodes.see(answering=ALL)
    sessions = [a_session() for _ in range(6)]
    for number, session in enumerate(sessions):
        place(session)
        here(session, number)
    on_one = [each.pk for each in sessions if SoundPlace.objects.get(session=each).node == ONE]

    moved = nodes.place(on_one, answering=[TWO, THREE], standing=[TWO, THREE])

    assert sorted(moved.values()) == [TWO, THREE]
    said = Event.objects.filter(kind="live.sound_moved")
    assert {each.subject_id: each.data for each in said} == {
        session_id: {"node": node, "before": ONE} for session_id, node in moved.items()
    }


@pytest.mark.django_db
def test_without_another_that_answers_everything_stays_as_it_is():
    nodes.see(answering=[ONE])
    session = a_session()
    place(session, answering=[ONE])

    assert place(session, answering=[], standing=[]) == ONE
    assert nodes.place([a_session().pk], answering=[], standing=[]) == {}


@pytest.mark.django_db
def test_one_that_is_no_longer_in_the_settings_carries_nothing():
    nodes.see(answering=["10.0.0.9:1", ONE])
    session = a_session()
    place(session, answering=["10.0.0.9:1"], standing=["10.0.0.9:1"])

    assert place(session, answering=[ONE], standing=[ONE]) == ONE


@pytest.mark.django_db
def test_a_session_that_is_gone_is_placed_nowhere():
    nodes.see(answering=[ONE])
    session = a_session()
    there = a_session()
    session_id = session.pk
    session.delete()

    found = nodes.place([session_id, there.pk], answering=[ONE], standing=[ONE])

    assert found == {there.pk: ONE}


@pytest.mark.django_db
def test_one_back_from_the_dead_is_given_nothing_until_it_has_been_well_for_a_while(later):
    for _ in range(5):
        nodes.see(answering=[ONE, TWO])
        later(NODE_RESTS / 4)
    nodes.see(answering=[TWO], dead=[ONE])
    nodes.see(answering=[ONE, TWO])
    busy = a_session()
    assert place(busy, answering=[ONE, TWO]) == TWO
    here(busy, 3)

    assert place(a_session(), answering=[ONE, TWO]) == TWO
    # Better at one that rests than nowhere.
    assert place(a_session(), answering=[ONE]) == ONE
    for _ in range(5):
        nodes.see(answering=[ONE, TWO])
        later(NODE_RESTS / 4)
    SoundPlace.objects.exclude(session=busy).delete()
    here(busy, 3)
    assert place(a_session(), answering=[ONE, TWO]) == ONE


@pytest.mark.django_db
def test_what_was_moved_stays_for_a_moment_so_that_nobody_takes_it_to_and_fro(later):
    nodes.see(answering=[ONE, TWO])
    session = a_session()
    place(session, answering=[ONE, TWO])
    assert place(session, answering=[TWO], standing=[TWO]) == TWO

    assert place(session, answering=[ONE], standing=[ONE]) == TWO
    later(MOVED_EVERY)
    assert place(session, answering=[ONE], standing=[ONE]) == ONE


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_notice_a_death_at_once_move_a_session_once():
    nodes.see(answering=ALL)
    sessions = [a_session() for _ in range(4)]
    ids = [session.pk for session in sessions]
    nodes.place(ids, answering=[ONE], standing=[ONE])

    def move():
        return nodes.place(ids, answering=[TWO, THREE], standing=[TWO, THREE])

    first, second = at_once(move, move)

    assert first == second
    assert sorted(first.values()) == [TWO, TWO, THREE, THREE]
    assert Event.objects.filter(kind="live.sound_moved").count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_place_at_once_agree():
    nodes.see(answering=ALL)
    one, two = a_session(), a_session()

    answers = at_once(lambda: place(one), lambda: place(one), lambda: place(two))

    assert answers[0] == answers[1]
    assert answers[2] != answers[0]


@pytest.mark.django_db
def test_how_each_is_found(settings, later):
    def status(*names):
        return [reading.statuses()[name].value for name in names]

    settings.JANUS = many(settings, ONE, TWO)
    assert status(ONE, TWO) == ["silent", "silent"]
    nodes.see(answering=[ONE])
    assert status(ONE, TWO) == ["resting", "silent"]
    later(NODE_RESTS)
    assert status(ONE) == ["silent"]
    nodes.see(answering=[ONE])
    # Nobody had seen it for a while, so it begins anew.
    assert status(ONE) == ["resting"]
    for _ in range(4):
        later(NODE_RESTS / 4)
        nodes.see(answering=[ONE, TWO])
    assert status(ONE, TWO) == ["well", "resting"]
    nodes.see(answering=[TWO], dead=[ONE])
    assert status(ONE, TWO) == ["silent", "resting"]
    later(DEAD_AFTER * 2)
    assert status(ONE, TWO) == ["silent", "silent"]
    assert SoundNode.objects.count() == 2


@pytest.mark.django_db
def test_a_single_one_does_not_rest(settings):
    name = settings.JANUS.name
    nodes.see(answering=[name])

    assert reading.statuses() == {name: "well"}
    nodes.see(answering=[], dead=[name])
    assert reading.statuses() == {name: "silent"}


def many(settings, *addresses):
    return replace(settings.JANUS, addresses=addresses)
