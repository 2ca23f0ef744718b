"""The check-in code: short, readable, new every two minutes, of one session alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talanoa.live import codes

KEY = b"a key of the test"
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
steps = st.integers(0, 10**9)
sessions = st.integers(1, 2**63 - 1)


def taken(code: str, *, after: timedelta = timedelta(0), session: int = 7, last=None) -> bool:
    now = NOON + after
    return codes.is_taken(code, KEY, session, now=now, last=last or now)


def shown(after: timedelta = timedelta(0), session: int = 7) -> str:
    return codes.code_of(KEY, session, codes.step_of(NOON + after))


@pytest.mark.parametrize(
    ("after", "is_taken"),
    [
        (timedelta(0), True),
        (codes.STEP - timedelta(microseconds=1), True),
        (codes.STEP, True),
        (2 * codes.STEP - timedelta(microseconds=1), True),
        (2 * codes.STEP, False),
        (-timedelta(microseconds=1), False),
    ],
)
def test_a_code_is_taken_while_it_is_shown_and_as_long_again(after, is_taken):
    assert taken(shown(), after=after) is is_taken


def test_a_code_is_of_one_session_and_of_one_key():
    assert not taken(shown(session=8))
    assert not codes.is_taken(shown(), b"another", 7, now=NOON, last=NOON)


def test_after_the_end_the_last_code_runs_out_and_no_new_one_comes():
    end = NOON + timedelta(seconds=30)

    assert taken(shown(), after=timedelta(minutes=3), last=end)
    assert not taken(shown(), after=timedelta(minutes=4), last=end)
    assert not taken(shown(timedelta(minutes=2)), after=timedelta(minutes=2), last=end)


def test_a_code_that_has_run_out_is_known_for_an_hour():
    def known(after: timedelta) -> bool:
        return codes.has_run_out(shown(), KEY, 7, last=NOON + after)

    assert known(timedelta(minutes=60))
    assert not known(timedelta(minutes=62))


@given(steps, sessions)
def test_a_code_is_six_signs_that_nobody_mistakes(step, session):
    code = codes.code_of(KEY, session, step)

    assert len(code) == codes.LENGTH
    assert set(code) <= set(codes.ALPHABET)
    assert not set(code) & set("01BILOSUZ")
    assert codes.read(code) == code


@given(steps, sessions)
def test_a_code_may_be_typed_as_people_type(step, session):
    code = codes.code_of(KEY, session, step)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    for typed in (code.lower(), f" {code[:3]}-{code[3:]} ", "\u200f".join(code), arabic):
        assert codes.read(typed) == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    read = codes.read(typed)

    assert read == "" or (len(read) == codes.LENGTH and set(read) <= set(codes.ALPHABET))


def test_codes_that_follow_each_other_differ():
    found = {codes.code_of(KEY, 7, step) for step in range(2000)}

    assert len(found) == 2000
