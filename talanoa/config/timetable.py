"""What happens by itself, and how often. Read top to bottom; the worker enqueues each when due.

An entry whose last job has not begun yet is not enqueued again. Each task is safe to run twice.
"""

from datetime import timedelta

from talanoa.kernel.jobs import Entry
from talanoa.ops import tasks as ops

TIMETABLE = (
    Entry(
        name="ops: forget finished jobs",
        every=timedelta(hours=6),
        task=ops.forget_finished_jobs,
    ),
)
