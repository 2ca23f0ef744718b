"""The jobs of this room."""

from collections.abc import Sequence

from django_tasks import task

from talanoa.programmes import services


@task()
def forget_person(person_id: int, invitations: Sequence[int] = ()) -> None:
    """Free the places of somebody who was erased. Safe to run twice."""
    services.forget_person(person_id=person_id, invitations=invitations)
