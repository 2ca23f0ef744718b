"""Reads of how the product is running."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from talanoa.ops.models import Beat, FailedJob, Turn

Job = DBTaskResult[..., Any]

ALIVE_FOR = timedelta(seconds=60)
"""How long a sign of life counts: six beats."""


def alive() -> QuerySet[Beat]:
    """Processes seen lately, oldest first. One query."""
    return Beat.objects.filter(seen_at__gte=Now() - ALIVE_FOR).order_by("started_at", "pk")


def kinds_alive() -> set[str]:
    """Of which kinds at least one process is alive. One query."""
    return set(alive().order_by().values_list("kind", flat=True))


def beats_of(host: str) -> QuerySet[Beat]:
    return Beat.objects.filter(host=host).order_by("pk")


def jobs_of_dead_workers() -> QuerySet[Job]:
    """Jobs that are running by name only: their worker has not been seen lately.

    Two queries, and one more to read the result. There are as many running jobs as workers.
    """
    workers = set(alive().filter(kind__in=("worker", "hearing")).values_list("pk", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    orphans = [
        pk
        for pk, worker_ids in running.values_list("pk", "worker_ids")
        if not worker_ids or worker_ids[-1] not in workers
    ]
    return DBTaskResult.objects.filter(pk__in=orphans, status=TaskResultStatus.RUNNING)


def open_failures() -> QuerySet[FailedJob]:
    """Failed jobs nobody has dealt with, latest first. One query."""
    return FailedJob.objects.filter(dealt_with_at=None).order_by("-failed_at", "-pk")


def jobs_waiting() -> int:
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def turns() -> QuerySet[Turn]:
    """When each entry of the timetable was last enqueued, by name. One query."""
    return Turn.objects.order_by("pk")
