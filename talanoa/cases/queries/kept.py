"""What is kept about somebody in cases."""

from talanoa.cases.models import Case, ClarifyingQuestion, GuardDecision, Recommendation
from talanoa.kernel.models import Event
from talanoa.people.models import Person


def kept_about(person: Person) -> dict[str, object]:
    """What cases keep about somebody, fit for JSON, each list oldest first. Nine queries.

    The text of a case is its presenter's to take along, and what a scribe noted is that of
    whoever said it; what the room as a whole said goes with the scribe.
    """
    asked = ClarifyingQuestion.objects.order_by("pk")
    given = Recommendation.objects.order_by("pk")
    moved = Event.objects.filter(kind="cases.recommendation_moved", actor=person).order_by("pk")
    return {
        "presented": list(
            Case.objects.filter(presenter=person)
            .order_by("pk")
            .values(
                "title",
                "situation",
                "tried",
                "obstacle",
                "question",
                "begun_at",
                "changed_at",
                "submitted_at",
                "discussed_at",
                "withdrawn_at",
            )
        ),
        "changed": list(
            Case.objects.filter(changed_by=person)
            .exclude(presenter=person)
            .order_by("pk")
            .values("title", "changed_at")
        ),
        "kept_in_cases": list(
            GuardDecision.objects.filter(decided_by=person).values(
                "case__title", "type", "verdict", "reason", "decided_at"
            )
        ),
        "asked": list(asked.filter(asker=person).values("case__title", "at", "text")),
        "recommended": list(given.filter(author=person).values("case__title", "at", "text")),
        "owned": list(given.filter(owner=person).values("case__title", "text", "due_on", "state")),
        "said_what_came_of_it": [
            {"recommendation": event.subject_id, "at": event.at, **event.data} for event in moved
        ],
        "noted": [
            {"case__title": title, "at": at, "text": text if said_by is None else ""}
            for title, at, text, said_by in (
                *asked.filter(written_by=person).values_list("case__title", "at", "text", "asker"),
                *given.filter(written_by=person).values_list("case__title", "at", "text", "author"),
            )
        ],
    }
