"""What is read of rooms, with its price. For one part of the page see ``scene``."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.kernel.compiled import Compiled
from talanoa.live import access
from talanoa.live.attendance import Interval, Span
from talanoa.live.durations import DEAD_AFTER, LONGEST_GAP, LONGEST_OUTAGE, SHOWN_AFTER
from talanoa.live.models import (
    Arrival,
    AtScreen,
    Attendance,
    AttendanceReport,
    Call,
    Entry,
    GuestLink,
    Hand,
    Outage,
    PhonePin,
    Poll,
    Presence,
    QuestionVote,
    Removal,
    ReportLine,
    Room,
    RoomProcess,
    SlideDeck,
    Stay,
)
from talanoa.live.terms import LISTED_UP_TO, WRITTEN, StayKind
from talanoa.people.models import Person
from talanoa.programmes.models import Enrolment, TeamMember
from talanoa.schedule.models import LiveSession

_VOTES = ("session_id", "pk", "voted")


def last_seq(session_id: int) -> int:
    """The number of the newest entry; 0 before the first. One query.

    Read it before what the page shows: an entry may then be shown twice, never missed.
    """
    return last_seqs([session_id]).get(session_id, 0)


def last_seqs(session_ids: Iterable[int]) -> dict[int, int]:
    """The number of the newest entry of each room that has one. One query."""
    rooms = Room.objects.filter(pk__in=list(session_ids))
    return dict(rooms.values_list("pk", "last_seq"))


class Mark(NamedTuple):
    """Where a room stands: its newest entry, and the votes, which alone are not in its log.

    Of votes for questions, which can be taken back, their number and the newest tell any change.
    """

    seq: int = 0
    polled: int | None = None
    supporting: int | None = None
    newest_support: int | None = None


def mark_of(session_id: int) -> Mark:
    """The mark of a room now. One query."""
    return next((Mark(*row) for row in _marks(session=session_id)), Mark())


def _mark_of(session: int) -> QuerySet[Room, tuple[Any, ...]]:
    polls = Poll.objects.filter(session=session).order_by().values("session")
    supporting = QuestionVote.objects.filter(question__session=session).order_by()
    votes = supporting.values("question__session")
    return Room.objects.filter(pk=session).values_list(
        "last_seq",
        Subquery(polls.values_list(Sum("voted"))),
        Subquery(votes.values_list(Count("pk"))),
        Subquery(votes.values_list(Max("pk"))),
    )


_marks = Compiled(_mark_of)


def has_hand_up(session: LiveSession, person: Person) -> bool:
    """Whether somebody's hand is raised. One query."""
    return bool(_own_hand(session=session.pk, person=person.pk))


_own_hand = Compiled(
    lambda session, person: Hand.objects.filter(
        session=session, person=person, lowered_at=None
    ).values_list("pk")
)


def entries_after(session: LiveSession, seq: int, *, most: int) -> list[Entry]:
    """Entries after number ``seq``, in order, with their people. One query."""
    newer = Entry.objects.filter(session=session, seq__gt=seq).select_related("person")
    entries = list(newer.order_by("seq")[:most])
    for entry in entries:
        entry.session = session
    return entries


def may_be_on_screen(session: LiveSession) -> bool:
    """Whether a page of this room, opened before, may still be shown somewhere. No query."""
    return session.closed_at is None or session.closed_at > clock.now() - SHOWN_AFTER


def line_of(entry: Entry) -> Entry | None:
    """The line an entry says has changed, as it stands now, its person loaded. One query."""
    lines = Entry.objects.filter(session=entry.session_id, seq=entry.data["line"])
    return lines.select_related("person", "audience_person").first()


def present(session: LiveSession, *, now: datetime | None = None) -> QuerySet[Person]:
    """Who is in the room now, by name, once each. One query.

    Also those who just fell silent: the last written sign of life may be 30 s old.
    """
    since = (now or clock.now()) - LONGEST_GAP
    here = Presence.objects.filter(session=session, ended_at=None, last_sign_at__gte=since)
    people = Person.objects.filter(pk__in=here.values("person")).order_by("name", "pk")
    return people.annotate(calls=Exists(here.filter(person=OuterRef("pk"), by_phone=True)))


def calling(session: LiveSession, people: Iterable[int]) -> set[int]:
    """Those of ``people`` who are in the room by phone. One query."""
    here = Presence.objects.filter(
        session=session,
        person__in=people,
        by_phone=True,
        ended_at=None,
        last_sign_at__gte=clock.now() - LONGEST_GAP,
    )
    return set(here.values_list("person", flat=True))


