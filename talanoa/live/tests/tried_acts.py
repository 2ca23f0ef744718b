"""Every act the room page offers, each with the state of the room it is tried in."""

import json

from talanoa.live import captions as captions_drawn
from talanoa.live import polls as drawn
from talanoa.live.services import (
    calls,
    captions,
    channels,
    cohosts,
    doors,
    floor,
    interpretation,
    moderation,
    polls,
    questions,
    recordings,
    screens,
    slides,
    talk,
)
from talanoa.live.tests import shown
from talanoa.live.tests.asking import (
    an_hour_of_questions,
    host_does,
    support,
    with_one_set_aside,
    with_one_taken_up,
    with_questions,
)
from talanoa.live.tests.grouped import GROUP_ACTS_TRIED
from talanoa.live.tests.held_rooms import (
    knocked,
    with_a_cohost,
    with_a_line,
    with_a_paused_chat,
    with_readers_in,
    with_someone_here,
    with_someone_waiting,
)
from talanoa.live.tests.interpreted import (
    on_air,
    with_a_handover_offered,
    with_an_interpreter_on_air,
    with_another_interpreter,
    with_french,
    with_french_and_a_speaker,
)
from talanoa.live.tests.room_states import (
    caption,
    corrected,
    erased,
    extended,
    nothing,
    spoke,
    with_a_caption,
    with_a_closed_poll,
    with_a_coordinator,
    with_a_hand_up,
    with_a_prepared_poll,
    with_a_recording_planned,
    with_a_recording_running,
    with_a_shared_screen,
    with_a_slide,
    with_a_written_hand,
    with_an_item_in_hand,
    with_an_open_poll,
    with_captions,
    with_captions_written_by_the_reader,
    with_lines_and_a_hand,
    with_slides,
    with_someone_removed,
    with_the_floor_given,
    with_those_not_heard_first,
    with_two_minutes_given,
)
from tests.make import (
    a_poll,
)


def _told(room, _entry):
    """A vote is no entry; the room is told the number of votes beside its log."""
    room.patches = drawn.draw_votes(room.poll.pk, ["en"])["en"]


def _captioned(room, act):
    """Lines are no entries; the room is sent those after the last number it has seen."""
    seen = captions_drawn.newest([room.session.pk]).get(room.session.pk, 0)
    act()
    _, frames = captions_drawn.frames_since(room.session.pk, seen, [("en", "en")])
    room.patches = json.loads(frames["en", "en"])["patches"]


