"""Write down what the running of the product comes to."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from talanoa.kernel import clock, events
from talanoa.kernel.jobs import Entry, retrying
from talanoa.kernel.refusals import demand
from talanoa.ops import access, queries
from talanoa.ops.models import Beat, FailedJob, Turn
from talanoa.ops.queries import Job
from talanoa.people.models import Person

FORGET_BEATS_AFTER = timedelta(days=1)


def beat(*, process: str, kind: str, host: str, pid: int) -> None:
    """Say that a process is alive. One query once it is known."""
    if Beat.objects.filter(process=process).update(seen_at=Now()):
        return
    Beat.objects.create(process=process, kind=kind, host=host, pid=pid)
    Beat.objects.filter(seen_at__lt=Now() - FORGET_BEATS_AFTER).delete()


def forget_process(process: str) -> None:
    """Take a process that has ended off the list of the living."""
    Beat.objects.filter(pk=process).delete()


@transaction.atomic
def take_turn(entry: Entry) -> datetime:
    """Enqueue an entry of the timetable if it is due and none of its jobs waits already.

    Any number of workers may call this at once: one of them enqueues. A clock that was
    set back does not hold an entry up.

    Returns:
        When the entry's last turn was taken, now or earlier.
    """
    now = clock.now()
    turn, is_new = Turn.objects.select_for_update().get_or_create(
        entry=entry.name, defaults={"taken_at": now}
    )
    if not is_new and not entry.is_due(last=turn.taken_at, now=now):
        return turn.taken_at
    turn.taken_at = now
    turn.save(update_fields=["taken_at"])
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=entry.task.module_path
    )
    if not waiting.exists():
        entry.task.enqueue()
    return now


@transaction.atomic
def try_again(job: Job, *, error: BaseException, delay: timedelta) -> None:
    """Put a job back for a later try, with what went wrong this time."""
    job.set_failed(error)
    DBTaskResult.objects.filter(pk=job.pk).update(
        status=TaskResultStatus.READY,
        finished_at=None,
        # The queue compares this with the real clock, never with the one tests move.
        run_after=Now() + delay,
    )


@transaction.atomic
def give_up(job: Job, *, error: BaseException) -> FailedJob:
    """Mark a job as failed for good, where the operations page shows it."""
    job.set_failed(error)
    failed, is_new = FailedJob.objects.get_or_create(
        job=job.pk,
        defaults={
            "task": job.task_path,
            "arguments": job.args_kwargs,
            "tries": len(job.worker_ids),
            "error": f"{type(error).__name__}: {error}"[:200],
            "traceback": job.traceback,
        },
    )
    if is_new:
        events.record("ops.job_failed", by=None, subject=failed, task=failed.task)
    return failed


class WorkerDied(Exception):
    """The worker that ran a job ended before the job did."""


@transaction.atomic
def reap() -> int:
    """Put back the jobs whose worker has died; answer with how many.

    A job that has used up its tries in this way is given up: it may be what kills them.
    """
    dead = queries.jobs_of_dead_workers().select_for_update(skip_locked=True)
    count = 0
    for job in dead:
        error = WorkerDied(f"worker {job.worker_ids[-1]} ended while running it")
        if len(job.worker_ids) >= retrying(job.task_path).tries:
            give_up(job, error=error)
        else:
            try_again(job, error=error, delay=timedelta(0))
        count += 1
    return count


@transaction.atomic
def run_again(*, by: Person, failed: FailedJob) -> None:
    """Give a failed job its tries once more.

    Raises:
        Refused: for the reasons in ``access.running_again_refused``.
    """
    failed = FailedJob.objects.select_for_update().get(pk=failed.pk)
    demand(access.running_again_refused(by, failed))
    DBTaskResult.objects.filter(pk=failed.job, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, worker_ids=[], finished_at=None, run_after=Now()
    )
    _deal_with(by=by, failed=failed, kind="ops.job_run_again")


@transaction.atomic
def set_aside(*, by: Person, failed: FailedJob) -> None:
    """Take a failed job off the operations page without running it.

    Raises:
        Refused: for the reasons in ``access.setting_aside_refused``.
    """
    failed = FailedJob.objects.select_for_update().get(pk=failed.pk)
    demand(access.setting_aside_refused(by, failed))
    _deal_with(by=by, failed=failed, kind="ops.job_set_aside")


def _deal_with(*, by: Person, failed: FailedJob, kind: str) -> None:
    failed.dealt_with_at = clock.now()
    failed.save(update_fields=["dealt_with_at"])
    events.record(kind, by=by, subject=failed, task=failed.task)


def forget_finished_jobs(*, older_than: timedelta) -> int:
    """Delete jobs that ended well longer ago than this; answer with how many."""
    count, _ = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=Now() - older_than
    ).delete()
    return count
