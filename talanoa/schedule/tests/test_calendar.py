"""Calendar files and feeds, read back with the library that reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from talanoa.kernel import clock
from talanoa.programmes import services as programmes
from talanoa.schedule import calendar, services
from talanoa.schedule.models import CalendarFeed
from talanoa.schedule.tests.conftest import NOW
from tests.make import a_part, a_person, a_programme, a_series, a_session, enrolled

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def events(text):
    return Calendar.from_ical(text).walk("VEVENT")


def loaded(session):
    return type(session).objects.select_related("cohort__programme__hub").get(pk=session.pk)


def feed_address(person):
    return f"/calendar/{services.feed_of(person).secret}.ics"


def test_an_entry_says_when_where_and_what_in_utc():
    session = loaded(a_session(summary="Bring your rules.", title="Morphine, for all; everywhere"))

    text = calendar.entry(session, method="PUBLISH")

    (event,) = events(text)
    page = f"http://localhost:8000/sessions/{session.pk}/"
    assert event["uid"] == str(session.uid)
    assert event["dtstart"].dt == session.starts_at
    assert event["dtend"].dt == session.ends_at
    assert event["dtstamp"].dt == event["last-modified"].dt == session.changed_at
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["summary"] == "Morphine, for all; everywhere"
    assert event["url"] == event["location"] == page
    assert "Bring your rules." in event["description"]
    assert event.walk("VALARM")[0]["trigger"].dt == timedelta(minutes=-15)
    assert "TZID" not in text
    assert "DTSTART:20261208T090000Z\r\n" in text


def test_lines_end_and_fold_as_the_standard_says():
    session = loaded(a_session(title="é" * 200, summary="Zeile\n" * 50))

    text = calendar.entry(session, method="PUBLISH")

    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize(("method", "attendees"), [("PUBLISH", 0), ("REQUEST", 1), ("CANCEL", 1)])
def test_only_what_is_sent_to_somebody_names_them(method, attendees):
    session, person = loaded(a_session()), a_person("Ana")

    text = calendar.entry(session, method=method, person=person)

    (event,) = events(text)
    assert Calendar.from_ical(text)["method"] == method
    assert event["organizer"].params["cn"] == session.cohort.programme.hub.name
    assert text.count("ATTENDEE") == attendees


@pytest.mark.parametrize(
    ("count", "is_cancelled", "method"),
    [(1, False, "REQUEST"), (1, True, "CANCEL"), (3, False, "PUBLISH"), (3, True, "PUBLISH")],
)
def test_several_sessions_are_never_one_request(count, is_cancelled, method):
    sessions = list(a_series(count=count).live_sessions.all())

    assert calendar.method_for(sessions, is_cancelled=is_cancelled) == method


def test_the_same_data_gives_the_same_bytes_at_any_moment():
    session = loaded(a_session())
    before = calendar.entry(session, method="PUBLISH")

    with clock.standing_at(NOW + timedelta(days=3)):
        assert calendar.entry(session, method="PUBLISH") == before


def test_a_cancelled_session_says_so_and_rings_no_alarm():
    session = a_session(title="Morphine")
    services.cancel_session(by=None, session=session, reason="Storm.")

    (event,) = events(calendar.entry(loaded(session), method="CANCEL", person=a_person()))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["summary"] == "Cancelled: Morphine"
    assert event.walk("VALARM") == []


def test_joining_again_after_leaving_wins_over_the_cancellation_in_between():
    session = loaded(a_session())
    left, back = NOW + HOUR, NOW + 2 * HOUR
    goodbye = calendar.file([session], method="CANCEL", stamped_at=left, is_cancelled=True)
    welcome = calendar.file([session], method="REQUEST", stamped_at=back)

    stamps = [events(text)[0]["dtstamp"].dt for text in (goodbye, welcome)]

    assert stamps == [left, back]
    assert [events(text)[0]["status"] for text in (goodbye, welcome)] == ["CANCELLED", "CONFIRMED"]


def test_a_feed_holds_ones_own_sessions_and_no_others(client):
    person = a_person()
    mine = a_session(title="Mine")
    enrolled(mine.cohort, person)
    part = a_session(title="As presenter")
    a_part(part, "presenter", person)
    a_session(title="Somebody else's")

    page = client.get(feed_address(person))

    assert [event["summary"] for event in events(page.content)] == ["Mine", "As presenter"]
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    assert page["Cache-Control"] == "private, no-cache"


def test_a_feed_is_not_sent_again_while_nothing_changes(client):
    session = a_session()
    person = enrolled(session.cohort)
    address = feed_address(person)
    first = client.get(address)

    by_tag = client.get(address, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    with clock.standing_at(NOW + HOUR):
        later = client.get(address)

    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert later.content == first.content
    with clock.standing_at(NOW + HOUR):
        services.cancel_session(by=None, session=session, reason="Storm.")
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert [event["status"] for event in events(changed.content)] == ["CANCELLED"]


def test_leaving_empties_the_feed_for_those_who_ask_by_date_too(client):
    session = a_session()
    person = enrolled(session.cohort)
    address = feed_address(person)
    first = client.get(address)

    with clock.standing_at(NOW + HOUR):
        programmes.leave(by=person, cohort=session.cohort, person=person)
    page = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

    assert page.status_code == 200
    assert events(page.content) == []


@pytest.mark.parametrize(
    ("days_after", "is_cancelled", "shown"),
    [(29, True, 1), (31, True, 0), (31, False, 1), (89, False, 1), (91, False, 0)],
)
def test_how_long_past_sessions_stay_in_a_feed(client, days_after, is_cancelled, shown):
    session = a_session()
    person = enrolled(session.cohort)
    if is_cancelled:
        services.cancel_session(by=None, session=session, reason="Storm.")
    address = feed_address(person)

    with clock.standing_at(session.ends_at + timedelta(days=days_after)):
        page = client.get(address)

    assert len(events(page.content)) == shown


def test_a_new_address_shuts_the_old_one(client):
    person = enrolled(a_session().cohort)
    client.force_login(person)
    old = feed_address(person)

    client.post("/calendar/renew/")

    assert client.get(old).status_code == 404
    assert client.get(feed_address(person)).status_code == 200


@pytest.mark.parametrize("secret", ["x", "0" * 64, "..%2F", "é"])
def test_a_wrong_secret_finds_nothing(client, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_feed_of_somebody_erased_is_shut(client):
    person = a_person()
    address = feed_address(person)

    services.forget_person(person_id=person.pk)

    assert client.get(address).status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_a_feed_asks_as_many_queries_for_ten_sessions_as_for_one(client, django_assert_num_queries):
    series = a_series(count=10)
    person = enrolled(series.cohort)
    address = feed_address(person)

    with django_assert_num_queries(4):
        page = client.get(address)

    assert len(events(page.content)) == 10


@pytest.mark.parametrize(("is_published", "status"), [(True, 200), (False, 404)])
def test_anybody_may_take_a_public_sessions_file(client, is_published, status):
    session = a_session(a_programme(is_published=is_published))

    assert client.get(f"/sessions/{session.pk}/calendar.ics").status_code == status


def test_a_series_over_a_clock_change_is_right_in_utc():
    series = a_series(count=4)
    sessions = [loaded(session) for session in series.live_sessions.order_by("starts_at")]

    starts = [event["dtstart"].dt for event in events(calendar.file(sessions, method="PUBLISH"))]

    assert starts == [
        datetime(2027, 1, 5, 13, tzinfo=UTC),
        datetime(2027, 2, 2, 13, tzinfo=UTC),
        datetime(2027, 3, 2, 13, tzinfo=UTC),
        datetime(2027, 4, 6, 12, tzinfo=UTC),
    ]
