from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.credentials.rule import attended_enough, percent

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("attended", "share", "enough"),
    [
        (timedelta(minutes=45), 75, True),
        (timedelta(minutes=45) - TICK, 75, False),
        (HOUR, 100, True),
        (HOUR - TICK, 100, False),
        (timedelta(0), 1, False),
        (timedelta(minutes=1), 1, True),
    ],
)
def test_the_share_is_met_to_the_microsecond(attended, share, enough):
    assert attended_enough(attended=attended, lasted=HOUR, minimum_percent=share) is enough


@pytest.mark.parametrize(
    ("attended", "lasted", "share"),
    [(-TICK, HOUR, 75), (HOUR, -HOUR, 75), (HOUR, HOUR, 0), (HOUR, HOUR, 101)],
)
def test_what_no_session_can_be_is_refused(attended, lasted, share):
    with pytest.raises(ValueError):
        attended_enough(attended=attended, lasted=lasted, minimum_percent=share)


@given(st.timedeltas(timedelta(0), HOUR), st.integers(1, 100))
def test_the_percentage_shown_never_contradicts_the_rule(attended, share):
    enough = attended_enough(attended=attended, lasted=HOUR, minimum_percent=share)

    assert enough is (percent(attended=attended, lasted=HOUR) >= share)


def test_a_session_of_no_length_gives_no_share():
    assert percent(attended=timedelta(0), lasted=timedelta(0)) == 0
