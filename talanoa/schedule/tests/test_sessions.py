"""Single sessions: added, moved, called off, described, opened and closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.schedule import services
from talanoa.schedule.models import LiveSession
from talanoa.schedule.services import ItemOfAgenda
from talanoa.schedule.tests.conftest import NOW
from tests.make import a_cohort, a_person, a_role, a_session, an_open_session

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def kinds():
    found = Event.objects.filter(kind__startswith="schedule.").order_by("pk")
    return list(found.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (NOW, NOW + HOUR, "starts_at"),
        (NOW - DAY, NOW - DAY + HOUR, "starts_at"),
        (NOW + DAY, NOW + DAY, "ends_at"),
        (NOW + DAY, NOW + DAY - HOUR, "ends_at"),
        (NOW + DAY, NOW + DAY + timedelta(minutes=14), "ends_at"),
        (NOW + DAY, NOW + DAY + timedelta(hours=8, minutes=1), "ends_at"),
    ],
)
def test_times_that_cannot_be(starts, ends, field):
    cohort = a_cohort()
    coordinator = a_role(cohort.programme, "coordinator")

    with pytest.raises(ValidationError) as caught:
        services.add_session(
            by=coordinator, cohort=cohort, title="Session", starts_at=starts, ends_at=ends
        )

    assert list(caught.value.message_dict) == [field]


def test_a_move_keeps_the_uid_and_raises_the_sequence():
    session = a_session()
    later = session.starts_at + DAY

    moved = services.move_session(by=None, session=session, starts_at=later, ends_at=later + HOUR)

    assert (moved.uid, moved.sequence, moved.starts_at) == (session.uid, 1, later)
    assert (moved.moved_at, moved.timed_at, moved.timed_sequence) == (NOW, NOW, 1)
    assert kinds() == ["schedule.session_made", "schedule.session_moved"]


def test_a_move_to_where_it_is_tells_nobody():
    session = a_session()

    services.move_session(
        by=None, session=session, starts_at=session.starts_at, ends_at=session.ends_at
    )

    assert kinds() == ["schedule.session_made"]


def test_a_session_cannot_be_moved_onto_another():
    first, second = a_session(), None
    second = a_session(first.cohort, starts_in=timedelta(days=8))

    with pytest.raises(ValidationError, match="already has a session"):
        services.move_session(
            by=None, session=second, starts_at=first.starts_at, ends_at=first.ends_at
        )


def test_a_session_is_cancelled_once():
    session = a_session()

    assert services.cancel_session(by=None, session=session, reason=" Storm. ") is True
    assert services.cancel_session(by=None, session=session, reason="Again") is False

    session.refresh_from_db()
    assert (session.cancelled_at, session.cancel_reason, session.sequence) == (NOW, "Storm.", 1)
    assert kinds() == ["schedule.session_made", "schedule.session_cancelled"]


@pytest.mark.parametrize(
    ("title", "summary", "sequence", "tells", "said"),
    [
        ("New title", "", 1, True, True),
        ("New title", "", 1, False, False),
        ("Morphine for all who need it", "About rules.", 0, True, False),
    ],
)
def test_a_new_title_counts_for_calendars_and_a_summary_does_not(
    title, summary, sequence, tells, said
):
    session = a_session()

    changed = services.change_session(
        by=None, session=session, title=title, summary=summary, tells=tells
    )

    assert changed.sequence == sequence
    assert Event.objects.get(kind="schedule.session_changed").data["tells"] is said


@pytest.mark.parametrize("act", ["move", "cancel", "change", "agenda"])
def test_what_somebody_else_changed_meanwhile_is_refused_as_stale(act):
    session = a_session()
    services.change_session(by=None, session=session, title="Theirs", summary="")
    stale = {"by": None, "session": session, "version": 0}
    later = session.starts_at + DAY
    acts = {
        "move": lambda: services.move_session(starts_at=later, ends_at=later + HOUR, **stale),
        "cancel": lambda: services.cancel_session(reason="Mine", **stale),
        "change": lambda: services.change_session(title="Mine", summary="", **stale),
        "agenda": lambda: services.set_agenda(items=[], **stale),
    }

    with pytest.raises(ValidationError) as caught:
        acts[act]()

    assert caught.value.code == "stale"
    session.refresh_from_db()
    assert (session.title, session.sequence, session.cancelled_at) == ("Theirs", 1, None)


def test_an_agenda_keeps_its_lines_when_they_change_places():
    session = a_session()
    first, second = services.set_agenda(
        by=None,
        session=session,
        items=[
            ItemOfAgenda(kind="welcome", title="Welcome", minutes=5),
            ItemOfAgenda(kind="case", title="Case", minutes=20),
        ],
    )

    services.set_agenda(
        by=None,
        session=session,
        items=[
            ItemOfAgenda(pk=second.pk, kind="case", title="The case", minutes=25),
            ItemOfAgenda(pk=first.pk, kind="welcome", title="Welcome", minutes=5),
            ItemOfAgenda(kind="closing", title="Thanks", minutes=5),
        ],
    )

    rows = list(session.agenda.values_list("pk", "position", "title", "minutes"))
    third = rows[2][0]
    assert rows == [
        (second.pk, 0, "The case", 25),
        (first.pk, 1, "Welcome", 5),
        (third, 2, "Thanks", 5),
    ]


def test_an_agenda_cannot_take_lines_from_another_session():
    session, other = a_session(), a_session()
    (line,) = services.set_agenda(
        by=None, session=other, items=[ItemOfAgenda(kind="case", title="Theirs", minutes=5)]
    )

    services.set_agenda(
        by=None,
        session=session,
        items=[ItemOfAgenda(pk=line.pk, kind="case", title="Mine", minutes=5)],
    )

    assert [item.title for item in other.agenda.all()] == ["Theirs"]
    assert [item.title for item in session.agenda.all()] == ["Mine"]


@pytest.mark.parametrize(
    ("minutes_before", "opens"), [(31, False), (30, True), (0, True), (-20, True)]
)
def test_a_session_opens_from_half_an_hour_before(minutes_before, opens):
    session = a_session()
    host = a_role(session.cohort.programme, "facilitator")

    with clock.standing_at(session.starts_at - timedelta(minutes=minutes_before)):
        if opens:
            assert services.open_session(by=host, session=session) is True
        else:
            with pytest.raises(Refused, match="30 minutes before"):
                services.open_session(by=host, session=session)

    session.refresh_from_db()
    assert (session.opened_at is not None) is opens


def test_opening_and_closing_twice_is_harmless():
    session = an_open_session()
    host = a_role(session.cohort.programme, "facilitator")

    assert services.open_session(by=host, session=session) is False
    assert services.close_session(by=host, session=session) is True
    assert services.close_session(by=host, session=session) is False
    assert kinds() == [
        "schedule.session_made",
        "schedule.session_opened",
        "schedule.session_closed",
    ]
    with pytest.raises(Refused, match="has ended"):
        services.open_session(by=host, session=session)


def test_a_clock_set_back_cannot_close_a_session_before_it_opened():
    session = an_open_session()

    with clock.standing_at(NOW - HOUR):
        services.close_session(by=None, session=session)

    session.refresh_from_db()
    assert session.closed_at == session.opened_at == NOW


@pytest.mark.parametrize("who", ["participant", "expert", "stranger"])
def test_only_hosts_open_and_close(who):
    session = an_open_session()
    person = a_role(session.cohort.programme, "expert") if who == "expert" else a_person()

    with pytest.raises(Refused, match="Only facilitators and coordinators"):
        services.open_session(by=person, session=session)
    with pytest.raises(Refused, match="Only facilitators and coordinators"):
        services.close_session(by=person, session=session)


def test_a_session_left_open_is_closed_half_an_hour_after_its_end():
    session = an_open_session()
    almost = session.ends_at + timedelta(minutes=29, seconds=59)
    end = session.ends_at + timedelta(minutes=30)

    assert services.close_forgotten(now=almost) == 0
    with clock.standing_at(end):
        assert services.close_forgotten(now=end) == 1
        assert services.close_forgotten(now=end) == 0

    assert LiveSession.objects.get(pk=session.pk).closed_at == end
