"""A room, and states it can be in before an act is tried."""

from datetime import timedelta

from talanoa.live.services import (
    captions,
    floor,
    polls,
    recordings,
    screens,
    slides,
    speech,
    talk,
    timing,
)
from talanoa.live.speech import Turn
from talanoa.people.services import erase
from talanoa.schedule.models import AgendaItem
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_captioner,
    a_deck,
    a_part,
    a_person,
    a_poll,
    a_role,
    a_session,
    an_open_poll,
    an_open_session,
    enrolled,
)


class Room:
    """A session with a facilitator, a presenter, two members and an agenda."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.session = an_open_session() if is_open else a_session(starts_in=timedelta(minutes=5))
        cohort = self.session.cohort
        self.facilitator = a_role(cohort.programme, "facilitator", a_person("Josefa Vunipola"))
        self.member = enrolled(cohort, a_person("Ana Faleolo"))
        self.other = enrolled(cohort, a_person("Ben Osei"))
        self.presenter = a_part(self.session, "presenter", a_person("Amina Kone"))
        self.items = [
            AgendaItem.objects.create(
                session=self.session, position=at, kind="case", title=f"Part {at}", minutes=10
            )
            for at in (1, 2)
        ]


def with_a_hand_up(room):
    talk.raise_hand(by=room.other, session=room.session)


def with_the_floor_given(room):
    with_a_hand_up(room)
    floor.give_floor(by=room.facilitator, session=room.session, person=room.other.pk)


def with_slides(room):
    room.deck = a_deck(room.session, pages=3, by=room.presenter)


def with_a_slide(room):
    with_slides(room)
    slides.show(by=room.presenter, session=room.session, deck=room.deck.pk, page=1)


def with_someone_removed(room):
    floor.remove(by=room.facilitator, session=room.session, person=room.other.pk)


def with_lines_and_a_hand(room):
    talk.say(by=room.other, session=room.session, text="To all")
    talk.note(by=room.other, session=room.session, text="For you")
    with_a_hand_up(room)


def erased(room, *, words):
    erase(by=room.other, person=room.other, words=words)
    run_jobs(of="live")


def with_an_item_in_hand(room):
    floor.move_agenda(by=room.facilitator, session=room.session, item=room.items[0].pk)


def extended(room, extra):
    return timing.extend(
        by=room.facilitator, session=room.session, item=room.items[0].pk, extra=extra
    )


def with_two_minutes_given(room):
    with_an_item_in_hand(room)
    extended(room, 2)


def spoke(room):
    """Speech is no entry either: hosts are told of it beside the log."""
    began = room.session.opened_at
    speech.write(
        [((room.session.pk, ""), Turn(room.other.pk, began, began + timedelta(minutes=1)))]
    )


def with_a_prepared_poll(room):
    room.poll = a_poll(room.session, by=room.facilitator)


def with_an_open_poll(room):
    room.poll = an_open_poll(room.session, by=room.facilitator, ballot="open")
    polls.vote(by=room.presenter, session=room.session, poll=room.poll.pk, choices=[2])


def with_a_closed_poll(room):
    with_an_open_poll(room)
    polls.close_poll(by=room.facilitator, session=room.session, poll=room.poll.pk)


def with_captions(room, *, language="en"):
    """Both readers have captions on; somebody else writes them."""
    room.captioner = a_captioner(room.session, language=language)
    for reader in (room.member, room.facilitator):
        captions.choose(by=reader, session=room.session, shown="yes", language=language)


def with_a_caption(room):
    with_captions(room)
    room.line = caption(room, "Good <b>mourning</b>")


def with_captions_written_by_the_reader(room):
    for reader in (room.member, room.facilitator):
        a_captioner(room.session, reader)


def caption(room, text, **fields):
    return captions.write(
        by=room.captioner, session=room.session, text=text, language="en", **fields
    )


def corrected(room):
    caption(room, "everyone")
    captions.correct(
        by=room.captioner, session=room.session, line=room.line.pk, text="Good morning"
    )
    caption(room, "and welcome")


def with_a_written_hand(room):
    talk.raise_hand(by=room.other, session=room.session, about="The <north>", is_written=True)


def with_those_not_heard_first(room):
    with_the_floor_given(room)
    talk.raise_hand(by=room.other, session=room.session)
    talk.raise_hand(by=room.presenter, session=room.session)


def with_a_shared_screen(room):
    screens.count(by=room.other, session=room.session, others=3, client_id="shared")


def with_a_coordinator(room):
    room.coordinator = a_role(room.session.cohort.programme, "coordinator")


def with_a_recording_planned(room):
    with_a_coordinator(room)
    recordings.switch(by=room.coordinator, session=room.session, is_on=True)


def with_a_recording_running(room):
    with_a_recording_planned(room)
    recordings.start(by=room.facilitator, session=room.session)


def nothing(room):
    pass
