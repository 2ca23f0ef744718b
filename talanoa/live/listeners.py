"""What this room does when something happens, here or in a lower room."""

from collections.abc import Mapping
from typing import Any

from talanoa.kernel import events
from talanoa.kernel.jobs import from_now
from talanoa.kernel.models import Event
from talanoa.live import (
    captions,
    groups,
    interpretation,
    pictures,
    polls,
    queries,
    questions,
    recorded,
    screens,
    talk_share,
    tasks,
)
from talanoa.live.durations import FINAL_AFTER, MADE_AFTER, PROVISIONAL_AFTER
from talanoa.live.models import LearningSite, Question
from talanoa.notices import services as notices
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import access as programmes
from talanoa.programmes import sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme


@events.within("live.slides_uploaded")
def make_pages(event: Event) -> None:
    tasks.make_pages.enqueue(event.subject_id)


@events.within("schedule.session_closed")
def count_attendance(event: Event) -> None:
    """Provisional as soon as the last spans are written, final five minutes later."""
    for delay in (PROVISIONAL_AFTER, FINAL_AFTER):
        job = tasks.compute_attendance.using(run_after=from_now(delay))
        job.enqueue(event.subject_id)


@events.within("schedule.session_closed")
def sum_up_talk(event: Event) -> None:
    """Once the last turns are written."""
    tasks.sum_up_talk.using(run_after=from_now(FINAL_AFTER)).enqueue(event.subject_id)


@events.within("live.question_answered")
def tell_the_asker(event: Event) -> None:
    """Once the session is over: in it, they read the answer in the room."""
    question = Question.objects.select_related("asker", "answered_by", "session").get(
        pk=event.subject_id
    )
    asker = question.asker
    if asker is not None and asker.pk != event.actor_id and question.session.closed_at:
        notices.send(
            key=f"{event.kind}:{question.pk}",
            person=asker,
            template="live/mail/answered",
            context={"question": question, "session": question.session},
        )


@events.within("live.recording_to_be_made")
def make_recording(event: Event) -> None:
    tasks.make_recording.using(run_after=from_now(MADE_AFTER)).enqueue(event.subject_id)


@events.within("live.draft_asked")
def make_draft(event: Event) -> None:
    tasks.make_draft.enqueue(event.subject_id)


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id, event.data["words"])


@exports.adds("live")
def kept(person: Person) -> object:
    return (
        queries.kept_about(person)
        | polls.kept_about(person)
        | questions.kept_about(person)
        | talk_share.kept_about(person)
        | captions.kept_about(person)
        | interpretation.kept_about(person)
        | pictures.kept_about(person)
        | recorded.kept_about(person)
        | groups.kept_about(person)
        | screens.kept_about(person)
    )


@events.within("schedule.session_opened")
def note_opened(event: Event) -> None:
    """Whoever is in the lobby hears of it, by whatever way the session was opened.

    The page and the room say it in the act itself (``services.floor``); the job finds it said.
    """
    tasks.note_opened.enqueue(event.subject_id)


@events.within("schedule.session_closed")
def note_closed(event: Event) -> None:
    tasks.note_closed.enqueue(event.subject_id)


def _recordings(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """The way to what the programme's sessions begin with, for those who may set it."""
    return {} if programmes.coordinates_refused(person, programme) is None else None


sections.page.register("recordings", 45, "live/_programme_recordings.html", context=_recordings)


def _sites(programme: Programme, person: Viewer) -> Mapping[str, Any] | None:
    """The way to its learning sites, for those who run the programme or host one."""
    if programmes.coordinates_refused(person, programme) is None:
        return {}
    if not isinstance(person, Person):
        return None
    hosted = LearningSite.objects.filter(programme=programme, host=person, closed_at=None)
    return {} if hosted.exists() else None


sections.page.register("sites", 46, "live/_programme_sites.html", context=_sites)
