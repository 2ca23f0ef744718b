"""The arithmetic of monthly rules, over changes of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.schedule import recurrence
from talanoa.schedule.recurrence import LAST, Rule, Stretch

ZURICH = ZoneInfo("Europe/Zurich")
ZONES = [
    "UTC",
    "Europe/Zurich",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
]

months = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31)).map(
    lambda day: day.replace(day=1)
)
weeks = st.sampled_from([1, 2, 3, 4, LAST])
weekdays = st.integers(0, 6)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)
rules = st.builds(Rule, week=weeks, weekday=weekdays, at=times, zone=zones)


@given(months, weeks, weekdays)
def test_the_day_is_that_weekday_in_that_week_of_that_month(month, week, weekday):
    day = recurrence.day_in(month, week=week, weekday=weekday)

    same_weekdays = [
        found
        for found in (month + timedelta(days=n) for n in range(31))
        if found.month == month.month and found.weekday() == weekday
    ]
    assert day == (same_weekdays[-1] if week == LAST else same_weekdays[week - 1])


@pytest.mark.parametrize(
    ("month", "week", "weekday", "day"),
    [
        (date(2027, 2, 1), LAST, 6, date(2027, 2, 28)),
        (date(2027, 2, 1), LAST, 0, date(2027, 2, 22)),
        (date(2028, 2, 1), LAST, 1, date(2028, 2, 29)),
        (date(2027, 8, 1), LAST, 1, date(2027, 8, 31)),
        (date(2027, 8, 1), 4, 1, date(2027, 8, 24)),
        (date(2027, 6, 1), 1, 1, date(2027, 6, 1)),
    ],
)
def test_the_last_weekday_may_be_the_fourth_or_the_fifth(month, week, weekday, day):
    assert recurrence.day_in(month, week=week, weekday=weekday) == day


@pytest.mark.parametrize(("week", "weekday"), [(0, 1), (5, 1), (-2, 1), (1, 7), (1, -1)])
def test_there_is_no_such_week_or_weekday(week, weekday):
    with pytest.raises(ValueError, match="No such"):
        recurrence.day_in(date(2027, 1, 1), week=week, weekday=weekday)


@given(rules, months)
def test_the_clocks_there_show_the_rules_time_unless_they_jump_over_it(rule, month):
    found = recurrence.occurrence(rule, month)

    local = found.starts_at.astimezone(rule.zone)
    day = recurrence.day_in(month, week=rule.week, weekday=rule.weekday)
    wanted = datetime.combine(day, rule.at)
    if found.is_skipped_time:
        assert wanted < local.replace(tzinfo=None) <= wanted + timedelta(days=1)
    else:
        assert local.replace(tzinfo=None) == wanted
        assert local.fold == 0


@given(rules, st.dates(date(2000, 1, 1), date(2055, 1, 1)), st.integers(1, 60))
def test_a_rule_gives_each_month_once_in_order_and_none_too_early(rule, first_on, count):
    found = recurrence.occurrences(rule, first_on=first_on, count=count)

    starts = [(one.month.year * 12 + one.month.month) for one in found]
    assert starts == list(range(starts[0], starts[0] + count))
    moments = [one.starts_at for one in found]
    assert moments == sorted(set(moments))
    first_day = recurrence.day_in(found[0].month, week=rule.week, weekday=rule.weekday)
    assert first_on <= first_day < first_on + timedelta(days=63)


@pytest.mark.parametrize(
    ("day", "at", "utc", "skipped", "doubled"),
    [
        # Clocks in Zurich go forward over 02:00–03:00 on 28 March 2027, back on 31 October.
        (date(2027, 3, 28), time(1, 59), (0, 59), False, False),
        (date(2027, 3, 28), time(2, 0), (1, 0), True, False),
        (date(2027, 3, 28), time(2, 30), (1, 30), True, False),
        (date(2027, 3, 28), time(3, 0), (1, 0), False, False),
        (date(2027, 10, 31), time(1, 59), (23, 59), False, False),
        (date(2027, 10, 31), time(2, 0), (0, 0), False, True),
        (date(2027, 10, 31), time(2, 30), (0, 30), False, True),
        (date(2027, 10, 31), time(3, 0), (2, 0), False, False),
    ],
)
def test_times_that_do_not_exist_or_come_twice(day, at, utc, skipped, doubled):
    found = recurrence.moment_of(day, at, ZURICH)

    assert (found.hour, found.minute) == utc
    assert recurrence.is_skipped(day, at, ZURICH) is skipped
    assert recurrence.is_doubled(day, at, ZURICH) is doubled


def test_a_whole_day_that_was_left_out_is_a_skipped_time():
    # Samoa crossed the date line: 30 December 2011 did not take place.
    assert recurrence.is_skipped(date(2011, 12, 30), time(14), ZoneInfo("Pacific/Apia")) is True


def test_two_oclock_in_geneva_keeps_its_hour_and_changes_its_utc():
    rule = Rule(week=1, weekday=1, at=time(14), zone=ZURICH)

    found = recurrence.occurrences(rule, first_on=date(2027, 1, 1), count=12)

    assert [one.starts_at.hour for one in found] == [13, 13, 13, 12, 12, 12, 12, 12, 12, 12, 13, 13]


def test_a_year_of_meetings_falls_in_stretches_where_clocks_change():
    rule = Rule(week=1, weekday=1, at=time(14), zone=ZURICH)
    moments = [
        one.starts_at for one in recurrence.occurrences(rule, first_on=date(2027, 1, 1), count=12)
    ]

    assert recurrence.stretches(moments, ZoneInfo("Africa/Nairobi")) == [
        Stretch(local_time=time(16), first=date(2027, 1, 5), last=date(2027, 3, 2), count=3),
        Stretch(local_time=time(15), first=date(2027, 4, 6), last=date(2027, 10, 5), count=7),
        Stretch(local_time=time(16), first=date(2027, 11, 2), last=date(2027, 12, 7), count=2),
    ]
    assert len(recurrence.stretches(moments, ZURICH)) == 1


@given(rules, zones, st.integers(1, 24))
def test_stretches_count_every_meeting_once_and_differ_from_their_neighbours(rule, zone, count):
    found = recurrence.occurrences(rule, first_on=date(2026, 1, 1), count=count)

    parts = recurrence.stretches([one.starts_at for one in found], zone)

    assert sum(part.count for part in parts) == count
    neighbours = pairwise(parts)
    assert all(before.local_time != after.local_time for before, after in neighbours)


def test_no_meetings_fall_in_no_stretch():
    assert recurrence.stretches([], UTC) == []
