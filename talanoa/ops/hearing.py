"""The process that has a machine write down recordings: a worker for these jobs alone.

Each takes about as long as its recording, so mail and all else must not wait for it.
"""

import logging

from talanoa.kernel.jobs import HEARING
from talanoa.ops import beats, worker


def main() -> None:
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker.work(beats.keep_beating("hearing"), queues=[HEARING])
