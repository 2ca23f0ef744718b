"""The pages of sessions and series: who gets which, what they show, what they cost."""

from datetime import timedelta

import pytest

from talanoa.kernel import clock
from talanoa.notices.models import Message
from talanoa.schedule import services
from talanoa.schedule.models import LiveSession, Series
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.tests.jobs import run_jobs
from tests.make import (
    a_cohort,
    a_part,
    a_person,
    a_programme,
    a_role,
    a_series,
    a_session,
    an_open_session,
    enrolled,
)

pytestmark = pytest.mark.django_db

RULE = {
    "title": "Monthly session",
    "week": "1",
    "weekday": "1",
    "local_time": "14:00",
    "time_zone": "Europe/Zurich",
    "minutes": "60",
    "count": "3",
    "first_on": "2027-01-01",
}

COORDINATORS_PAGES = ["edit/", "move/", "cancel/", "agenda/", "parts/"]


def signed_in(client, person):
    client.force_login(person)
    return person


@pytest.mark.parametrize("path", COORDINATORS_PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("expert", 404), ("stranger", 404), ("anonymous", 302)],
)
def test_who_gets_a_coordinators_page(client, path, who, status):
    session = a_session()
    if who in ("coordinator", "expert"):
        signed_in(client, a_role(session.cohort.programme, who))
    elif who == "stranger":
        signed_in(client, a_person())

    assert client.get(f"/sessions/{session.pk}/{path}").status_code == status


@pytest.mark.parametrize("path", ["", *COORDINATORS_PAGES, "calendar.ics"])
def test_a_session_that_is_not_there_is_not_found(client, path):
    signed_in(client, a_person())

    assert client.get(f"/sessions/999999/{path}").status_code == 404


@pytest.mark.parametrize("act", ["open/", "close/"])
def test_acts_are_posted(client, act):
    session = a_session()
    signed_in(client, a_role(session.cohort.programme, "coordinator"))

    assert client.get(f"/sessions/{session.pk}/{act}").status_code == 405


def test_a_session_is_shown_in_the_readers_time_with_the_hubs_beside_it(client):
    session = a_session()
    services.set_agenda(
        by=None,
        session=session,
        items=[
            ItemOfAgenda(kind="welcome", title="Welcome", minutes=5),
            ItemOfAgenda(kind="case", title="Case", minutes=20),
        ],
    )
    signed_in(client, a_person(time_zone="Africa/Nairobi"))

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert "Tuesday 8 December 2026, 12:00 Nairobi time (EAT)" in page
    assert "10:00 Geneva time (CET)" in page
    assert "begins in 7 days" in page
    assert [page.count(f">{at}</time>") for at in ("12:00", "12:05", "12:25")] == [1, 1, 0]


def test_readers_without_a_zone_see_the_hubs(client):
    session = a_session()

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert "Tuesday 8 December 2026, 10:00 Geneva time (CET)" in page


@pytest.mark.parametrize(
    ("who", "enters", "enrols"),
    [("enrolled", True, False), ("presenter", True, False), ("stranger", False, True)],
)
def test_who_is_shown_the_way_in(client, who, enters, enrols):
    session = an_open_session()
    person = {
        "enrolled": lambda: enrolled(session.cohort),
        "presenter": lambda: a_part(session, "presenter"),
        "stranger": a_person,
    }[who]()
    signed_in(client, person)

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert ("Enter the room" in page) is enters
    assert ("Enrol to take part" in page) is enrols


def test_a_cancelled_session_says_why_and_what_is_next(client):
    session = a_session()
    a_session(session.cohort, starts_in=timedelta(days=14), title="The next one")
    services.cancel_session(by=None, session=session, reason="A storm.")

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert "This session will not take place" in page
    assert "A storm." in page
    assert "The next one" in page


