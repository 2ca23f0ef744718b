"""The process that does the jobs, keeps the timetable, and puts back what dead workers left.

``django_tasks_db`` claims the rows and runs them one after another; what it lacks stands here.
"""

import logging
import os
import socket
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string
from django_tasks.base import TaskContext
from django_tasks_db.management.commands import db_worker

from talanoa.kernel import clock
from talanoa.kernel.jobs import HEARING, Entry, retrying
from talanoa.ops import beats, queries, services
from talanoa.ops.queries import Job

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
"""Seconds between two looks for work when there is none."""


class Worker(db_worker.Worker):
    """The library's worker, which tries again what may go better later."""

    def run_task(self, job: Job) -> None:
        self.running_task = True
        try:
            job.set_successful(self._call(job))
        except (SystemExit, KeyboardInterrupt) as error:
            # Told to stop at once: the job is whole again for whoever comes next.
            services.try_again(job, error=error, delay=timedelta(0))
            raise
        except Exception as error:
            self._after(job, error)
        finally:
            self.running_task = False
            self._run_tasks += 1

    def _call(self, job: Job) -> object:
        args, kwargs = job.args_kwargs["args"], job.args_kwargs["kwargs"]
        if job.task.takes_context:
            # The library types its stored result apart from the one tasks are given.
            context = TaskContext(task_result=job.task_result)  # type: ignore[arg-type]
            return job.task.call(context, *args, **kwargs)
        return job.task.call(*args, **kwargs)

    def _after(self, job: Job, error: Exception) -> None:
        tried = len(job.worker_ids)
        delay = retrying(job.task_path).delay(tried=tried, error=error)
        if delay is None:
            log.error("%s failed for good (try %s)", job.task_path, tried, exc_info=error)
            services.give_up(job, error=error)
        else:
            log.warning("%s failed (try %s); again in %s: %s", job.task_path, tried, delay, error)
            services.try_again(job, error=error, delay=delay)


def main() -> None:
    # It says when it starts and when it stops, which its supervisor says already.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    process = beats.process_name("worker")
    bury_the_dead()
    beats.beat("worker", process)
    services.reap()
    threading.Thread(target=_keep_time, args=(process,), daemon=True).start()
    work(process, queues=["*"], but=[HEARING])


def work(process: str, *, queues: list[str], but: Sequence[str] = ()) -> None:
    """Do the jobs of these queues until told to stop."""
    worker = Worker(
        queue_names=queues,
        excluded_queue_names=list(but),
        interval=LOOK_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=process,
    )
    worker.configure_signals()
    worker.run()


def timetable() -> tuple[Entry, ...]:
    """Every entry, in the order of the file."""
    entries: tuple[Entry, ...] = import_string(settings.TIMETABLE)
    return entries


def bury_the_dead() -> None:
    """Forget the processes of this machine that have ended, so that nobody waits for them."""
    for beat in queries.beats_of(socket.gethostname()):
        if not _is_running(beat.pid):
            services.forget_process(beat.pk)


def _keep_time(process: str) -> None:
    """Once a second what is due, in a thread of its own: a long job must not stop the clock."""
    pause = threading.Event()
    taken: dict[str, datetime] = {}
    seconds = 0
    while not pause.wait(1):
        seconds += 1
        keep_second(process, seconds, taken)


def keep_second(process: str, seconds: int, taken: dict[str, datetime]) -> None:
    """What is due ``seconds`` after the start. Never raises: nobody would start the thread again.

    Args:
        taken: as for ``take_turns``.
    """
    try:
        close_old_connections()
        if seconds % beats.EVERY.seconds == 0:
            beats.beat("worker", process)
            bury_the_dead()
            services.reap()
        take_turns(taken)
    except Exception:
        log.exception("The timetable missed a second.")
        connection.close()


def take_turns(taken: dict[str, datetime]) -> None:
    """Take the turns that are due, as far as ``taken`` knows; no query while none is.

    Args:
        taken: When each entry was last taken, by name; kept up to date here.
    """
    for entry in timetable():
        if entry.is_due(last=taken.get(entry.name), now=clock.now()):
            taken[entry.name] = services.take_turn(entry)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
