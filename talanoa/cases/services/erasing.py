"""What happens to cases, and to what was written on them, when somebody is erased."""

from django.db import transaction

from talanoa.cases.models import (
    CaseAuthor,
    ClarifyingQuestion,
    Recommendation,
    Routing,
    UrgentQuestion,
)
from talanoa.cases.services.urgent import lapse_routing
from talanoa.cases.services.writing import withdraw_unseen
from talanoa.cases.terms import OPEN_STATES, EntryKind
from talanoa.kernel import events
from talanoa.live import log
from talanoa.live import queries as live
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


def forget_person(*, person: Person, words: bool) -> None:
    """Take someone off the cases: their unseen drafts, open duties, and the words if asked to.

    A case is its team's and a recommendation the country's that took it home: their text
    stays, and the name goes by itself; a room that may be on a screen is told to draw it
    anew. Each row in a transaction of its own, so that no room waits. Safe to run twice.
    """
    withdraw_unseen(person=person)
    CaseAuthor.objects.filter(person=person).delete()
    for owned in Recommendation.objects.filter(owner=person, state__in=OPEN_STATES):
        _free(owned.pk, person=person)
    asked = ClarifyingQuestion.objects.filter(asker=person).select_related("session")
    for question in asked.order_by("pk"):
        _forget_question(question, person=person, words=words)
    given = Recommendation.objects.filter(author=person).select_related("session")
    for recommendation in given.order_by("pk"):
        _tell_room(
            recommendation.session,
            by=person,
            kind=EntryKind.RECOMMENDATION_CHANGED,
            data={"case": recommendation.case_id, "recommendation": recommendation.pk},
            client_id=f"erased-recommendation-{recommendation.pk}",
        )
    if words:
        UrgentQuestion.objects.filter(asker=person).update(text="", guarded=[])
    with_them = Routing.objects.filter(expert=person, question__answered_at=None)
    for routing in with_them.filter(handed_on_at=None, lapsed_at=None).order_by("pk"):
        lapse_routing(routing_id=routing.pk)


@transaction.atomic
def _free(recommendation_id: int, *, person: Person) -> None:
    """What they were to see to waits for another owner."""
    owned = Recommendation.objects.select_for_update().get(pk=recommendation_id)
    if owned.owner_id != person.pk:
        return
    owned.owner = None
    owned.save(update_fields=["owner"])
    events.record(
        "cases.recommendation_assigned",
        by=None,
        subject=owned,
        owner=None,
        due_on=owned.due_on.isoformat() if owned.due_on else None,
    )


@transaction.atomic
def _forget_question(question: ClarifyingQuestion, *, person: Person, words: bool) -> None:
    # The room first, then what is written on its case, as the scribe's acts do it.
    _tell_room(
        question.session,
        by=person,
        kind=EntryKind.QUESTION_CHANGED,
        data={"case": question.case_id, "question": question.pk},
        client_id=f"erased-question-{question.pk}",
    )
    if words:
        ClarifyingQuestion.objects.filter(pk=question.pk).update(text="")


@transaction.atomic
def _tell_room(
    session: LiveSession | None, *, by: Person, kind: str, data: dict[str, int], client_id: str
) -> None:
    if session is not None and live.may_be_on_screen(session):
        log.add(session=session, kind=kind, by=by, data=data, client_id=client_id)