@pytest.mark.parametrize("items", [1, 3])
def test_a_session_asks_as_many_queries_for_three_items_as_for_one(
    client, django_assert_num_queries, items
):
    session = a_session()
    speaker = a_part(session, "presenter")
    services.set_agenda(
        by=None,
        session=session,
        items=[
            ItemOfAgenda(kind="case", title=f"Part {n}", minutes=5, speaker=speaker)
            for n in range(items)
        ],
    )

    with django_assert_num_queries(5):
        page = client.get(f"/sessions/{session.pk}/")

    assert page.content.decode().count("Part ") == items


# --- A coordinator's forms ---------------------------------------------------------------------


def test_a_series_is_shown_before_it_is_planned(client):
    cohort = a_cohort()
    enrolled(cohort, a_person(time_zone="Africa/Nairobi"))
    signed_in(client, a_role(cohort.programme, "coordinator"))
    path = f"/cohorts/{cohort.pk}/series/new/"

    page = client.post(path, RULE | {"count": "5", "act": "preview"}).content.decode()

    assert LiveSession.objects.count() == 0
    assert page.count('name="skip"') == 5
    assert "Tuesday 5 January 2027, 14:00 Geneva time (CET)" in page
    assert "A clock change moves the sessions for some" in page
    assert "16:00 from Tuesday 5 January 2027 to Tuesday 2 March 2027" in page
    assert "15:00 from Tuesday 6 April 2027 to Tuesday 4 May 2027" in page


def digest_in(page):
    return page.content.decode().split('name="digest" value="')[1].split('"')[0]


def test_a_series_is_planned_as_it_was_shown_without_what_was_left_out(client):
    cohort = a_cohort()
    signed_in(client, a_role(cohort.programme, "coordinator"))
    path = f"/cohorts/{cohort.pk}/series/new/"
    digest = digest_in(client.post(path, RULE | {"act": "preview"}))

    answer = client.post(path, RULE | {"act": "save", "digest": digest, "skip": "2027-02-01"})

    assert answer.status_code == 302
    days = cohort.live_sessions.order_by("starts_at").values_list("starts_at__date", flat=True)
    assert [f"{day:%m-%d}" for day in days] == ["01-05", "03-02"]


def test_nothing_is_planned_that_was_not_shown(client):
    cohort = a_cohort()
    signed_in(client, a_role(cohort.programme, "coordinator"))
    path = f"/cohorts/{cohort.pk}/series/new/"
    digest = digest_in(client.post(path, RULE | {"act": "preview"}))

    page = client.post(path, RULE | {"act": "save", "digest": digest, "local_time": "15:00"})

    assert page.status_code == 200
    assert "Tuesday 5 January 2027, 15:00 Geneva time (CET)" in page.content.decode()
    assert LiveSession.objects.count() == 0