def listed(session: LiveSession) -> tuple[list[Person], int]:
    """Whom the room lists by name, and how many are there in all. One query, three if large.

    In a room of over 200 only those who have a role, as the socket does.
    """
    here = present(session)
    people = list(here[: LISTED_UP_TO + 1])
    if len(people) <= LISTED_UP_TO:
        return people, len(people)
    return list(here.filter(pk__in=access.role_holders(session))), here.count()


def present_elsewhere(
    session_ids: Iterable[int], *, process: str, now: datetime
) -> dict[int, set[int]]:
    """Who is in these rooms by other room processes now running, by session.

    One query while ``process`` is alone, two otherwise.
    """
    alive = RoomProcess.objects.exclude(name=process).filter(last_beat_at__gte=now - DEAD_AFTER)
    others = list(alive.values_list("name", flat=True))
    if not others:
        return {}
    here = Presence.objects.filter(
        session__in=list(session_ids),
        process__in=others,
        ended_at=None,
        last_sign_at__gte=now - LONGEST_GAP,
    )
    found: dict[int, set[int]] = {}
    for session_id, person_id in here.values_list("session", "person").distinct():
        found.setdefault(session_id, set()).add(person_id)
    return found


def attended(session: LiveSession) -> QuerySet[Attendance]:
    """The attendance that counts now, people loaded, by name; whoever was there. One query."""
    there = Attendance.objects.filter(session=session, is_current=True, attended__gt=timedelta(0))
    return there.select_related("person").order_by("person__name", "person")


def decks(session: LiveSession) -> QuerySet[SlideDeck]:
    """The session's slides, newest first, each with ``made``, its pages so far. One query."""
    return session.decks.annotate(made=Count("pages")).order_by("-uploaded_at", "-pk")


def guest_links(session: LiveSession) -> QuerySet[GuestLink]:
    """The session's guests in the order of invitation, people loaded. One query."""
    return session.guest_links.select_related("person").order_by("made_at", "pk")


def guest_link_of(secret_hash: str) -> GuestLink | None:
    """The link of that secret, withdrawn or not, with guest and session. One query."""
    links = GuestLink.objects.select_related("person", "session__cohort__programme__hub")
    return links.filter(secret_hash=secret_hash).first()


