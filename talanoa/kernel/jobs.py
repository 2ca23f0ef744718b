"""What a job says of itself: after which errors it is tried again, and when it comes round.

A task is written with ``django_tasks.task``. Unless it says otherwise it is tried again after
errors of the network, the disk and the database, and fails at once after any other, which is
a fault of ours that trying again does not mend::

    @retried(BounceLater, tries=8, first_delay=timedelta(minutes=1))
    @task()
    def deliver(message_id: int) -> None: ...

The worker that keeps these promises is ``talanoa.ops.worker``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks.base import Task

AnyTask = TypeVar("AnyTask", bound=Task[..., Any])

HEARING = "hearing"
"""The queue of jobs that listen to recordings, for a worker of its own: each takes long."""
LONGEST_DELAY = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Retrying:
    """Which errors a job is tried again after, how often in all, and how soon."""

    on: tuple[type[Exception], ...]
    tries: int
    first_delay: timedelta

    def delay(self, *, tried: int, error: BaseException) -> timedelta | None:
        """How long to wait before the next try; ``None`` when there is to be none.

        Four times as long each time, so that eight tries from one minute span half a day.

        Args:
            tried: How often it has been tried, this time included.
        """
        if tried >= self.tries or not isinstance(error, self.on):
            return None
        # Beyond twelve times the numbers grow out of all bounds, and the longest is reached.
        growing: timedelta = self.first_delay * 4 ** min(tried - 1, 12)
        return min(growing, LONGEST_DELAY)


# Eight tries span twelve hours. OSError is also what smtplib, sockets and the disk raise.
USUAL = Retrying(
    on=(OSError, OperationalError, InterfaceError), tries=8, first_delay=timedelta(seconds=15)
)

_retrying: dict[str, Retrying] = {}


def retried(
    *on: type[Exception], tries: int, first_delay: timedelta
) -> Callable[[AnyTask], AnyTask]:
    """Say how a task is tried again; stands above ``@task()``.

    The usual errors count as well as those in ``on``.
    """

    def say(task: AnyTask) -> AnyTask:
        _retrying[task.module_path] = Retrying(
            on=(*USUAL.on, *on), tries=tries, first_delay=first_delay
        )
        return task

    return say


def retrying(task_path: str) -> Retrying:
    """How the task at this dotted path is tried again."""
    return _retrying.get(task_path, USUAL)


def from_now(delay: timedelta) -> datetime:
    """When a job that is to wait may run: ``task.using(run_after=from_now(…))``.

    The queue compares it with the real clock, never with the one that tests move.
    """
    return timezone.now() + delay


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the timetable: a task without arguments, enqueued every so often."""

    name: str
    every: timedelta
    task: Task[[], Any]

    def is_due(self, *, last: datetime | None, now: datetime) -> bool:
        """Whether its turn has come. A ``last`` that lies ahead was written by a wrong clock."""
        return last is None or last > now or now - last >= self.every