def test_a_double_click_plans_a_series_once(client):
    cohort = a_cohort()
    signed_in(client, a_role(cohort.programme, "coordinator"))
    path = f"/cohorts/{cohort.pk}/series/new/"
    digest = digest_in(client.post(path, RULE | {"act": "preview"}))

    answers = [client.post(path, RULE | {"act": "save", "digest": digest}) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "already has a session at that time" in answers[1].content.decode()
    assert (Series.objects.count(), LiveSession.objects.count()) == (1, 3)


def test_a_change_of_a_series_is_shown_and_then_made(client):
    series = a_series(count=3)
    second = series.live_sessions.order_by("starts_at")[1]
    services.move_session(
        by=None,
        session=second,
        starts_at=second.starts_at + timedelta(days=1),
        ends_at=second.ends_at + timedelta(days=1),
    )
    signed_in(client, a_role(series.cohort.programme, "coordinator"))
    path = f"/series/{series.pk}/"
    change = RULE | {"local_time": "09:00", "version": "0", "count": "4"}

    page = client.post(path, change | {"act": "preview"})

    words = page.content.decode()
    assert words.count("Until now:") == 2
    assert (words.count("Stays: moved by hand"), words.count(">New<")) == (1, 1)
    answer = client.post(path, change | {"act": "save", "digest": digest_in(page)})
    assert answer.status_code == 302
    hours = series.live_sessions.order_by("starts_at").values_list("starts_at__hour", flat=True)
    assert list(hours) == [8, 13, 8, 7]


def test_a_series_is_ended_with_a_reason(client):
    series = a_series(count=2)
    signed_in(client, a_role(series.cohort.programme, "coordinator"))

    client.post(f"/series/{series.pk}/end/", {"reason": "No money."})

    reasons = series.live_sessions.values_list("cancel_reason", flat=True)
    assert list(reasons) == ["No money.", "No money."]


def test_a_session_is_added_and_mailed(client):
    cohort = a_cohort()
    person = enrolled(cohort)
    signed_in(client, a_role(cohort.programme, "coordinator"))
    Message.objects.all().delete()
    form = {
        "title": "Extra",
        "summary": "",
        "day": "2026-12-10",
        "at": "14:00",
        "time_zone": "Europe/Zurich",
        "minutes": "60",
    }

    answer = client.post(f"/cohorts/{cohort.pk}/sessions/new/", form)
    run_jobs(of="schedule")

    session = LiveSession.objects.get()
    assert answer.headers["Location"] == f"/sessions/{session.pk}/"
    assert f"{session.starts_at:%F %H:%M}" == "2026-12-10 13:00"
    assert Message.objects.filter(person=person).get().subject == "New session: Extra"


def test_hosts_open_and_end_a_session_from_its_page(client):
    session = a_session(starts_in=timedelta(minutes=20))
    signed_in(client, a_part(session, "facilitator"))
    assert "Open the doors" in client.get(f"/sessions/{session.pk}/").content.decode()

    client.post(f"/sessions/{session.pk}/open/")
    session.refresh_from_db()
    assert session.status == "open"

    client.post(f"/sessions/{session.pk}/close/")
    session.refresh_from_db()
    assert session.status == "closed"


def test_who_may_not_open_is_told_why(client):
    session = a_session(starts_in=timedelta(minutes=20))
    signed_in(client, enrolled(session.cohort))

    answer = client.post(f"/sessions/{session.pk}/open/")

    assert answer.status_code == 403
    assert "Only facilitators and coordinators" in answer.content.decode()


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_session_that_has_begun_cannot_be_moved(client, state):
    session = an_open_session()
    if state == "closed":
        services.close_session(by=None, session=session)
    signed_in(client, a_role(session.cohort.programme, "coordinator"))

    answer = client.post(f"/sessions/{session.pk}/move/", {})

    assert answer.status_code == 409
    assert "cannot be moved" in answer.content.decode()


def test_a_programmes_page_lists_its_next_sessions(client):
    programme = a_programme()
    cohort = a_cohort(programme)
    series = a_series(cohort, count=6)
    services.cancel_session(
        by=None, session=series.live_sessions.order_by("starts_at")[0], reason="Storm."
    )

    page = client.get(f"/programmes/{programme.slug}/").content.decode()

    assert page.count("/sessions/") == 6
    assert page.count('class="tag cancelled"') == 1


def test_the_list_of_programmes_names_the_next_session_of_each(client, django_assert_num_queries):
    for number in range(3):
        a_session(title=f"Next {number}")

    with django_assert_num_queries(2):
        page = client.get("/programmes/").content.decode()

    assert [page.count(f"Next {number}") for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(("minutes", "links"), [(31, 0), (30, 1), (1, 1)])
def test_the_way_in_stands_there_as_soon_as_the_doors_may_open(client, minutes, links):
    session = a_session()
    signed_in(client, enrolled(session.cohort))

    with clock.standing_at(session.starts_at - timedelta(minutes=minutes)):
        page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert page.count("Enter the room") == links
    assert page.count("the way in appears here") == 1 - links


def test_a_host_finds_slides_and_guests_on_the_sessions_page(client):
    session = a_session()
    signed_in(client, a_role(session.cohort.programme, "facilitator"))

    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert page.count(f'href="/sessions/{session.pk}/slides/"') == 1
    assert page.count(f'href="/sessions/{session.pk}/guests/"') == 1
