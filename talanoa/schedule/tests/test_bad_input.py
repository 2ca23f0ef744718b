"""Whatever is typed into a form: a clear answer, nothing lost, nothing half done."""

from datetime import timedelta

import pytest

from talanoa.schedule import services
from talanoa.schedule.models import LiveSession
from tests.make import a_cohort, a_role, a_series, a_session

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
WHEN = {"day": "2026-12-10", "at": "14:00", "time_zone": "Europe/Zurich", "minutes": "60"}
NEW = WHEN | {"title": "Extra", "summary": ""}
RULE = {
    "title": "Monthly",
    "week": "1",
    "weekday": "1",
    "local_time": "14:00",
    "time_zone": "Europe/Zurich",
    "minutes": "60",
    "count": "3",
    "first_on": "2027-01-01",
    "act": "save",
    "digest": "",
}

WRONG_TIMES = [
    ({"day": "2027-02-30"}, "Enter a valid date."),
    ({"day": "tomorrow"}, "Enter a valid date."),
    ({"day": "2020-01-01"}, "That time has passed."),
    ({"day": ""}, "This field is required."),
    ({"at": "25:00"}, "Enter a valid time."),
    ({"day": "2027-03-28", "at": "02:30"}, "The clocks jump over this time"),
    ({"time_zone": "Europe/Atlantis"}, "Select a valid choice."),
    ({"time_zone": SCRIPT}, "Select a valid choice."),
    ({"minutes": "-60"}, "greater than or equal to 15"),
    ({"minutes": "100000"}, "less than or equal to 480"),
    ({"minutes": "an hour"}, "Enter a whole number."),
]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        *WRONG_TIMES,
        ({"title": ""}, "This field is required."),
        ({"title": "   "}, "This field is required."),
        ({"title": "x" * 100_000}, "at most 200 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"summary": "x" * 100_000}, "at most 4000 characters"),
    ],
)
def test_a_session_that_cannot_be(client, wrong, reason):
    cohort = a_cohort()
    client.force_login(a_role(cohort.programme, "coordinator"))

    page = client.post(
        f"/cohorts/{cohort.pk}/sessions/new/", NEW | {"title": "Typed title"} | wrong
    )

    words = page.content.decode()
    assert page.status_code == 422
    assert reason in words
    assert ("Typed title" in words) is ("title" not in wrong)
    assert SCRIPT not in words
    assert LiveSession.objects.count() == 0


@pytest.mark.parametrize(("wrong", "reason"), WRONG_TIMES)
def test_a_move_that_cannot_be(client, wrong, reason):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))
    path = f"/sessions/{session.pk}/move/"

    page = client.post(path, WHEN | {"version": "0"} | wrong)

    assert page.status_code == 422
    assert reason in page.content.decode()
    session.refresh_from_db()
    assert session.sequence == 0


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"week": "5"}, "Select a valid choice."),
        ({"weekday": "monday"}, "Select a valid choice."),
        ({"local_time": "24:00"}, "Enter a valid time."),
        ({"time_zone": "../../etc/passwd"}, "Select a valid choice."),
        ({"minutes": "5"}, "greater than or equal to 15"),
        ({"count": "61"}, "less than or equal to 60"),
        ({"count": "0"}, "greater than or equal to 1"),
        ({"first_on": "2027-02-30"}, "Enter a valid date."),
        ({"first_on": "9999-12-31"}, "between the years 2000 and 2200"),
        ({"first_on": "0001-01-01"}, "between the years 2000 and 2200"),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_rule_that_cannot_be(client, wrong, reason):
    cohort = a_cohort()
    client.force_login(a_role(cohort.programme, "coordinator"))

    page = client.post(f"/cohorts/{cohort.pk}/series/new/", RULE | wrong)

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert LiveSession.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "answer"),
    [("", "This field is required."), ("x" * 301, "at most 300 characters")],
)
def test_a_cancellation_needs_a_reason_people_can_read(client, reason, answer):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))

    page = client.post(f"/sessions/{session.pk}/cancel/", {"reason": reason, "version": "0"})

    assert page.status_code == 422
    assert answer in page.content.decode()
    session.refresh_from_db()
    assert session.cancelled_at is None


@pytest.mark.parametrize("path", ["move", "edit", "cancel"])
def test_a_stale_form_shows_what_is_saved_and_can_be_sent_again(client, path):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))
    later = session.starts_at + timedelta(days=1)
    services.change_session(by=None, session=session, title="Their title", summary="")
    services.move_session(
        by=None, session=session, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    typed = {
        "move": WHEN,
        "edit": {"title": "My title", "summary": "", "tells": "on"},
        "cancel": {"reason": "My reason"},
    }[path]

    stale = client.post(f"/sessions/{session.pk}/{path}/", typed | {"version": "0"})

    words = stale.content.decode()
    assert stale.status_code == 422
    assert "Somebody else changed this" in words
    assert {"move": "2026-12-10", "edit": "My title", "cancel": "My reason"}[path] in words
    assert {"move": "2026-12-09", "edit": "Their title", "cancel": ""}[path] in words
    version = words.split('name="version" value="')[1].split('"')[0]
    again = client.post(f"/sessions/{session.pk}/{path}/", typed | {"version": version})
    assert again.status_code == 302


def test_a_stale_series_can_be_sent_again(client):
    series = a_series(count=3)
    client.force_login(a_role(series.cohort.programme, "coordinator"))
    path = f"/series/{series.pk}/"
    mine = RULE | {"title": "Mine", "version": "0", "act": "preview"}
    digest = client.post(path, mine).content.decode().split('name="digest" value="')[1][:16]
    services.change_series(
        by=None,
        series=series,
        title="Theirs",
        week=1,
        weekday=1,
        local_time=series.local_time,
        time_zone="Europe/Zurich",
        minutes=60,
        count=3,
    )

    stale = client.post(path, mine | {"act": "save", "digest": digest})

    words = stale.content.decode()
    assert stale.status_code == 422
    assert "Theirs" in words
    version = words.split('name="version" value="')[1].split('"')[0]
    again = client.post(path, mine | {"act": "save", "digest": digest, "version": version})
    assert again.status_code == 302
    titles = series.live_sessions.values_list("title", flat=True)
    assert set(titles) == {"Mine"}


def test_a_script_in_a_title_is_shown_as_text_everywhere(client):
    session = a_session(title=SCRIPT, summary=SCRIPT)
    services.cancel_session(by=None, session=session, reason=SCRIPT)
    client.force_login(a_role(session.cohort.programme, "coordinator"))
    pages = [
        f"/sessions/{session.pk}/",
        f"/sessions/{session.pk}/edit/",
        f"/sessions/{session.pk}/parts/",
        f"/programmes/{session.cohort.programme.slug}/",
        "/programmes/",
        "/calendar/",
    ]

    assert [SCRIPT in client.get(page).content.decode() for page in pages] == [False] * 6


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"address": "nobody", "role": "presenter"}, "Enter a valid email address."),
        ({"address": "", "role": "presenter"}, "This field is required."),
        ({"address": "a@example.org", "role": "king"}, "Select a valid choice."),
        ({"address": "a@example.org\nBcc: b@example.org", "role": "presenter"}, "valid email"),
        ({"address": "a@example.org", "role": "scribe", "name": "x" * 121}, "at most 120"),
    ],
)
def test_asking_somebody_who_cannot_be_asked(client, form, reason):
    session = a_session()
    client.force_login(a_role(session.cohort.programme, "coordinator"))

    page = client.post(f"/sessions/{session.pk}/parts/", form)

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert session.roles.count() == 0
