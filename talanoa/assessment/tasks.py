"""Jobs of assessments: ids in, safe to run twice."""

from django_tasks import task

from talanoa.assessment.services import forgetting
from talanoa.people.models import Person


@task()
def forget_person(person_id: int, words: bool) -> None:
    """Take somebody who was erased off the assessments. Safe to run twice."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is not None:
        forgetting.forget_person(person=person, words=words)
