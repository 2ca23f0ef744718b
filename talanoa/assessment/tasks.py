"""Jobs of this room: ids in, safe to run twice."""

from django_tasks import task

from talanoa.assessment.services import planning
from talanoa.people.models import Person


@task()
def forget_words(person_id: int) -> None:
    """Blank what somebody who was erased wrote, where they asked for it. Safe to run twice."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is not None:
        planning.forget_words(person=person)
