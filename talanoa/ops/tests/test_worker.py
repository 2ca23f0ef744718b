"""Jobs are done, tried again, given up and taken over."""

import os
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from talanoa.kernel import clock
from talanoa.kernel.jobs import Entry
from talanoa.kernel.models import Event
from talanoa.ops import queries, services, worker
from talanoa.ops.models import Beat, FailedJob, Turn
from talanoa.ops.tests import chores

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_done():
    chores.done.clear()


def work(name="worker-1"):
    """Do what is ready now, then stop."""
    worker.Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    ).run()


def the_job():
    return DBTaskResult.objects.get()


def make_ready():
    DBTaskResult.objects.update(run_after=timezone.now() - MINUTE)


def living(process, *, pid=None, host=None, ago=timedelta()):
    beat = Beat.objects.create(
        process=process, kind="worker", host=host or socket.gethostname(), pid=pid or os.getpid()
    )
    Beat.objects.filter(pk=beat.pk).update(seen_at=timezone.now() - ago)
    return beat


def left_running_by(process, *, tries=1):
    chores.sweep.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, worker_ids=[process] * tries, started_at=timezone.now()
    )


def test_a_job_is_done_with_what_it_was_given():
    chores.sweep.enqueue("kitchen")

    work()

    assert chores.done == ["kitchen"]
    assert (the_job().status, the_job().return_value) == (TaskResultStatus.SUCCESSFUL, "kitchen")


def test_a_task_may_ask_how_often_it_was_tried():
    chores.count_tries.enqueue()

    work()

    assert chores.done == [1]


def test_a_fault_of_ours_is_given_up_at_once_and_shown():
    chores.break_down.enqueue()

    work()

    failed = FailedJob.objects.get()
    assert the_job().status == TaskResultStatus.FAILED
    assert (failed.job, failed.task, failed.tries, failed.error) == (
        the_job().pk,
        "talanoa.ops.tests.chores.break_down",
        1,
        "ValueError: the broom broke",
    )
    assert 'raise ValueError("the broom broke")' in failed.traceback
    assert list(Event.objects.values_list("kind", "subject_id")) == [("ops.job_failed", failed.pk)]


def test_a_server_that_does_not_answer_is_asked_again_later():
    chores.call_out.enqueue()
    begun = timezone.now()

    work()

    job = the_job()
    assert (job.status, job.finished_at) == (TaskResultStatus.READY, None)
    assert timedelta(seconds=14) < job.run_after - begun < timedelta(seconds=20)
    assert job.exception_class_path == "builtins.ConnectionRefusedError"
    assert FailedJob.objects.count() == 0


def test_a_job_that_waits_for_its_next_try_is_left_alone():
    chores.call_out.enqueue()
    work()

    work()

    assert len(the_job().worker_ids) == 1


def test_after_its_last_try_a_job_is_given_up():
    chores.wait_for_it.enqueue()
    for _ in range(3):
        make_ready()
        work()

    assert the_job().status == TaskResultStatus.FAILED
    assert FailedJob.objects.get().tries == 2


def test_a_job_stopped_with_its_worker_is_whole_again():
    chores.be_stopped.enqueue()

    with pytest.raises(SystemExit):
        work()

    assert the_job().status == TaskResultStatus.READY
    assert the_job() in DBTaskResult.objects.ready()


@pytest.mark.parametrize(
    ("beat", "taken_over"),
    [
        (None, 1),
        ({"ago": timedelta(seconds=90)}, 1),
        ({"ago": timedelta(seconds=30)}, 0),
    ],
    ids=["never seen", "silent", "alive"],
)
def test_jobs_of_the_dead_are_taken_over(beat, taken_over):
    left_running_by("worker-lost")
    if beat is not None:
        living("worker-lost", **beat)

    assert services.reap() == taken_over

    work()
    assert chores.done == ["hall"] * taken_over


def test_a_job_that_kills_every_worker_is_given_up():
    left_running_by("worker-lost", tries=8)

    services.reap()

    assert FailedJob.objects.get().error == (
        "WorkerDied: worker worker-lost ended while running it"
    )


def test_the_dead_of_this_machine_are_known_at_once():
    ended = 4_194_304  # above the highest process number Linux gives out
    living("worker-ended", pid=ended)
    living("worker-elsewhere", pid=ended, host="elsewhere")
    living("worker-here")

    worker.bury_the_dead()

    assert sorted(queries.alive().values_list("pk", flat=True)) == [
        "worker-elsewhere",
        "worker-here",
    ]


def test_a_process_beats_into_one_row():
    for _ in range(2):
        services.beat(process="room-1", kind="room", host="here", pid=7)

    assert list(Beat.objects.values_list("process", "kind", "host", "pid")) == [
        ("room-1", "room", "here", 7)
    ]
    assert queries.kinds_alive() == {"room"}


NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
EVERY_TEN = Entry(name="chores: sweep", every=10 * MINUTE, task=chores.sweep)


def test_an_entry_is_enqueued_when_due_and_not_before():
    turns = []
    for minutes in (0, 9, 10, 11):
        with clock.standing_at(NOON + minutes * MINUTE):
            turns.append(services.take_turn(EVERY_TEN))
        work()

    assert turns == [NOON, NOON, NOON + 10 * MINUTE, NOON + 10 * MINUTE]
    assert chores.done == ["hall", "hall"]


def test_an_entry_whose_last_job_still_waits_is_not_enqueued_again():
    for minutes in (0, 10, 20):
        with clock.standing_at(NOON + minutes * MINUTE):
            services.take_turn(EVERY_TEN)

    assert DBTaskResult.objects.count() == 1
    assert Turn.objects.get().taken_at == NOON + 20 * MINUTE


def test_a_timetable_that_is_not_due_asks_the_database_nothing(
    monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(worker, "timetable", lambda: (EVERY_TEN,))
    taken = {}
    with clock.standing_at(NOON):
        worker.take_turns(taken)

        with django_assert_num_queries(0):
            worker.take_turns(taken)

    assert taken == {"chores: sweep": NOON}


def test_the_timetable_goes_on_after_a_second_that_failed(monkeypatch):
    monkeypatch.setattr(worker, "timetable", lambda: (EVERY_TEN,))
    with monkeypatch.context() as broken:
        broken.setattr(services, "take_turn", lambda entry: 1 / 0)
        worker.keep_second("worker-1", 1, {})

    worker.keep_second("worker-1", 2, {})

    assert the_job().task_path == "talanoa.ops.tests.chores.sweep"


def test_every_entry_of_the_timetable_has_a_name_of_its_own():
    names = [entry.name for entry in worker.timetable()]

    assert len(names) == len(set(names)) > 0


def test_finished_jobs_are_forgotten_and_failed_ones_kept():
    chores.sweep.enqueue()
    chores.break_down.enqueue()
    work()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))

    assert services.forget_finished_jobs(older_than=timedelta(days=7)) == 1
    assert the_job().task_path == "talanoa.ops.tests.chores.break_down"
