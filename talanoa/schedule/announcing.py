"""What is mailed about sessions, to whom, and under which key."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.notices.services import send
from talanoa.people.models import Person
from talanoa.people.queries import UTC, zone_named
from talanoa.programmes.models import Enrolment
from talanoa.programmes.queries import roles
from talanoa.programmes.terms import ProgrammeStatus, RoleName
from talanoa.schedule import calendar, queries
from talanoa.schedule.models import LiveSession, Series, SessionRole
from talanoa.schedule.services import parts
from talanoa.schedule.terms import MAIL_BATCH, Lead

SERIES_NEWS = {"schedule.series_started", "schedule.series_changed", "schedule.series_ended"}
NEWS = {
    "schedule.session_made",
    "schedule.session_moved",
    "schedule.session_cancelled",
    "schedule.session_changed",
    *SERIES_NEWS,
}
"""The kinds of events that everyone concerned is told by mail."""


@dataclass(frozen=True, kw_only=True)
class News:
    """One mail's worth: what happened to which sessions, and when the moved ones were."""

    kind: str
    key: str
    sessions: list[LiveSession]
    was: dict[int, datetime]


def news_of(event: Event) -> News | None:
    """What there is to tell of ``event``; ``None`` when nobody needs to know."""
    if event.kind not in NEWS or not event.data.get("tells", True):
        return None
    if event.kind in SERIES_NEWS:
        series = Series.objects.filter(pk=event.subject_id).first()
        found = LiveSession.objects.filter(series=series) if series else LiveSession.objects.none()
        if "sessions" in event.data:
            found = found.filter(pk__in=event.data["sessions"])
        was = {
            int(key): datetime.fromisoformat(at) for key, at in event.data.get("was", {}).items()
        }
    else:
        found = LiveSession.objects.filter(pk=event.subject_id)
        moved_from = event.data.get("was")
        was = {event.subject_id: datetime.fromisoformat(moved_from)} if moved_from else {}
    sessions = list(found.select_related("cohort__programme__hub").order_by("starts_at", "pk"))
    if not sessions or sessions[0].cohort.programme.status != ProgrammeStatus.PUBLISHED:
        return None
    key = f"{event.kind}:{event.subject_id}:{event.data.get('sequence', 0)}"
    return News(kind=event.kind, key=key, sessions=sessions, was=was)


@transaction.atomic
def tell_batch(event: Event, *, after: int) -> int | None:
    """Mail the next people the event concerns; gives the last one's key, ``None`` at the end.

    Each is told once however often this runs: the event's subject and sequence are in the
    key of the mail.
    """
    news = news_of(event)
    if news is None:
        return None
    people = list(queries.concerned(news.sessions).filter(pk__gt=after)[:MAIL_BATCH])
    for person in people:
        _tell(person, news)
    return people[-1].pk if len(people) == MAIL_BATCH else None


@transaction.atomic
def remind_batch(session: LiveSession, lead: Lead, *, after: int) -> int | None:
    """Remind the next people of ``session``; as ``tell_batch``."""
    people = list(queries.to_remind(session, lead).filter(pk__gt=after)[:MAIL_BATCH])
    for person in people:
        send(
            key=f"schedule.reminder:{session.pk}:{session.timed_sequence}:{lead}:{person.pk}",
            person=person,
            template="schedule/mail/reminder",
            context={
                "session": session,
                "is_soon": lead == Lead.HOUR,
                "has_phone": settings.PHONE.enabled,
            },
            zone=_zone_of(session),
        )
    return people[-1].pk if len(people) == MAIL_BATCH else None


def confirm_enrolment(place: Enrolment) -> None:
    """Welcome someone to a cohort, with the sessions to come in one calendar file."""
    _mail_place(place, "enrolled", stamped_at=place.enrolled_at)


def confirm_leaving(place: Enrolment) -> None:
    """Say goodbye, and take the sessions to come out of the person's calendar."""
    _mail_place(place, "left", stamped_at=place.left_at or place.enrolled_at)


def invite_to_part(part: SessionRole) -> None:
    """Ask someone whether they will do what they are named for."""
    session = part.session
    with _in_language_of(part.person):
        file = calendar.entry(session, method=calendar.REQUEST, person=part.person)
    send(
        key=f"schedule.part:{part.pk}:{part.invited_at.isoformat()}",
        person=part.person,
        template="schedule/mail/part",
        context={
            "part": part,
            "session": session,
            "answer_url": settings.SITE_URL
            + reverse("schedule:part_answer", args=[parts.token_for(part)]),
        },
        calendar=file,
        calendar_method=calendar.REQUEST,
        holds_secret=True,
        zone=_zone_of(session),
    )


def take_out_of_calendar(session: LiveSession, person: Person, *, key: str) -> None:
    """Say to somebody that they have no part in a session any more, and call off its entry."""
    with _in_language_of(person):
        file = calendar.file(
            [session],
            method=calendar.CANCEL,
            person=person,
            stamped_at=clock.now(),
            is_cancelled=True,
        )
    send(
        key=key,
        person=person,
        template="schedule/mail/part_taken",
        context={"session": session},
        calendar=file,
        calendar_method=calendar.CANCEL,
        zone=_zone_of(session),
    )


def tell_coordinators_of_refusal(part: SessionRole) -> None:
    """Someone cannot do what they were named for: their place must be filled."""
    programme = part.session.cohort.programme
    for role in roles(programme).filter(role=RoleName.COORDINATOR):
        send(
            key=f"schedule.part_declined:{part.pk}:{part.invited_at.isoformat()}:{role.person_id}",
            person=role.person,
            template="schedule/mail/part_declined",
            context={"part": part, "session": part.session},
            zone=_zone_of(part.session),
        )


def _tell(person: Person, news: News) -> None:
    method = calendar.method_for(news.sessions)
    with _in_language_of(person):
        file = calendar.file(news.sessions, method=method, person=person)
    entries = [(session, news.was.get(session.pk)) for session in news.sessions]
    send(
        key=f"{news.key}:{person.pk}",
        person=person,
        template="schedule/mail/news",
        context={
            "kind": news.kind.removeprefix("schedule."),
            "session": news.sessions[0],
            "entries": entries,
            "programme": news.sessions[0].cohort.programme,
        },
        calendar=file,
        calendar_method=method,
        zone=_zone_of(news.sessions[0]),
    )


def _mail_place(place: Enrolment, template: str, *, stamped_at: datetime) -> None:
    sessions: Sequence[LiveSession] = list(queries.coming_in(place.cohort))
    has_left = place.left_at is not None
    method = calendar.method_for(sessions, is_cancelled=has_left) if sessions else ""
    file = ""
    if sessions:
        with _in_language_of(place.person):
            file = calendar.file(
                sessions,
                method=method,
                person=place.person,
                stamped_at=stamped_at,
                is_cancelled=has_left,
            )
    send(
        key=f"schedule.{template}:{place.pk}:{place.person_id}",
        person=place.person,
        template=f"schedule/mail/{template}",
        context={
            "programme": place.cohort.programme,
            "cohort": place.cohort,
            "sessions": sessions,
        },
        calendar=file,
        calendar_method=method,
        zone=zone_named(place.cohort.programme.hub.time_zone) or UTC,
    )


def _zone_of(session: LiveSession) -> ZoneInfo:
    """For readers who have not told their own: the session's."""
    return zone_named(session.time_zone) or UTC


@contextmanager
def _in_language_of(person: Person) -> Iterator[None]:
    own = person.language if person.language in dict(settings.LANGUAGES) else None
    with translation.override(own or translation.get_language() or settings.LANGUAGE_CODE):
        yield
