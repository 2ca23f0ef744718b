"""What happens to assessments when somebody is erased."""

from talanoa.assessment.models import Remark, Review
from talanoa.assessment.services import assessing, verdicts
from talanoa.people.models import Person


def forget_person(*, person: Person, words: bool) -> None:
    """Take back drafts nobody else saw, let others review; with ``words``, empty their comments.

    An answer is its country's and stays; the name goes by itself. Safe to run twice.
    """
    assessing.withdraw_unseen(person=person)
    for review in Review.objects.filter(reviewer=person, ended_at=None).order_by("pk"):
        verdicts.release(review=review)
    if words:
        Remark.objects.filter(by=person).exclude(text="").update(text="")
