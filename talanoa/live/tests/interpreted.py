"""Rooms of ``test_page_and_frames`` in which somebody interprets into French."""

from talanoa.live.services import channels, floor, interpretation


def with_french(room):
    channel = channels.add_language(by=room.facilitator, session=room.session, language="fr")
    for person in (room.other, room.member):
        channels.name_interpreter(by=room.facilitator, channel=channel, person=person.pk)


def with_another_interpreter(room):
    channel = room.session.channels.get()
    channels.name_interpreter(by=room.facilitator, channel=channel, person=room.presenter.pk)


def with_french_and_a_speaker(room):
    with_french(room)
    floor.give_floor(by=room.facilitator, session=room.session, person=room.member.pk)


def on_air(room, person):
    interpretation.start(by=person, session=room.session, language="fr")


def with_an_interpreter_on_air(room):
    with_french(room)
    on_air(room, room.other)


def with_a_handover_offered(room):
    with_an_interpreter_on_air(room)
    interpretation.hand_over(by=room.other, session=room.session, language="fr")
