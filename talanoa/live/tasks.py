"""The jobs of this room."""

from datetime import timedelta

from django_tasks import task

from talanoa.kernel.jobs import HEARING, retried
from talanoa.live.models import CaptionDraft, Recording, SlideDeck
from talanoa.live.services import (
    attendance,
    captions,
    drafts,
    erasing,
    floor,
    group_work,
    interpretation,
    making,
    pictures,
    polls,
    questions,
    recordings,
    reports,
    sites,
    slides,
    speech,
)
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@task()
def make_pages(deck_id: int) -> bool:
    """Make the pages of an uploaded deck. Safe to run twice."""
    deck = SlideDeck.objects.filter(pk=deck_id).first()
    return deck is not None and slides.make_pages(deck=deck)


@task()
def note_opened(session_id: int) -> bool:
    """See to it that the room's log says that the session was opened. Safe to run twice."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return session is not None and bool(floor.note_opened(session=session))


@task()
def note_closed(session_id: int) -> bool:
    """See to it that the room's log says that the session was closed. Safe to run twice."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return session is not None and bool(floor.note_closed(session=session))


@task()
def compute_attendance(session_id: int) -> bool:
    """Compute a session's attendance: provisional, or final when that is due."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return session is not None and attendance.compute(session=session)


@task()
def settle_attendance() -> int:
    """Make final every session's attendance that is due."""
    return attendance.settle_due()


@task()
def forget_person(person_id: int, words: bool, after: int = 0) -> None:
    """Free the seats of somebody who was erased, see to their lines, then to the next batch."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is None:
        return
    if not after:
        erasing.free_seats(person=person)
        polls.forget(person_id=person_id)
        questions.forget(person=person, words=words)
        if words:
            erasing.forget_hands(person=person)
        interpretation.forget(person_id=person_id)
        pictures.forget(person_id=person_id)
        reports.forget_person(person_id=person_id)
        speech.forget_person(person_id=person_id)
        captions.forget(person=person, words=words)
        recordings.forget(person=person)
        group_work.forget(person=person, words=words)
        sites.forget(person=person)
    last = erasing.forget_lines(person=person, words=words, after=after)
    if last is not None:
        forget_person.enqueue(person_id, words, last)


@task()
def forget_waiting_reports() -> int:
    """Delete reports of who attended that nobody counts, with the names in them."""
    return reports.forget_waiting()


@task()
def sum_up_talk(session_id: int) -> bool:
    """Keep how a session's talk was shared, without names. Safe to run twice."""
    session = LiveSession.objects.filter(pk=session_id).first()
    return session is not None and speech.sum_up(session=session)


@task()
def forget_old_speech() -> int:
    """Delete who spoke when, sixty days after the session."""
    return speech.forget_old()


@task()
def forget_corrections() -> int:
    """Delete what captions said before they were corrected, a month after their session."""
    return captions.forget_corrections()


@retried(making.StillRecording, tries=8, first_delay=timedelta(seconds=5))
@task()
def make_recording(session_id: int) -> bool:
    """Make a session's recording ready. Safe to run twice."""
    recording = Recording.objects.select_related("session").filter(pk=session_id).first()
    return recording is not None and making.make(recording=recording)


@retried(drafts.Overtaken, tries=8, first_delay=timedelta(minutes=1))
@task(queue_name=HEARING)
def make_draft(session_id: int) -> bool:
    """Have a machine write down a recording. Safe to run twice. Takes as long as the recording,
    so another worker does it."""
    draft = CaptionDraft.objects.select_related("recording__session").filter(pk=session_id).first()
    return draft is not None and drafts.make(draft=draft)


@task()
def delete_recordings() -> int:
    """Delete the recordings whose date has come."""
    return recordings.delete_due()
