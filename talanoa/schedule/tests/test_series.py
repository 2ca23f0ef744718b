"""Series: begun, changed, ended."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from talanoa.kernel import clock
from talanoa.kernel.models import Event
from talanoa.kernel.refusals import Refused
from talanoa.schedule import services
from tests.make import a_cohort, a_person, a_role, a_series, a_session

pytestmark = pytest.mark.django_db

SAME = {
    "title": "Monthly session",
    "week": 1,
    "weekday": 1,
    "local_time": time(14),
    "time_zone": "Europe/Zurich",
    "minutes": 60,
    "count": 12,
}


def starts(series):
    return [
        f"{session.starts_at:%m-%d %H:%M}"
        for session in series.live_sessions.filter(cancelled_at=None).order_by("starts_at")
    ]


def test_a_series_makes_one_session_a_month_with_one_event():
    series = a_series(count=3)

    assert starts(series) == ["01-05 13:00", "02-02 13:00", "03-02 13:00"]
    kinds = Event.objects.filter(kind__startswith="schedule.").values_list("kind", flat=True)
    assert list(kinds) == ["schedule.series_started"]


def test_months_can_be_left_out_and_stay_left_out():
    series = a_series(count=4, skip=[date(2027, 2, 1)])
    assert starts(series) == ["01-05 13:00", "03-02 13:00", "04-06 12:00"]

    services.change_series(by=None, series=series, **(SAME | {"count": 4, "weekday": 2}))

    assert starts(series) == ["01-06 13:00", "03-03 13:00", "04-07 12:00"]


def test_a_change_keeps_months_and_uids_and_raises_sequences():
    series = a_series(count=3)
    before = {session.uid: session for session in series.live_sessions.all()}

    services.change_series(
        by=None, series=series, **(SAME | {"count": 3, "weekday": 0, "local_time": time(9)})
    )

    assert starts(series) == ["01-04 08:00", "02-01 08:00", "03-01 08:00"]
    after = {session.uid: session for session in series.live_sessions.all()}
    assert set(after) == set(before)
    assert {session.sequence for session in after.values()} == {1}
    assert {session.moved_at for session in after.values()} == {None}


def test_a_session_moved_by_hand_stays_where_it_was_put():
    series = a_series(count=3)
    by_hand = series.live_sessions.order_by("starts_at")[1]
    day_later = by_hand.starts_at + timedelta(days=1)
    services.move_session(
        by=None, session=by_hand, starts_at=day_later, ends_at=day_later + timedelta(hours=1)
    )

    services.change_series(by=None, series=series, **(SAME | {"count": 3, "local_time": time(9)}))

    assert starts(series) == ["01-05 08:00", "02-03 13:00", "03-02 08:00"]


def test_sessions_that_passed_or_are_cancelled_are_history():
    series = a_series(count=4)
    first, second, *_rest = series.live_sessions.order_by("starts_at")
    services.cancel_session(by=None, session=second, reason="Congress")

    with clock.standing_at(datetime(2027, 1, 20, tzinfo=UTC)):
        changed = services.change_series(
            by=None, series=series, **(SAME | {"count": 4, "local_time": time(9)})
        )

    assert [f"{session.starts_at:%m-%d %H:%M}" for session in changed] == [
        "03-02 08:00",
        "04-06 07:00",
    ]
    first.refresh_from_db()
    assert first.starts_at == datetime(2027, 1, 5, 13, tzinfo=UTC)


def test_more_months_are_added_and_fewer_are_cancelled():
    series = a_series(count=2)
    services.change_series(by=None, series=series, **(SAME | {"count": 3}))
    assert starts(series) == ["01-05 13:00", "02-02 13:00", "03-02 13:00"]

    series.refresh_from_db()
    services.change_series(by=None, series=series, **(SAME | {"count": 1}))

    assert starts(series) == ["01-05 13:00"]
    assert series.live_sessions.exclude(cancelled_at=None).count() == 2


def test_only_sessions_that_kept_the_old_title_get_the_new_one():
    series = a_series(count=2)
    own = series.live_sessions.order_by("starts_at")[0]
    services.change_session(by=None, session=own, title="Its own", summary="")

    changed = services.change_series(
        by=None, series=series, **(SAME | {"count": 2, "title": "Palliative Care ECHO"})
    )

    assert [session.title for session in changed] == ["Palliative Care ECHO"]
    titles = series.live_sessions.order_by("starts_at").values_list("title", flat=True)
    assert list(titles) == ["Its own", "Palliative Care ECHO"]


def test_a_change_that_changes_nothing_records_nothing():
    series = a_series(count=2)

    assert services.change_series(by=None, series=series, **(SAME | {"count": 2})) == []
    assert not Event.objects.filter(kind="schedule.series_changed").exists()


def test_a_series_changed_by_somebody_else_meanwhile_is_refused_as_stale():
    series = a_series(count=2)
    services.change_series(by=None, series=series, sequence=0, **(SAME | {"minutes": 90}))

    with pytest.raises(ValidationError) as caught:
        services.change_series(by=None, series=series, sequence=0, **SAME)

    assert caught.value.code == "stale"


def test_ending_a_series_cancels_what_is_to_come_once():
    series = a_series(count=3)

    assert len(services.end_series(by=None, series=series, reason="No money")) == 3
    assert services.end_series(by=None, series=series) == []
    assert starts(series) == []
    with pytest.raises(Refused, match="This series has ended"):
        services.change_series(by=None, series=series, **SAME)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"week": 5}, "week"),
        ({"weekday": 7}, "weekday"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"minutes": 14}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"count": 0}, "count"),
        ({"count": 61}, "count"),
        ({"first_on": date(2026, 1, 1)}, "starts_at"),
        ({"count": 1, "skip": [date(2027, 1, 1)]}, "__all__"),
    ],
)
def test_a_rule_that_cannot_be_makes_nothing(wrong, field):
    cohort = a_cohort()
    coordinator = a_role(cohort.programme, "coordinator")
    rule = SAME | {"first_on": date(2027, 1, 1)} | wrong

    with pytest.raises(ValidationError) as caught:
        services.start_series(by=coordinator, cohort=cohort, **rule)

    found = caught.value.message_dict if hasattr(caught.value, "error_dict") else {"__all__": []}
    assert list(found) == [field]
    assert cohort.live_sessions.count() == 0


def test_the_same_series_sent_twice_is_planned_once():
    series = a_series(count=2)

    with pytest.raises(ValidationError, match="already has a session at that time"):
        a_series(series.cohort, count=2)

    assert series.cohort.live_sessions.count() == 2


def test_a_series_cannot_be_moved_onto_another_session():
    series = a_series(count=1)
    a_session(
        series.cohort,
        starts_at=datetime(2027, 1, 6, 13, 30, tzinfo=UTC),
    )

    with pytest.raises(ValidationError, match="already has a session at that time"):
        services.change_series(by=None, series=series, **(SAME | {"count": 1, "weekday": 2}))

    assert starts(series) == ["01-05 13:00"]


def test_strangers_plan_nothing():
    series = a_series(count=1)
    stranger = a_person()

    with pytest.raises(Refused):
        services.change_series(by=stranger, series=series, **SAME)
    with pytest.raises(Refused):
        services.end_series(by=stranger, series=series)
    with pytest.raises(Refused):
        services.start_series(by=stranger, cohort=series.cohort, first_on=date(2027, 1, 1), **SAME)
