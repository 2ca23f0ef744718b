"""The jobs of this room."""

from collections.abc import Sequence

from django_tasks import task

from talanoa.kernel import clock
from talanoa.programmes import queries, services


@task()
def forget_person(
    person_id: int, invitations: Sequence[int] = (), named: Sequence[int] = ()
) -> None:
    """Free the places of somebody who was erased, and take back what they applied with.

    Safe to run twice.
    """
    services.forget_person(person_id=person_id, invitations=invitations)
    services.forget_applicant(person_id=person_id, named=named)


@task()
def ask_again_to_sign() -> None:
    """Remind, once, those whose signature has been missing for a week. Safe to run twice."""
    services.ask_again()


@task()
def forget_unselected() -> int:
    """Delete what teams wrote that were not taken in, once its time is over. Safe to run twice."""
    keys = list(queries.past_their_time(clock.now()).values_list("pk", flat=True))
    return sum(services.forget_unselected(key) for key in keys)
