"""What is kept about somebody in cases."""

from talanoa.cases.models import (
    Case,
    ClarifyingQuestion,
    Letter,
    Recommendation,
    SentLetter,
    StateChange,
    UrgentQuestion,
)
from talanoa.people.models import Person


def kept_about(person: Person) -> dict[str, object]:
    """What cases keep about somebody, fit for JSON, each list oldest first. Fifteen queries.

    The text of a case is its presenter's to take along, and what a scribe noted is that of
    whoever said it; what the room as a whole said goes with the scribe.
    """
    asked = ClarifyingQuestion.objects.order_by("pk")
    given = Recommendation.objects.order_by("pk")
    sent = SentLetter.objects.order_by("pk")
    moved = StateChange.objects.filter(by=person).order_by("pk")
    urgent = UrgentQuestion.objects.order_by("pk")
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
        "asked": list(asked.filter(asker=person).values("case__title", "at", "text")),
        "recommended": list(given.filter(author=person).values("case__title", "at", "text")),
        "owned": list(given.filter(owner=person).values("case__title", "text", "due_on", "state")),
        "said_what_came_of_it": list(
            moved.values("recommendation", "at", "before", "after", "note", "follow_up__weeks")
        ),
        "letters_prepared": list(
            Letter.objects.filter(ready_by=person).order_by("pk").values("case__title", "ready_at")
        ),
        "letters_signed": list(
            sent.filter(signed_by=person).values("letter__case__title", "number", "sent_at", "body")
        ),
        "letters_acknowledged": list(
            sent.filter(acknowledged_by=person).values("letter__case__title", "acknowledged_at")
        ),
        "letters_objected_to": list(
            sent.filter(objected_by=person).values(
                "letter__case__title", "objected_at", "objection"
            )
        ),
        "asked_urgently": list(
            urgent.filter(asker=person).values("text", "asked_at", "answer", "answered_at")
        ),
        "answered_urgently": list(
            urgent.filter(answered_by=person).values("answer", "answered_at")
        ),
        "questions_routed": list(
            person.questions_routed.order_by("pk").values(
                "routed_at", "due_at", "handed_on_at", "lapsed_at"
            )
        ),
        "noted": [
            {"case__title": title, "at": at, "text": text if said_by is None else ""}
            for title, at, text, said_by in (
                *asked.filter(written_by=person).values_list("case__title", "at", "text", "asker"),
                *given.filter(written_by=person).values_list("case__title", "at", "text", "author"),
            )
        ],
    }
