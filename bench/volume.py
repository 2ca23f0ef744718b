"""What a hub of some years holds, around the demonstration: made in bulk, without mail.

Beside the demonstration's own people and hour: eight more programmes, sessions held and to come,
people enrolled, cases with recommendations, and a room with people in it who have talked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from talanoa.cases.models import Case, Recommendation
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.live.models import Attendance, Entry, Hand, Presence, Room
from talanoa.live.terms import Kind
from talanoa.ops import demonstration
from talanoa.people.models import Person
from talanoa.programmes import services as programmes
from talanoa.programmes.models import Cohort, Enrolment, Programme
from talanoa.schedule import services as schedule
from talanoa.schedule.models import LiveSession

WORDS = "Morphine reaches the district hospital, but not the islands beyond it. "


@dataclass(frozen=True)
class Volume:
    """How much of each."""

    people: int = 300
    sessions: int = 50
    cases: int = 40
    present: int = 40
    lines: int = 150


@dataclass(frozen=True)
class Hub:
    """What the pages of the bench are about, and who reads them."""

    programme: Programme
    held: LiveSession
    open: LiveSession
    coming: LiveSession
    case: Case
    readers: dict[str, Person]


def made(volume: Volume) -> Hub:
    """Load the demonstration and everything around it. Takes about 20 seconds."""
    demonstration.load(say=lambda line: None)
    readers = dict(demonstration.people())
    held = LiveSession.objects.filter(record_published_at__isnull=False).get()
    cohort = held.cohort
    people = _people(cohort, volume.people)
    _other_programmes(cohort, people)
    _sessions(cohort, volume.sessions)
    _cases(cohort, held, people, volume.cases, owner=readers["participant"])
    _attended(held, people)
    _talked(held, people, volume.lines)
    room = _open_room(cohort)
    _fill(room, people[: volume.present])
    _talked(room, people, volume.lines)
    coming = LiveSession.objects.filter(cohort=cohort, agenda__isnull=False)
    return Hub(
        programme=cohort.programme,
        held=held,
        open=room,
        coming=coming.filter(starts_at__gt=clock.now(), opened_at=None).distinct()[0],
        case=Case.objects.get(session=held),
        readers=readers,
    )


def _people(cohort: Cohort, count: int) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(email=f"one{number}@example.org", name=f"Sione Tupou {number}", password="!")
        for number in range(count)
    )
    countries = list(Country.objects.order_by("pk")[:60])
    Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=person, country=countries[place % len(countries)])
        for place, person in enumerate(people)
    )
    return people


def _other_programmes(cohort: Cohort, people: list[Person]) -> None:
    for number in range(1, 9):
        programme = programmes.open_programme(
            by=None, hub=cohort.programme.hub, name=f"Programme {number}", aim=WORDS * 2
        )
        other = programmes.make_cohort(by=None, programme=programme, name="First cohort")
        programmes.publish(by=None, programme=programme)
        Enrolment.objects.bulk_create(
            Enrolment(cohort=other, person=person) for person in people[number::9]
        )
        _sessions(other, 2)


def _sessions(cohort: Cohort, count: int) -> None:
    """So many sessions a week apart, half of them held, half to come."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    sessions = []
    for number in range(count):
        starts_at = hour + timedelta(weeks=number - count // 2, days=3)
        ended_at = starts_at + timedelta(hours=1) if starts_at < hour else None
        sessions.append(
            LiveSession(
                cohort=cohort,
                title=f"Palliative care where roads end {number}",
                summary=WORDS,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=1),
                time_zone=cohort.programme.hub.time_zone,
                opened_at=starts_at if ended_at else None,
                closed_at=ended_at,
            )
        )
    LiveSession.objects.bulk_create(sessions)


def _cases(
    cohort: Cohort, held: LiveSession, people: list[Person], count: int, *, owner: Person
) -> None:
    now = clock.now()
    areas = list(cohort.programme.challenge_areas.all())
    country = Country.objects.order_by("pk")[0]
    # One case a session, as in life.
    sessions = iter(
        LiveSession.objects.filter(cohort=cohort, closed_at__isnull=False).exclude(pk=held.pk)
    )
    cases = Case.objects.bulk_create(
        Case(
            programme=cohort.programme,
            presenter=people[number % len(people)],
            country=country,
            challenge_area=areas[number % len(areas)],
            title=f"Opioids on island {number}",
            situation=WORDS * 4,
            tried=WORDS * 2,
            obstacle=WORDS * 2,
            question="Who may prescribe where there is no doctor?",
            submitted_at=now,
            accepted_at=now if number % 4 else None,
            discussed_at=now if number % 2 else None,
            session=next(sessions, None) if number % 2 else None,
        )
        for number in range(count)
    )
    Recommendation.objects.bulk_create(
        Recommendation(
            case=case,
            session=case.session,
            author=people[number % len(people)],
            text=WORDS,
            owner=owner if number < 8 else None,
            due_on=(now + timedelta(days=30)).date(),
        )
        for number, case in enumerate(case for case in cases for _ in range(3))
        if case.discussed_at
    )
    shown = Case.objects.filter(session=held).get()
    Recommendation.objects.bulk_create(
        Recommendation(case=shown, session=held, author=people[number], text=WORDS)
        for number in range(min(10, len(people)))
    )


def _attended(held: LiveSession, people: list[Person]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            session=held, person=person, attended=timedelta(minutes=50), final_at=clock.now()
        )
        for person in people
    )


def _open_room(cohort: Cohort) -> LiveSession:
    """The demonstration's session for practice, opened."""
    practice = LiveSession.objects.filter(
        cohort=cohort, series=None, opened_at=None, starts_at__gt=clock.now()
    ).earliest("starts_at")
    schedule.open_session(by=None, session=practice)
    practice.refresh_from_db()
    return practice


def _fill(room: LiveSession, people: list[Person]) -> None:
    now = clock.now()
    # The bench lasts minutes, and nobody here gives another sign of life.
    until: datetime = now + timedelta(hours=1)
    Presence.objects.bulk_create(
        Presence(session=room, person=person, began_at=now, last_sign_at=until) for person in people
    )
    Hand.objects.bulk_create(Hand(session=room, person=person) for person in people[:5])


def _talked(session: LiveSession, people: list[Person], count: int) -> None:
    last = Entry.objects.filter(session=session).aggregate(last=Max("seq"))["last"] or 0
    Entry.objects.bulk_create(
        Entry(
            session=session,
            seq=last + number,
            kind=Kind.SAID,
            person=people[number % len(people)],
            data={"text": WORDS},
        )
        for number in range(1, count + 1)
    )
    Room.objects.update_or_create(session=session, defaults={"last_seq": last + count})
