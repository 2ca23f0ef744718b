"""Spans as rows; the beats of room processes and the outages between them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from talanoa.kernel import clock
from talanoa.live import queries
from talanoa.live.models import Outage, Presence, RoomProcess
from talanoa.live.room.spans import Span
from talanoa.live.services import presence
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession
from tests.make import a_person, a_role, a_session, an_open_session, enrolled

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 5, 14, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def a_span(session, person_id: int, *, ended: bool = False) -> Span:
    return Span(session.pk, person_id, uuid.uuid4(), at(0), at(30), at(30) if ended else None)


def test_a_span_is_brought_up_to_date_in_its_row():
    session = an_open_session()
    span = a_span(session, enrolled(session.cohort).pk)

    presence.write_spans([span], process="one")
    span.last_sign_at = at(45)
    presence.write_spans([span, span], process="one")

    rows = Presence.objects.values_list("began_at", "last_sign_at", "ended_at", "process")
    assert list(rows) == [(at(0), at(45), None, "one")]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_written_keeps_no_other_from_being():
    session = an_open_session()
    member = enrolled(session.cohort).pk
    stored, lost, new = a_span(session, member), a_span(session, 10**9), a_span(session, member)
    presence.write_spans([stored], process="one")
    stored.ended_at = at(31)

    presence.write_spans([stored, lost, new], process="one")

    rows = Presence.objects.order_by("pk").values_list("connection", "ended_at")
    assert list(rows) == [(stored.connection, at(31)), (new.connection, None)]


def test_many_spans_cost_few_statements(django_assert_max_num_queries):
    session = an_open_session()
    person = enrolled(session.cohort)
    spans = [a_span(session, person.pk) for _ in range(300)]

    with django_assert_max_num_queries(8):
        presence.write_spans(spans, process="one")

    assert Presence.objects.count() == 300


def test_those_present_gave_a_sign_within_the_minute():
    session = an_open_session()
    here, left, silent = (enrolled(session.cohort) for _ in range(3))
    quiet = a_span(session, silent.pk)
    quiet.last_sign_at = at(-60)
    quiet.began_at = at(-90)
    spans = [a_span(session, here.pk), a_span(session, here.pk), quiet]
    presence.write_spans([*spans, a_span(session, left.pk, ended=True)], process="one")

    assert list(queries.present(session, now=at(31))) == [here]


@pytest.mark.parametrize(
    ("others", "names", "count"),
    [(199, ["Amina"] + ["Someone"] * 199, 200), (200, ["Amina"], 201)],
)
def test_a_large_room_lists_those_who_have_a_role(others, names, count):
    session = an_open_session()
    expert = a_role(session.cohort.programme, "expert", a_person("Amina"))
    crowd = Person.objects.bulk_create(
        Person(name="Someone", email=f"{number}@example.org") for number in range(others)
    )
    now = clock.now()
    spans = [Span(session.pk, person.pk, uuid.uuid4(), now, now) for person in (expert, *crowd)]
    presence.write_spans(spans, process="one")

    listed, counted = queries.listed(session)

    assert ([person.name for person in listed], counted) == (names, count)


def test_whoever_is_here_by_another_process_is_known(django_assert_num_queries):
    session = an_open_session()
    ours, theirs, of_the_dead = (enrolled(session.cohort) for _ in range(3))
    for person, process in ((ours, "one"), (theirs, "two"), (of_the_dead, "three")):
        presence.write_spans([a_span(session, person.pk)], process=process)
    for name, seconds in (("one", 30), ("two", 25), ("three", 5)):
        RoomProcess.objects.create(name=name, started_at=at(0), last_beat_at=at(seconds))

    with django_assert_num_queries(2):
        elsewhere = queries.present_elsewhere([session.pk], process="one", now=at(31))

    assert elsewhere == {session.pk: {theirs.pk}}


def test_a_process_alone_asks_one_query(django_assert_num_queries):
    RoomProcess.objects.create(name="one", started_at=at(0), last_beat_at=at(30))

    with django_assert_num_queries(1):
        assert queries.present_elsewhere([1, 2], process="one", now=at(31)) == {}


# --- Outages -----------------------------------------------------------------------------------


def outages() -> list[tuple[datetime, datetime]]:
    return list(Outage.objects.values_list("began_at", "ended_at"))


def open_since(seconds: float) -> LiveSession:
    session = a_session(starts_at=NOW)
    LiveSession.objects.filter(pk=session.pk).update(opened_at=at(seconds))
    return session


def test_a_restart_in_the_middle_of_a_session_is_an_outage():
    open_since(-600)
    presence.start(name="first", now=at(0), alone=True)
    presence.beat(name="first", now=at(5))

    presence.start(name="second", now=at(9), alone=True)

    assert outages() == [(at(5), at(9))]
    assert list(RoomProcess.objects.values_list("name", flat=True)) == ["second"]


def test_a_restart_between_sessions_is_none():
    before = open_since(-600)
    LiveSession.objects.filter(pk=before.pk).update(closed_at=at(-300))
    presence.start(name="first", now=at(0), alone=True)

    presence.start(name="second", now=at(9), alone=True)

    assert outages() == []


def test_a_session_opened_or_closed_while_we_were_away_counts():
    closed = open_since(-600)
    LiveSession.objects.filter(pk=closed.pk).update(closed_at=at(3))
    presence.start(name="first", now=at(0), alone=True)

    presence.start(name="second", now=at(9), alone=True)

    assert outages() == [(at(0), at(9))]


def test_one_of_several_that_dies_is_found_by_the_others():
    open_since(-600)
    presence.start(name="first", now=at(0), alone=False)
    presence.start(name="second", now=at(5), alone=False)

    for seconds in range(5, 40, 5):
        presence.beat(name="second", now=at(seconds))

    assert outages() == [(at(0), at(25))]
    assert list(RoomProcess.objects.values_list("name", flat=True)) == ["second"]


def test_a_second_process_is_not_taken_for_a_restart():
    open_since(-600)
    presence.start(name="first", now=at(0), alone=False)

    presence.start(name="second", now=at(5), alone=False)

    assert outages() == []


def test_a_clock_that_was_set_back_makes_no_outage():
    open_since(-7200)
    presence.start(name="first", now=at(0), alone=True)

    presence.start(name="second", now=at(-3600), alone=True)

    assert outages() == []
