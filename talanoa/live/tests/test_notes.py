"""Private notes to the hosts: who reads them, who answers."""

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel.refusals import Refused
from talanoa.live import record, scene
from talanoa.live.models import Entry
from talanoa.live.services import moderation, notes, talk
from talanoa.live.tests.grouped import with_a_private_note
from talanoa.live.tests.room_states import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    made = Room()
    with_a_private_note(made)
    return made


def read_by(room, person, *, hosting=False) -> list[str]:
    chat = scene.chat(room.session, person, hosting=hosting)
    lines = (chat or scene.chat_of_everyone(room.session))["lines"]
    return [line.data["text"] for line in lines]


def answer(room, by=None, text="Thank you", line=None):
    return notes.answer(
        by=by or room.facilitator, session=room.session, line=line or room.note, text=text
    )


def test_a_note_and_its_answer_are_read_by_hosts_and_the_writer_alone(room):
    answer(room)

    assert read_by(room, room.other) == ["For you", "Thank you"]
    assert read_by(room, room.member) == ["And mine"]
    assert read_by(room, room.presenter) == []
    assert read_by(room, room.facilitator, hosting=True) == ["For you", "And mine", "Thank you"]
    assert list(record.chat(room.session)) == []


def test_an_answer_says_that_the_note_was_read_once(room):
    answer(room)
    answer(room, text="And once more")

    kinds = Entry.objects.order_by("seq").values_list("kind", "audience", "audience_person")
    assert list(kinds)[2:] == [
        ("note.read", "hosts", room.other.pk),
        ("note.answered", "hosts", room.other.pk),
        ("note.answered", "hosts", room.other.pk),
    ]
    assert Entry.objects.get(seq=room.note).data == {"text": "For you", "read": True}


@pytest.mark.parametrize("who", ["member", "other", "presenter"])
def test_only_hosts_read_and_answer(room, who):
    someone = getattr(room, who)
    with pytest.raises(Refused, match="Only facilitators"):
        answer(room, by=someone)
    with pytest.raises(Refused, match="Only facilitators"):
        notes.read(by=someone, session=room.session, line=room.note)


def test_what_is_no_note_is_not_answered(room):
    line = talk.say(by=room.member, session=room.session, text="To all").seq
    for number in (line, 999):
        with pytest.raises(Refused, match="not there any more"):
            answer(room, line=number)
        with pytest.raises(Refused, match="not there any more"):
            notes.read(by=room.facilitator, session=room.session, line=number)


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_an_answer_is_neither_empty_nor_endless(room, text):
    with pytest.raises(ValidationError):
        answer(room, text=text)

    assert Entry.objects.get(seq=room.note).data == {"text": "For you"}


def test_whoever_has_left_is_not_answered(room):
    Entry.objects.filter(seq=room.note).update(person=None)

    with pytest.raises(Refused, match="nobody would read"):
        answer(room)


def test_notes_keep_the_pace_of_the_chat_and_pass_its_pause(room):
    moderation.pause_chat(by=room.facilitator, session=room.session)
    assert talk.note(by=room.presenter, session=room.session, text="One").pk
    moderation.pace_chat(by=room.facilitator, session=room.session, seconds=30)

    with pytest.raises(Refused, match="every 30 seconds"):
        talk.note(by=room.presenter, session=room.session, text="Two")
    assert talk.note(by=room.facilitator, session=room.session, text="Mine").pk