ACTS = {
    "screen.count": (
        nothing,
        lambda r: screens.count(by=r.other, session=r.session, others=3, client_id="a"),
    ),
    "screen.count again": (
        with_a_shared_screen,
        lambda r: screens.count(by=r.other, session=r.session, others=0, client_id="b"),
    ),
    "chat.say": (nothing, lambda r: talk.say(by=r.other, session=r.session, text="<b>Hi</b>\n2")),
    "note.send": (nothing, lambda r: talk.note(by=r.other, session=r.session, text="For you")),
    "hand.raise": (nothing, lambda r: talk.raise_hand(by=r.other, session=r.session)),
    "a second hand": (with_a_hand_up, lambda r: talk.raise_hand(by=r.presenter, session=r.session)),
    "hand.lower": (with_a_hand_up, lambda r: talk.lower_hand(by=r.other, session=r.session)),
    "hand.lower-for": (
        with_a_hand_up,
        lambda r: talk.lower_hand_of(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "hand.raise with a note": (
        nothing,
        lambda r: talk.raise_hand(by=r.other, session=r.session, about="<b>North</b>"),
    ),
    "hand.raise again with a note": (
        with_a_hand_up,
        lambda r: talk.raise_hand(by=r.other, session=r.session, about="A", is_written=True),
    ),
    "hand.read": (
        with_a_written_hand,
        lambda r: floor.read_hand(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "hand.order": (
        with_those_not_heard_first,
        lambda r: floor.order_hands(by=r.facilitator, session=r.session, order="unheard"),
    ),
    "question.ask": (
        with_questions,
        lambda r: questions.ask(by=r.other, session=r.session, text="<b>How</b>?"),
    ),
    "question.vote": (
        with_questions,
        lambda r: support(r, questions.vote, r.third),
    ),
    "question.take-back": (
        with_questions,
        lambda r: support(r, questions.take_vote_back, r.second),
    ),
    "question.take-up": (with_questions, lambda r: host_does(r, questions.take_up, r.first)),
    "question.take-up of one parked while another is in hand": (
        with_one_taken_up,
        lambda r: host_does(r, questions.take_up, r.parked),
    ),
    "question.answer-aloud": (
        with_one_taken_up,
        lambda r: host_does(r, questions.answer_aloud, r.second),
    ),
    "question.answer": (
        with_questions,
        lambda r: host_does(r, questions.answer, r.parked, text="So:\n\n<b>as told</b>"),
    ),
    "question.park": (with_one_taken_up, lambda r: host_does(r, questions.park, r.second)),
    "question.set-aside": (
        with_one_taken_up,
        lambda r: host_does(r, questions.set_aside, r.second),
    ),
    "question.put-back": (with_one_set_aside, lambda r: host_does(r, questions.put_back, r.second)),
    "a whole hour of questions": (with_questions, an_hour_of_questions),
    "someone erased who asked": (with_questions, lambda r: erased(r, words=True)),
    "session.close with a question in hand": (
        with_one_taken_up,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
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
    "caption.write": (
        with_captions,
        lambda r: _captioned(r, lambda: caption(r, "<b>Good</b> morning", speaker=r.other.pk)),
    ),
    "caption.correct": (with_a_caption, lambda r: _captioned(r, lambda: corrected(r))),
    "caption.take": (
        with_captions_written_by_the_reader,
        lambda r: captions.take(by=r.member, session=r.session, language="en"),
    ),
    "captions of somebody erased": (
        with_a_caption,
        lambda r: _captioned(
            r, lambda: (caption(r, "Mine", speaker=r.other.pk), erased(r, words=True))
        ),
    ),
    "recording.start": (
        with_a_recording_planned,
        lambda r: recordings.start(by=r.facilitator, session=r.session),
    ),
    "recording.pause": (
        with_a_recording_running,
        lambda r: recordings.pause(by=r.facilitator, session=r.session),
    ),
    "recording.stop": (
        with_a_recording_running,
        lambda r: recordings.stop(by=r.facilitator, session=r.session),
    ),
    "recording.answer": (
        with_a_recording_running,
        lambda r: recordings.answer(by=r.member, session=r.session, answer="no"),
    ),
    "a recording planned meanwhile": (
        with_a_coordinator,
        lambda r: recordings.switch(by=r.coordinator, session=r.session, is_on=True),
    ),
    "session.close while it is recorded": (
        with_a_recording_running,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
    "call set elsewhere": (
        nothing,
        lambda r: calls.set_call(by=r.facilitator, session=r.session, url="https://zoom.us/j/1"),
    ),
    "another language": (
        with_french,
        lambda r: channels.add_language(by=r.facilitator, session=r.session, language="ar"),
    ),
    "an interpreter named": (with_french, lambda r: with_another_interpreter(r)),
    "channel.choose": (
        with_french,
        lambda r: interpretation.choose(by=r.other, session=r.session, language="fr"),
    ),
    "interpret.start": (with_french, lambda r: on_air(r, r.other)),
    "interpret.start of who takes over": (with_a_handover_offered, lambda r: on_air(r, r.member)),
    "interpret.hand-over": (
        with_an_interpreter_on_air,
        lambda r: interpretation.hand_over(by=r.other, session=r.session, language="fr"),
    ),
    "interpret.hand-over asked for": (
        with_an_interpreter_on_air,
        lambda r: interpretation.hand_over(by=r.member, session=r.session, language="fr"),
    ),
    "interpret.stop": (
        with_an_interpreter_on_air,
        lambda r: interpretation.stop(by=r.other, session=r.session, language="fr"),
    ),
    "an interpreter lost": (
        with_an_interpreter_on_air,
        lambda r: interpretation.take_off_air(
            by=None, session=r.session, person=r.other.pk, why="lost"
        ),
    ),
    "person.mute of an interpreter": (
        with_an_interpreter_on_air,
        lambda r: floor.mute(by=r.facilitator, session=r.session, person=r.other.pk),
    ),
    "session.close with an interpreter on the air": (
        with_an_interpreter_on_air,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
    "interpret.slower": (
        with_french_and_a_speaker,
        lambda r: interpretation.ask_slower(by=r.other, session=r.session, language="fr"),
    ),
    "the level of the floor": (
        with_french,
        lambda r: channels.set_beneath(by=r.facilitator, session=r.session, percent=10),
    ),
    **GROUP_ACTS_TRIED,
    **shown.TRIED,
    "session.close": (
        nothing,
        lambda r: floor.close_session(by=r.facilitator, session=r.session),
    ),
}
