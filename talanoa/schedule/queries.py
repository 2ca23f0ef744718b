"""Reads about sessions, each with its price."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from talanoa.kernel import clock
from talanoa.people.models import Person
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Cohort, Enrolment, Programme, Role, TeamMember
from talanoa.programmes.terms import ProgrammeStatus
from talanoa.schedule import access
from talanoa.schedule.models import AgendaItem, CalendarFeed, LiveSession, Series, SessionRole
from talanoa.schedule.terms import CANCELLED_SHOWN, PAST_SHOWN, Lead, SessionRoleName


def sessions_of(programme: Programme, person: Viewer) -> QuerySet[LiveSession]:
    """A programme's sessions that ``person`` may see, in order of time; programme loaded."""
    return (
        access.sessions_visible_to(person)
        .filter(cohort__programme=programme)
        .select_related("cohort__programme__hub")
        .order_by("starts_at", "pk")
    )


def to_come(programme: Programme, person: Viewer) -> QuerySet[LiveSession]:
    """Those that have not ended, cancelled ones too until their time has passed."""
    return sessions_of(programme, person).filter(closed_at=None, ends_at__gt=clock.now())


def series_of(programme: Programme) -> QuerySet[Series]:
    """The series of a programme's cohorts that have not ended, oldest first. One query."""
    return (
        Series.objects.filter(cohort__programme=programme, ended_at=None)
        .select_related("cohort")
        .order_by("pk")
    )


def coming_in(cohort: Cohort) -> QuerySet[LiveSession]:
    """What somebody who enrols now can come to, in order of time. One query."""
    return (
        LiveSession.objects.filter(
            cohort=cohort, cancelled_at=None, closed_at=None, ends_at__gt=clock.now()
        )
        .select_related("cohort__programme__hub")
        .order_by("starts_at", "pk")
    )


def next_of(programmes: Sequence[Programme]) -> dict[int, LiveSession]:
    """The next session of each published programme, by the programme's key. One query."""
    coming = (
        LiveSession.objects.filter(
            cohort__programme__in=programmes,
            cohort__programme__status=ProgrammeStatus.PUBLISHED,
            cancelled_at=None,
            closed_at=None,
            ends_at__gt=clock.now(),
        )
        .select_related("cohort__programme__hub")
        .order_by("-starts_at", "-pk")
    )
    return {session.cohort.programme_id: session for session in coming}


def next_after(session: LiveSession) -> LiveSession | None:
    """The session that the same cohort has after this one. One query."""
    later = LiveSession.objects.filter(
        cohort=session.cohort, cancelled_at=None, starts_at__gt=session.starts_at
    )
    found = later.order_by("starts_at", "pk").first()
    if found is not None:
        found.cohort = session.cohort
    return found


def parts(session: LiveSession) -> QuerySet[SessionRole]:
    """Who does what in a session, in order of invitation; people loaded. One query.

    Not who hosted beside the facilitator: that is the room's, and these are shown to the public.
    """
    asked = session.roles.exclude(role=SessionRoleName.COHOST).select_related("person")
    return asked.order_by("role", "invited_at", "pk")


def concerned(sessions: Sequence[LiveSession]) -> QuerySet[Person]:
    """Everyone these sessions of one cohort concern, each once, by key.

    Those enrolled, those with a role in the programme, those with a part in one of the
    sessions that they have not declined. Guests are not among them: they have no address.
    """
    cohort = sessions[0].cohort
    enrolled = Enrolment.objects.filter(person=OuterRef("pk"), cohort=cohort, left_at=None)
    works = Role.objects.filter(person=OuterRef("pk"), programme_id=cohort.programme_id)
    has_part = SessionRole.objects.filter(
        person=OuterRef("pk"), session__in=sessions, declined_at=None
    )
    return Person.objects.filter(
        Exists(enrolled) | Exists(works) | Exists(has_part),
        email__isnull=False,
        is_active=True,
        erased_at=None,
    ).order_by("pk")


