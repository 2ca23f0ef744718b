"""The jobs of this room."""

from collections.abc import Sequence

from django_tasks import task

from talanoa.programmes import services


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
