"""Rooms whose door is held, that have a co-host, or whose chat is kept."""

from talanoa.live.services import cohosts, doors, moderation, talk
from tests.make import a_person, a_presence, enrolled


def with_readers_in(room):
    """A held door keeps out who comes, not who is in."""
    for reader in (room.member, room.facilitator, room.other):
        a_presence(room.session, reader)


def with_someone_waiting(room):
    with_readers_in(room)
    doors.have_wait(by=room.facilitator, session=room.session)
    room.late = knocked(room, "Yara Late")


def knocked(room, name):
    late = enrolled(room.session.cohort, a_person(name))
    doors.knock(by=late, session=room.session)
    return late


def with_someone_here(room):
    a_presence(room.session, room.other)


def with_a_cohost(room):
    with_someone_here(room)
    cohosts.make_cohost(by=room.facilitator, session=room.session, person=room.other.pk)


def with_a_line(room):
    room.line = talk.say(by=room.other, session=room.session, text="Unkind").seq


def with_a_paused_chat(room):
    moderation.pause_chat(by=room.facilitator, session=room.session)
