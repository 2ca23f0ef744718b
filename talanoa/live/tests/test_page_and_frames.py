"""Page before + frames = page fetched after: page and socket cannot disagree.

Each act is made while somebody has the page open; the patches of the entries they receive
are applied to their page, which must then be what they would fetch.
"""

from datetime import timedelta

import pytest

from talanoa.live import forms, fragments, queries, talk_shown
from talanoa.live import polls as drawn
from talanoa.live.models import Entry
from talanoa.live.room.acts import registered
from talanoa.live.services import (
    calls,
    cohosts,
    doors,
    floor,
    moderation,
    polls,
    slides,
    speech,
    talk,
    timing,
)
from talanoa.live.speech import Turn
from talanoa.live.terms import Audience
from talanoa.live.tests import documents
from talanoa.live.tests.held_rooms import (
    knocked,
    with_a_cohost,
    with_a_line,
    with_a_paused_chat,
    with_readers_in,
    with_someone_here,
    with_someone_waiting,
)
from talanoa.people.models import Person
from talanoa.people.services import erase
from talanoa.schedule.models import AgendaItem, LiveSession
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
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

pytestmark = pytest.mark.django_db

READERS = ("member", "facilitator")


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
    speech.write([(room.session.pk, Turn(room.other.pk, began, began + timedelta(minutes=1)))])


def with_a_prepared_poll(room):
    room.poll = a_poll(room.session, by=room.facilitator)


def with_an_open_poll(room):
    room.poll = an_open_poll(room.session, by=room.facilitator, ballot="open")
    polls.vote(by=room.presenter, session=room.session, poll=room.poll.pk, choices=[2])


def with_a_closed_poll(room):
    with_an_open_poll(room)
    polls.close_poll(by=room.facilitator, session=room.session, poll=room.poll.pk)


def nothing(room):
    pass


