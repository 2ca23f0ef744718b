"""The jobs of this room."""

from collections.abc import Sequence
from datetime import timedelta

from django_tasks import task

from talanoa.kernel.jobs import retried
from talanoa.notices import services


@retried(tries=8, first_delay=timedelta(minutes=1))
@task()
def deliver(message_id: int) -> bool:
    """Send one message. Safe to run twice."""
    return services.deliver(message_id=message_id)


@task()
def pick_up() -> int:
    """Put back what a dead worker had taken. Safe to run twice."""
    return services.pick_up()


@task()
def forget_sent() -> int:
    """Keep the outbox small. Safe to run twice."""
    return services.forget_sent()


@task()
def forget_person(person_id: int, messages: Sequence[int] = ()) -> int:
    """Delete what was mailed to somebody who was erased. Safe to run twice."""
    return services.forget_person(person_id=person_id, messages=messages)
