"""Jobs of this room: ids in, safe to run twice."""

from django_tasks import task

from talanoa.assessment.services import forgetting, planning
from talanoa.people.models import Person


@task()
def forget_person(person_id: int, words: bool) -> None:
    """Take somebody who was erased off assessments and plans. Safe to run twice."""
    person = Person.objects.filter(pk=person_id, erased_at__isnull=False).first()
    if person is not None:
        forgetting.forget_person(person=person, words=words)
        if words:
            planning.forget_words(person=person)
