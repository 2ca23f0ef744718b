"""Two coordinators plan one cohort at the same moment."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError

from talanoa.schedule import services
from talanoa.schedule.models import LiveSession, Series
from tests import make
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def moving(session, starts_at, by):
    ends_at = starts_at + timedelta(hours=1)
    return lambda: services.move_session(
        by=by, session=session, starts_at=starts_at, ends_at=ends_at
    )


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def overlapping(cohort):
    held = list(LiveSession.objects.filter(cohort=cohort, cancelled_at=None).order_by("starts_at"))
    return [one for one, later in pairwise(held) if later.starts_at < one.ends_at]


def test_of_two_sessions_moved_to_one_time_at_once_one_stays():
    cohort = make.a_cohort()
    coordinator = make.a_role(cohort.programme, "coordinator")
    sessions = [make.a_session(cohort, starts_in=timedelta(days=day)) for day in (7, 8)]
    target = sessions[0].starts_at + timedelta(days=7)

    outcomes = at_once(*[moving(session, target, coordinator) for session in sessions])

    assert (kinds(outcomes), overlapping(cohort)) == (["LiveSession", "ValidationError"], [])


def test_a_series_that_is_moved_and_a_session_moved_into_its_way_do_not_overlap():
    cohort = make.a_cohort()
    coordinator = make.a_role(cohort.programme, "coordinator")
    series = make.a_series(cohort)
    session = make.a_session(cohort)
    target = series.live_sessions.order_by("starts_at")[3].starts_at + timedelta(hours=4)
    fields = {"title", "week", "weekday", "time_zone", "minutes", "count"}
    later = {name: getattr(series, name) for name in fields}
    later["local_time"] = series.local_time.replace(hour=series.local_time.hour + 4)

    outcomes = at_once(
        lambda: services.change_series(by=coordinator, series=series, **later),
        moving(session, target, coordinator),
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert (kinds(refused), overlapping(cohort)) == (["ValidationError"], [])


def test_moves_and_the_end_of_a_series_at_once_all_come_through():
    cohort = make.a_cohort()
    coordinator = make.a_role(cohort.programme, "coordinator")
    series = make.a_series(cohort)
    first, second = series.live_sessions.order_by("starts_at")[:2]

    outcomes = at_once(
        moving(first, first.starts_at + timedelta(days=1), coordinator),
        moving(second, second.starts_at + timedelta(days=1), coordinator),
        lambda: services.end_series(by=coordinator, series=series),
    )

    # A move may come too late and be refused; none may fail because two waited for each other.
    assert [outcome for outcome in outcomes if isinstance(outcome, DatabaseError)] == []
    assert Series.objects.get().ended_at is not None