ACTS = {
    "chat.say": (nothing, lambda r: talk.say(by=r.other, session=r.session, text="<b>Hi</b>\n2")),
    "note.send": (nothing, lambda r: talk.note(by=r.other, session=r.session, text="For you")),
    "hand.raise": (nothing, lambda r: talk.raise_hand(by=r.other, session=r.session)),
    "a second hand": (with_a_hand_up, lambda r: talk.raise_hand(by=r.presenter, session=r.session)),
    "hand.lower": (with_a_hand_up, lambda r: talk.lower_hand(by=r.other, session=r.session)),
    "hand.lower-for": (
        with_a_hand_up,
        lambda r: talk.lower_hand_of(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "floor.give": (with_a_hand_up, lambda r: floor.give_floor(by=r.facilitator, session=r.session)),
    "floor.take": (
        with_the_floor_given,
        lambda r: floor.take_floor(by=r.facilitator, session=r.session),
    ),
    "agenda.move": (
        nothing,
        lambda r: floor.move_agenda(by=r.facilitator, session=r.session, item=r.items[0].pk),
    ),
    "agenda.extend": (with_an_item_in_hand, lambda r: extended(r, 2)),
    "agenda.extend taken back": (with_two_minutes_given, lambda r: extended(r, 0)),
    "agenda.move after minutes were given": (
        with_two_minutes_given,
        lambda r: floor.move_agenda(by=r.facilitator, session=r.session, item=r.items[1].pk),
    ),
    "session.close with an item in hand": (
        with_two_minutes_given,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
    "somebody speaks": (with_an_item_in_hand, lambda r: spoke(r)),
    "slide.show": (
        with_slides,
        lambda r: slides.show(by=r.presenter, session=r.session, deck=r.deck.pk, page=2),
    ),
    "slide.clear": (with_a_slide, lambda r: slides.clear(by=r.presenter, session=r.session)),
    "person.mute": (
        nothing,
        lambda r: floor.mute(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "all.mute": (nothing, lambda r: floor.mute_all(by=r.facilitator, session=r.session)),
    "person.remove": (
        nothing,
        lambda r: floor.remove(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "person.remove of who has the floor": (
        with_the_floor_given,
        lambda r: floor.remove(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "person.admit": (
        with_someone_removed,
        lambda r: floor.admit(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "door.lock": (with_readers_in, lambda r: doors.lock(by=r.facilitator, session=r.session)),
    "door.unlock": (
        with_someone_waiting,
        lambda r: doors.unlock(by=r.facilitator, session=r.session),
    ),
    "door.wait": (with_readers_in, lambda r: doors.have_wait(by=r.facilitator, session=r.session)),
    "door.stop-waiting": (
        with_someone_waiting,
        lambda r: doors.stop_waiting(by=r.facilitator, session=r.session),
    ),
    "someone comes to the door": (with_someone_waiting, lambda r: knocked(r, "Zita Late")),
    "door.let-in": (
        with_someone_waiting,
        lambda r: doors.let_in(by=r.facilitator, session=r.session, person=r.late.pk),
    ),
    "door.let-all-in": (
        with_someone_waiting,
        lambda r: doors.let_all_in(by=r.facilitator, session=r.session),
    ),
    "cohost.make": (
        with_someone_here,
        lambda r: cohosts.make_cohost(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "cohost.end": (
        with_a_cohost,
        lambda r: cohosts.end_cohost(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "chat.take-down": (
        with_a_line,
        lambda r: moderation.take_down(by=r.facilitator, session=r.session, line=r.line),
    ),
    "chat.pause": (nothing, lambda r: moderation.pause_chat(by=r.facilitator, session=r.session)),
    "chat.resume": (
        with_a_paused_chat,
        lambda r: moderation.resume_chat(by=r.facilitator, session=r.session),
    ),
    "chat.pace": (
        nothing,
        lambda r: moderation.pace_chat(by=r.facilitator, session=r.session, seconds=30),
    ),
    "someone erased": (with_lines_and_a_hand, lambda r: erased(r, words=False)),
    "someone erased with their words": (with_lines_and_a_hand, lambda r: erased(r, words=True)),
    "poll.ask": (
        nothing,
        lambda r: polls.ask(
            by=r.facilitator,
            session=r.session,
            question="<b>Where</b> is morphine?",
            kind="words",
            ballot="secret",
        ),
    ),
    "poll.ask beside a prepared one": (
        with_a_prepared_poll,
        lambda r: polls.ask(
            by=r.facilitator,
            session=r.session,
            question="How sure are you?",
            kind="scale",
            ballot="open",
            lowest="Not at all",
            highest="Fully",
        ),
    ),
    "poll.open": (
        with_a_prepared_poll,
        lambda r: polls.open_poll(by=r.facilitator, session=r.session, poll=r.poll.pk),
    ),
    "poll.vote": (
        with_an_open_poll,
        lambda r: _told(r, polls.vote(by=r.other, session=r.session, poll=r.poll.pk, choices=[1])),
    ),
    "poll.close": (
        with_an_open_poll,
        lambda r: polls.close_poll(by=r.facilitator, session=r.session, poll=r.poll.pk),
    ),
    "poll.show": (
        with_a_closed_poll,
        lambda r: polls.show(by=r.facilitator, session=r.session, poll=r.poll.pk),
    ),
    "poll.show while it is open": (
        with_an_open_poll,
        lambda r: polls.show(by=r.facilitator, session=r.session, poll=r.poll.pk),
    ),
    "a poll prepared meanwhile": (
        with_an_open_poll,
        lambda r: a_poll(r.session, by=r.facilitator),
    ),
    "session.close with an open poll": (
        with_an_open_poll,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
    "call set elsewhere": (
        nothing,
        lambda r: calls.set_call(by=r.facilitator, session=r.session, url="https://zoom.us/j/1"),
    ),
    "session.close": (
        nothing,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
}


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", ACTS)
def test_page_and_frames_agree(client, name, who):
    before, act = ACTS[name]
    room = Room()
    before(room)

    assert _page_with_frames(client, room, getattr(room, who), act) == _page(client, room)


@pytest.mark.parametrize("who", READERS)
def test_opening_agrees_too(client, who):
    room = Room(is_open=False)

    def opened(room):
        floor.open_session(by=room.facilitator, session=room.session)

    assert _page_with_frames(client, room, getattr(room, who), opened) == _page(client, room)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_frames_come_in_the_language_of_the_page(client, language):
    room = Room()
    client.cookies["talanoa_language"] = language
    Person.objects.update(language=language)

    after = _page_with_frames(client, room, room.member, ACTS["hand.raise"][1], language)

    assert after == _page(client, room)


def test_every_act_that_the_page_offers_is_tried_here():
    assert set(forms.ACTS) - {"session.open"} == {name for name in ACTS if " " not in name}
    assert set(forms.ACTS) <= set(registered())


def _page_with_frames(client, room, reader, act, language="en"):
    """The reader's page from before the act, with what they receive applied to it."""
    client.force_login(reader)
    seen = queries.last_seq(room.session.pk)
    page = documents.parse(documents.same_each_time(_html(client, room)))
    act(room)
    session = LiveSession.objects.select_related("cohort__programme__hub").get(pk=room.session.pk)
    hosting = reader == room.facilitator
    for entry in queries.entries_after(session, seen, most=100):
        if _is_for(entry, reader, hosting):
            for patch in fragments.patches(entry, language=language):
                documents.apply(page, patch)
    for patch in getattr(room, "patches", []):
        documents.apply(page, patch)
    if hosting:
        # What hosts are told of the talk every twenty seconds, beside the log.
        html = talk_shown.draw(session, [language])[language]
        documents.apply(page, {"target": "talk", "action": "replace", "html": html})
    return page.written()


def _told(room, _entry):
    """A vote is no entry; the room is told the number of votes beside its log."""
    room.patches = drawn.draw_votes(room.poll.pk, ["en"])["en"]


def _page(client, room):
    return documents.parse(documents.same_each_time(_html(client, room))).written()


def _html(client, room):
    return client.get(f"/sessions/{room.session.pk}/room/").content.decode()


def _is_for(entry: Entry, reader: Person, hosting: bool) -> bool:
    if entry.audience == Audience.EVERYONE or entry.person_id == reader.pk:
        return True
    return hosting if entry.audience == Audience.HOSTS else entry.audience_person_id == reader.pk
