"""What a room holds, and attendance."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from talanoa.kernel import clock
from talanoa.live.models import (
    Attendance,
    CaptionIntake,
    InterpretationChannel,
    Poll,
    Presence,
    Question,
    SlideDeck,
)
from talanoa.live.services import caption_desk, channels, polls, questions, slides
from talanoa.live.tests import pdfs
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from tests.make.hub import a_person, a_role, enrolled
from tests.make.meeting import a_part


def a_deck(session: LiveSession, *, pages: int = 1, by: Person | None = None) -> SlideDeck:
    """Slides that have been made into pages, by a presenter of the session."""
    deck = slides.upload(
        by=by or a_part(session, "presenter"),
        session=session,
        title="Morphine in the districts",
        file=ContentFile(pdfs.a_pdf(pages=pages), name="slides.pdf"),
    )
    slides.make_pages(deck=deck)
    deck.refresh_from_db()
    return deck


def a_poll(session: LiveSession, *, by: Person | None = None, **fields: Any) -> Poll:
    """A poll with one answer among three, secret, prepared by a facilitator of the session."""
    usual = {
        "question": "What keeps morphine from your patients?",
        "kind": "single",
        "ballot": "secret",
        "options": "The law\nThe supply\nFear",
    }
    by = by or a_role(session.cohort.programme, "facilitator")
    return polls.prepare(by=by, session=session, draft=polls.Draft(**(usual | fields)))


def an_open_poll(session: LiveSession, *, by: Person | None = None, **fields: Any) -> Poll:
    """The same, put to the room."""
    by = by or a_role(session.cohort.programme, "facilitator")
    poll = a_poll(session, by=by, **fields)
    polls.open_poll(by=by, session=session, poll=poll.pk)
    poll.refresh_from_db()
    return poll


def a_captioner(
    session: LiveSession, person: Person | None = None, *, language: str = "en"
) -> Person:
    """Somebody enrolled to whom a facilitator has given the captions of a language."""
    person = person or enrolled(session.cohort)
    by = a_role(session.cohort.programme, "facilitator")
    caption_desk.give(by=by, session=session, person=person, language=language)
    return person


def an_intake(session: LiveSession, *, is_machine: bool = False) -> CaptionIntake:
    """An address for a caption service that writes English."""
    by = a_role(session.cohort.programme, "facilitator")
    made = caption_desk.open_intake(
        by=by, session=session, name="Service", language="en", is_machine=is_machine
    )
    made.intake.url = made.url  # type: ignore[attr-defined]
    return made.intake


def a_question(
    session: LiveSession, *, by: Person | None = None, text: str = "Who may prescribe it?"
) -> Question:
    """A question that waits, asked with their name by somebody enrolled."""
    entry = questions.ask(by=by or enrolled(session.cohort), session=session, text=text)
    return Question.objects.get(pk=entry.data["question"])


def an_interpreter(channel: InterpretationChannel, name: str = "Awa Diop", *, by: Person) -> Person:
    """Someone with a part in a session who interprets into one of its languages."""
    person = a_part(channel.session, "interpreter", a_person(name))
    channels.name_interpreter(by=by, channel=channel, person=person.pk)
    return person


def a_presence(session: LiveSession, person: Person, *, ago: timedelta = timedelta(0)) -> Presence:
    """A span of presence whose last sign of life was so long ago."""
    at = clock.now() - ago
    return Presence.objects.create(session=session, person=person, began_at=at, last_sign_at=at)


def attendance(
    session: LiveSession, person: Person, length: timedelta = timedelta(hours=1), **fields: Any
) -> Attendance:
    """Someone's final attendance; a second one is a correction of the first."""
    earlier = Attendance.objects.filter(session=session, person=person)
    revision = earlier.count() + 1
    earlier.update(is_current=False)
    fields = {"final_at": clock.now()} | fields
    return Attendance.objects.create(
        session=session, person=person, attended=length, revision=revision, **fields
    )
