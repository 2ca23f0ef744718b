"""Parts in a session: asked for, answered."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.notices.models import Message
from talanoa.people.services import erase, export_of
from talanoa.schedule import services
from talanoa.schedule.models import AgendaItem, SessionRole
from tests.make import a_part, a_person, a_role, a_session, an_open_session, closed

pytestmark = pytest.mark.django_db


def test_a_part_is_answered_from_the_sessions_page(client):
    session = a_session()
    person = a_part(session, "presenter")
    client.force_login(person)
    part = session.roles.get()
    assert (
        "You are asked to take part as Presenter"
        in client.get(f"/sessions/{session.pk}/").content.decode()
    )

    client.post(f"/sessions/{session.pk}/parts/{part.pk}/answer/", {"answer": "yes"})

    part.refresh_from_db()
    assert (part.person, part.confirmed_at) == (person, clock.now())


def test_nobody_answers_for_somebody_else(client):
    session = a_session()
    a_part(session, "presenter")
    part = session.roles.get()
    client.force_login(a_person())

    answer = client.post(f"/sessions/{session.pk}/parts/{part.pk}/answer/", {"answer": "yes"})

    part.refresh_from_db()
    assert (answer.status_code, part.confirmed_at) == (404, None)


@pytest.mark.parametrize("token", ["x", "a:b:c", "1:1:1", "é"])
def test_a_made_up_link_answers_for_nobody(client, token):
    assert client.get(f"/parts/{token}/").status_code == 404


def test_whoever_is_erased_has_no_part_in_what_is_to_come():
    person, other = a_person(), a_person()
    past = closed(an_open_session())
    coming = a_session(past.cohort, starts_in=timedelta(days=3))
    for session in (past, coming):
        for each in (person, other):
            a_part(session, "expert", each)
        AgendaItem.objects.create(
            session=session, position=1, kind="didactic", title="Doses", minutes=9, speaker=person
        )

    erase(by=person, person=person)
    for _ in range(2):
        services.forget_person(person_id=person.pk)

    parts = SessionRole.objects.order_by("session", "person").values_list("session", "person")
    assert list(parts) == [(past.pk, person.pk), (past.pk, other.pk), (coming.pk, other.pk)]
    assert list(AgendaItem.objects.order_by("pk").values_list("speaker", flat=True)) == [
        person.pk,
        None,
    ]
    coming.refresh_from_db()
    assert coming.version == 1


def test_the_export_tells_of_ones_own_parts_and_of_the_feed_but_not_where_it_is():
    person, other = a_person(), a_person()
    session = a_session()
    for each in (person, other):
        a_part(session, "expert", each)
    AgendaItem.objects.create(
        session=session, position=1, kind="didactic", title="Doses", minutes=9, speaker=person
    )
    feed = services.feed_of(person)

    kept = export_of(person)["schedule"]

    part = person.session_roles.get()
    assert kept == {
        "parts": [
            {
                "session__title": session.title,
                "role": "expert",
                "invited_at": part.invited_at,
                "confirmed_at": None,
                "declined_at": None,
            }
        ],
        "speaking": [
            {
                "session__title": session.title,
                "session__starts_at": session.starts_at,
                "title": "Doses",
            }
        ],
        "calendar_feed": [{"made_at": feed.made_at}],
    }


@pytest.mark.parametrize("is_over", [False, True])
def test_a_part_taken_away_takes_the_session_out_of_ones_calendar_while_it_is_to_come(is_over):
    session = a_session()
    person = a_part(session, "speaker")
    coordinator = a_role(session.cohort.programme, "coordinator")

    with clock.standing_at(session.ends_at if is_over else clock.now()):
        services.take_session_role(by=coordinator, part=SessionRole.objects.get(person=person))

    mails = Message.objects.filter(person=person, key__startswith="schedule.part_taken")
    expected = [] if is_over else ["CANCEL"]
    assert list(mails.values_list("calendar_method", flat=True)) == expected
    assert all("STATUS:CANCELLED" in mail.calendar for mail in mails)


def test_a_part_that_was_declined_or_is_not_all_one_has_calls_nothing_off():
    session = a_session()
    coordinator = a_role(session.cohort.programme, "coordinator")
    decliner, expert = a_part(session, "speaker"), a_part(session, "speaker")
    a_role(session.cohort.programme, "expert", expert)
    services.decline_session_role(part=SessionRole.objects.get(person=decliner))

    for person in (decliner, expert):
        services.take_session_role(by=coordinator, part=SessionRole.objects.get(person=person))

    assert not Message.objects.filter(key__startswith="schedule.part_taken").exists()
