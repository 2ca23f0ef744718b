"""What this room does when something happens here or in the rooms below."""

from collections.abc import Sequence

from talanoa.kernel import clock, events
from talanoa.kernel.models import Event
from talanoa.people import exports
from talanoa.people.models import Person
from talanoa.programmes import sections
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Enrolment, Programme
from talanoa.schedule import announcing, queries, tasks
from talanoa.schedule.models import AgendaItem, CalendarFeed, LiveSession, SessionRole

for _kind in sorted(announcing.NEWS):

    @events.within(_kind)
    def tell(event: Event) -> None:
        tasks.tell.enqueue(event.pk)


@events.within("schedule.reminding")
def remind(event: Event) -> None:
    sequence, lead = event.data["sequence"], event.data["minutes"]
    tasks.remind_batch.enqueue(event.subject_id, sequence, lead)


@events.within("schedule.part_given")
def invite(event: Event) -> None:
    part = _part(event)
    if part is not None and part.confirmed_at is None:
        announcing.invite_to_part(part)


@events.within("schedule.part_declined")
def declined(event: Event) -> None:
    part = _part(event)
    if part is not None:
        announcing.tell_coordinators_of_refusal(part)


@events.within("schedule.part_taken")
def taken(event: Event) -> None:
    """Whoever comes for another reason keeps it in their calendar, as all keep what is over."""
    session = LiveSession.objects.select_related("cohort__programme__hub").get(
        pk=event.data["session"]
    )
    person = Person.objects.get(pk=event.data["person"])
    is_off = session.closed_at or session.cancelled_at or session.ends_at <= clock.now()
    if is_off or event.data["was_declined"]:
        return
    if queries.concerned([session]).filter(pk=person.pk).exists():
        return
    announcing.take_out_of_calendar(session, person, key=f"{event.kind}:{event.pk}")


@events.within("programmes.enrolled")
def welcome(event: Event) -> None:
    announcing.confirm_enrolment(_place(event))


@events.within("programmes.left")
def goodbye(event: Event) -> None:
    announcing.confirm_leaving(_place(event))


@events.within("people.erased")
def forget(event: Event) -> None:
    tasks.forget_person.enqueue(event.subject_id)


@exports.adds("schedule")
def kept(person: Person) -> object:
    """What this room keeps about a person: parts, places as a speaker, the feed's age."""
    parts = SessionRole.objects.filter(person=person).order_by("pk")
    spoken = AgendaItem.objects.filter(speaker=person).order_by("session__starts_at", "position")
    return {
        "parts": list(
            parts.values("session__title", "role", "invited_at", "confirmed_at", "declined_at")
        ),
        "speaking": list(spoken.values("session__title", "session__starts_at", "title")),
        "calendar_feed": list(CalendarFeed.objects.filter(person=person).values("made_at")),
    }


def _place(event: Event) -> Enrolment:
    return Enrolment.objects.select_related("person", "cohort__programme__hub").get(
        pk=event.subject_id
    )


def _part(event: Event) -> SessionRole | None:
    return (
        SessionRole.objects.select_related("person", "session__cohort__programme__hub")
        .filter(pk=event.subject_id)
        .first()
    )


def _next_sessions(programme: Programme, person: Viewer) -> dict[str, object]:
    """The sessions to come, for the programme's page. Two queries."""
    return {
        "sessions": list(queries.to_come(programme, person)[:NEXT_SHOWN]),
        "series": list(queries.series_of(programme)),
    }


def _next_session_of_each(programmes: Sequence[Programme]) -> dict[int, dict[str, object]]:
    return {key: {"session": session} for key, session in queries.next_of(programmes).items()}


NEXT_SHOWN = 12

sections.page.register("sessions", 10, "schedule/_programme_sessions.html", context=_next_sessions)
sections.register_line("next", 10, "schedule/_next_line.html", context=_next_session_of_each)