def votes(session_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Which poll is open in each of these sessions, and how many have voted in it. One query."""
    polls = Poll.objects.filter(
        session__in=list(session_ids), opened_at__isnull=False, closed_at=None
    )
    return {session: (pk, voted) for session, pk, voted in polls.values_list(*_VOTES)}


def could_vote(poll: Poll) -> int:
    """How many have been in the room since the poll was opened, until its end. One query.

    Also those who voted by the plain form, whose presence nobody notices.
    """
    now = clock.now()
    since, until = poll.opened_at or now, poll.closed_at or now
    silent = Q(ended_at=None, last_sign_at__gte=since - LONGEST_GAP)
    here = Presence.objects.filter(session=poll.session_id, began_at__lte=until)
    seen = here.filter(silent | Q(ended_at__gte=since)).values("person")
    voted = poll.votes.filter(person__isnull=False).values("person")
    return seen.union(voted).count()


def spans(session: LiveSession) -> dict[int, list[Span]]:
    """Everyone's spans of presence, by person. One query."""
    found: dict[int, list[Span]] = {}
    rows = Presence.objects.filter(session=session).values_list(
        "person_id", "began_at", "last_sign_at", "ended_at"
    )
    for person_id, began_at, last_sign_at, ended_at in rows:
        found.setdefault(person_id, []).append(Span(began_at, last_sign_at, ended_at))
    return found


def stays(session: LiveSession) -> QuerySet[Stay]:
    """What counts of times that the room did not see, in the order in which it came. One query."""
    return Stay.objects.filter(session=session, withdrawn_at=None).order_by("at", "pk")


def told_spans(session: LiveSession) -> dict[int, list[Span]]:
    """The same by person, to be measured with what the room saw. One query."""
    found: dict[int, list[Span]] = {}
    for stay in stays(session):
        span = Span(stay.began_at, stay.ended_at, stay.ended_at)
        found.setdefault(stay.person_id, []).append(span)
    return found


def beside(session: LiveSession) -> dict[int, set[int]]:
    """For whoever is vouched for at somebody's device, whose devices those are. One query."""
    found: dict[int, set[int]] = {}
    named = AtScreen.objects.filter(screen__session=session, vouched_at__isnull=False)
    for person_id, owner_id in named.values_list("person", "screen__person"):
        found.setdefault(person_id, set()).add(owner_id)
    return found


def call_of(session: LiveSession) -> Call | None:
    """The session's call in another tool. One query."""
    return Call.objects.filter(session=session).first()


def is_final(session: LiveSession) -> bool:
    """Whether who attended stands. One query."""
    return Room.objects.filter(session=session, attendance_final_at__isnull=False).exists()


def awaits_report(session: LiveSession) -> bool:
    """Whether who attended stays provisional until a host brings a report. One query."""
    waiting = Call.objects.filter(session=session, session__closed_at__isnull=False)
    return waiting.exclude(session__room__attendance_final_at__isnull=False).exists()


def reports(session: LiveSession) -> QuerySet[AttendanceReport]:
    """The reports brought to a session, newest first, with ``people`` counted by it and ``by``.

    One query.
    """
    return (
        session.reports.select_related("by")
        .annotate(people=Count("stays__person", distinct=True))
        .order_by("-taken_at", "-pk")
    )


def times_by_hand(session: LiveSession) -> QuerySet[Stay]:
    """The times added by hand, newest first, withdrawn ones too, with their people. One query."""
    by_hand = session.stays.filter(kind=StayKind.HAND).select_related("person", "by")
    return by_hand.order_by("-at", "-pk")


def told_apart(people: Iterable[Person]) -> list[tuple[int, str]]:
    """Ids and names to choose among, with the address where two have one name. One query."""
    listed = list(people)
    names = Counter(str(person) for person in listed)
    return [
        (
            person.pk,
            f"{person} ({person.email})"
            if person.email and names[str(person)] > 1
            else str(person),
        )
        for person in listed
    ]


def outages(*, since: datetime, until: datetime) -> list[Interval]:
    """The outages of ours that touch this time; those too long for a restart left out."""
    rows = Outage.objects.filter(began_at__lte=until, ended_at__gte=since)
    moments = rows.order_by("began_at").values_list("began_at", "ended_at")
    return [(began, ended) for began, ended in moments if ended - began <= LONGEST_OUTAGE]


def kept_about(person: Person) -> dict[str, object]:
    """What rooms keep about somebody, fit for JSON, each list oldest first. Thirteen queries.

    What others did with them is told without saying who; what they did to others stands
    among their acts, without saying to whom.
    """
    entries = Entry.objects.filter(person=person).order_by("pk")
    lines = entries.filter(kind__in=WRITTEN).values_list("session__title", "kind", "at", "data")
    told = Entry.objects.filter(audience_person=person).order_by("pk")
    return {
        "lines": [
            {"session__title": title, "kind": kind, "at": at, "text": data["text"]}
            for title, kind, at, data in lines
        ],
        "acts": _by_session(entries.exclude(kind__in=WRITTEN), "kind", "at"),
        "told": _by_session(told, "kind", "at"),
        "floor": _by_session(Room.objects.filter(floor=person).order_by("pk")),
        "hands": _by_session(
            Hand.objects.filter(person=person).order_by("pk"),
            "about",
            "is_written",
            "raised_at",
            "called_at",
            "lowered_at",
        ),
        "presences": _by_session(
            person.presences.order_by("pk"), "began_at", "last_sign_at", "ended_at", "by_phone"
        ),
        "phone_pins": _by_session(
            PhonePin.objects.filter(person=person).order_by("pk"), "digits", "made_at"
        ),
        "attendances": _by_session(
            person.attendances.order_by("pk"),
            "revision",
            "is_current",
            "attended",
            "intervals",
            "reason",
            "final_at",
        ),
        "stays": _by_session(
            Stay.objects.filter(person=person).order_by("pk"),
            "kind",
            "began_at",
            "ended_at",
            "reason",
            "at",
            "withdrawn_at",
        ),
        "reports_waiting": list(
            ReportLine.objects.filter(people=person)
            .order_by("pk")
            .values("report__session__title", "name", "address", "intervals")
        ),
        "arrivals": _by_session(
            Arrival.objects.filter(person=person).order_by("pk"), "came_at", "seen_at", "let_in_at"
        ),
        "removals": _by_session(
            Removal.objects.filter(person=person).order_by("pk"), "at", "ended_at"
        ),
        "guest_links": _by_session(
            GuestLink.objects.filter(person=person), "made_at", "withdrawn_at"
        ),
        "slides": _by_session(
            SlideDeck.objects.filter(uploaded_by=person).order_by("pk"), "title", "uploaded_at"
        ),
    }


def _by_session(rows: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    return list(rows.values("session__title", *columns))


def country_of(session: LiveSession, people: Iterable[Any]) -> dict[int, Country]:
    """For whom each of these keys' people is enrolled; else whose team they are in. Two queries."""
    programme = session.cohort.programme_id
    teams = TeamMember.objects.filter(team__programme=programme, person__in=people)
    places = Enrolment.objects.filter(
        cohort__programme=programme, person__in=people, country__isnull=False
    )
    found: dict[int, Country | None] = {
        member.person_id: member.team.country for member in teams.select_related("team__country")
    }
    found |= {place.person_id: place.country for place in places.select_related("country")}
    return {pk: country for pk, country in found.items() if country is not None}
