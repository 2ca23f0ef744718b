"""Tasks for the tests of the worker; what they did stands in ``done``."""

from datetime import timedelta

from django_tasks import task

from talanoa.kernel.jobs import retried

done = []


class NotYet(Exception):
    pass


@task()
def sweep(room="hall"):
    done.append(room)
    return room


@task()
def break_down():
    raise ValueError("the broom broke")


@task()
def call_out():
    raise ConnectionRefusedError("nobody answers")


@retried(NotYet, tries=2, first_delay=timedelta(minutes=1))
@task()
def wait_for_it():
    raise NotYet("not yet")


@task()
def be_stopped():
    raise SystemExit(1)


@task(takes_context=True)
def count_tries(context):
    done.append(context.attempt)
