"""When a job is tried again, and when its turn comes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from talanoa.kernel.jobs import LONGEST_DELAY, USUAL, Entry, Retrying, retried, retrying

MINUTE = timedelta(minutes=1)


class Later(Exception):
    pass


FOUR_TRIES = Retrying(on=(Later,), tries=4, first_delay=MINUTE)


@pytest.mark.parametrize(
    ("tried", "error", "delay"),
    [
        (1, Later(), MINUTE),
        (2, Later(), 4 * MINUTE),
        (3, Later(), 16 * MINUTE),
        (4, Later(), None),
        (5, Later(), None),
        (1, ValueError(), None),
    ],
)
def test_each_wait_is_four_times_the_last_until_the_tries_are_used_up(tried, error, delay):
    assert FOUR_TRIES.delay(tried=tried, error=error) == delay


def test_no_wait_is_longer_than_the_longest():
    many = Retrying(on=(Later,), tries=50, first_delay=MINUTE)

    assert many.delay(tried=40, error=Later()) == LONGEST_DELAY


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), OperationalError()])
def test_network_disk_and_database_are_tried_again_by_every_task(error):
    assert retrying("talanoa.some.tasks.unknown").delay(tried=1, error=error) == timedelta(
        seconds=15
    )


def test_a_fault_of_ours_is_not_tried_again():
    assert USUAL.delay(tried=1, error=KeyError("name")) is None


def test_a_task_says_how_it_is_tried_again():
    class StandIn:
        module_path = "talanoa.kernel.tests.test_jobs.deliver"

    task = StandIn()

    assert retried(Later, tries=2, first_delay=MINUTE)(task) is task
    assert retrying(task.module_path) == Retrying(
        on=(*USUAL.on, Later), tries=2, first_delay=MINUTE
    )


NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (NOON, False),
        (NOON - timedelta(minutes=9, seconds=59), False),
        (NOON - timedelta(minutes=10), True),
        (NOON - timedelta(days=9), True),
        (NOON + timedelta(seconds=1), True),
    ],
)
def test_an_entry_is_due_when_its_time_has_passed_or_its_last_turn_lies_ahead(last, due):
    entry = Entry(name="ten minutes", every=timedelta(minutes=10), task=None)

    assert entry.is_due(last=last, now=NOON) is due