def to_remind(session: LiveSession, lead: Lead) -> QuerySet[Person]:
    """Whom to remind of ``session``: not those who enrolled after the moment to do so.

    They have just been told in the mail that confirmed their enrolment.
    """
    due = session.starts_at - timedelta(minutes=lead)
    late = Enrolment.objects.filter(
        person=OuterRef("pk"), cohort_id=session.cohort_id, left_at=None, enrolled_at__gt=due
    )
    return concerned([session]).filter(~Exists(late))


def due_for_reminder(lead: Lead, *, now: datetime) -> QuerySet[LiveSession]:
    """Sessions of which everyone is to be reminded and has not been, soonest first.

    Late is better than never, but a day's warning is worth nothing in the last two hours;
    and nobody is reminded of a time of which they were told within the lead.
    """
    latest = timedelta(hours=2) if lead == Lead.DAY else timedelta(0)
    begun = Q(reminders__sequence=F("timed_sequence"), reminders__minutes_before=lead)
    return (
        LiveSession.objects.filter(
            cancelled_at=None,
            closed_at=None,
            starts_at__gt=now + latest,
            starts_at__lte=now + timedelta(minutes=lead),
            timed_at__lte=F("starts_at") - timedelta(minutes=lead),
            cohort__programme__status=ProgrammeStatus.PUBLISHED,
        )
        .exclude(pk__in=LiveSession.objects.filter(begun).values("pk"))
        .select_related("cohort__programme__hub")
        .order_by("starts_at", "pk")
    )


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """Whose feed stands at that address, with the person. One query."""
    return CalendarFeed.objects.select_related("person").filter(secret=secret).first()


def in_feed_of(person: Person) -> QuerySet[LiveSession]:
    """The sessions a person's calendar shows, in order of time; programmes loaded. One query.

    Cancelled ones stay for a month past their time, so that every calendar program hears of
    it; held ones for three months.
    """
    now = clock.now()
    enrolled = Enrolment.objects.filter(
        cohort=OuterRef("cohort"), person_id=person.pk, left_at=None
    )
    works = Role.objects.filter(programme=OuterRef("cohort__programme"), person_id=person.pk)
    has_part = SessionRole.objects.filter(
        session=OuterRef("pk"), person_id=person.pk, declined_at=None
    )
    lately = Q(cancelled_at=None, ends_at__gt=now - PAST_SHOWN) | Q(
        cancelled_at__isnull=False, ends_at__gt=now - CANCELLED_SHOWN
    )
    return (
        LiveSession.objects.filter(lately)
        .filter(Exists(enrolled) | Exists(works) | Exists(has_part))
        .select_related("cohort__programme__hub")
        .order_by("starts_at", "pk")
    )


def feed_changed_at(feed: CalendarFeed, sessions: Sequence[LiveSession]) -> datetime:
    """When the feed last changed: a session did, or what the person takes part in. Two queries."""
    places = Enrolment.objects.filter(person_id=feed.person_id).aggregate(
        joined=Max("enrolled_at"), left=Max("left_at")
    )
    part = SessionRole.objects.filter(person_id=feed.person_id).aggregate(
        invited=Max("invited_at"), declined=Max("declined_at")
    )
    moments: list[datetime | None] = [feed.made_at, *places.values(), *part.values()]
    moments += [session.changed_at for session in sessions]
    return max(moment for moment in moments if moment is not None)


def possible_speakers(session: LiveSession) -> QuerySet[Person]:
    """Whom an agenda can name: parts in the session, roles and teams of its programme.

    By name, each once. One query.
    """
    has_part = SessionRole.objects.filter(person=OuterRef("pk"), session=session, declined_at=None)
    works = Role.objects.filter(person=OuterRef("pk"), programme=session.cohort.programme_id)
    in_team = TeamMember.objects.filter(
        person=OuterRef("pk"), team__programme=session.cohort.programme_id
    )
    return Person.objects.filter(
        Exists(has_part) | Exists(works) | Exists(in_team) | Q(pk__in=_named(session))
    ).order_by("name", "pk")


def _named(session: LiveSession) -> QuerySet[AgendaItem, int | None]:
    """Who stands in the agenda already stays there, whatever their role is now."""
    return session.agenda.exclude(speaker=None).values_list("speaker_id", flat=True)
