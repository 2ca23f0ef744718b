"""What is kept about somebody in cases."""

from talanoa.cases.models import (
    Case,
    CaseAttachment,
    CaseAuthor,
    CaseVersion,
    ClarifyingQuestion,
    Consent,
    GuardDecision,
    Recommendation,
    ReviewQuestion,
)
from talanoa.kernel.models import Event
from talanoa.people.models import Person


def kept_about(person: Person) -> dict[str, object]:
    """What cases keep about somebody, fit for JSON, each list oldest first. Fifteen queries.

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
                "answers",
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
        **_around(person),
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


def _around(person: Person) -> dict[str, object]:
    """What they did around the text of cases: wrote with others, agreed to, asked and answered."""
    questions = ReviewQuestion.objects.order_by("pk")
    return {
        "written_with": list(
            CaseAuthor.objects.filter(person=person).values("case__title", "added_at", "removed_at")
        ),
        "versions": list(
            CaseVersion.objects.filter(by=person)
            .order_by("pk")
            .values("case__title", "revision", "at")
        ),
        "files": list(
            CaseAttachment.objects.filter(added_by=person)
            .order_by("pk")
            .values("case__title", "title", "added_at")
        ),
        "consents": list(
            Consent.objects.filter(person=person).values(
                "case__title", "to", "revision", "given_at", "withdrawn_at"
            )
        ),
        "asked_of_teams": list(
            questions.filter(asked_by=person).values("case__title", "text", "asked_at")
        ),
        "answered_for_teams": list(
            questions.filter(answered_by=person).values("case__title", "answer", "answered_at")
        ),
    }
