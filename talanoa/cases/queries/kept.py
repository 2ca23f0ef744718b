"""What is kept about somebody in cases."""

from talanoa.cases.models import (
    Case,
    CaseAttachment,
    CaseAuthor,
    CaseVersion,
    ClarifyingQuestion,
    Consent,
    GuardDecision,
    Letter,
    Recommendation,
    ReviewQuestion,
    SentLetter,
    StateChange,
    UrgentQuestion,
)
from talanoa.kernel.models import Event
from talanoa.people.models import Person


def kept_about(person: Person) -> dict[str, object]:
    """What cases keep about somebody, fit for JSON, each list oldest first. Sixteen queries; one
    more where they presented a case that another was named for.

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
                "answers",
                "begun_at",
                "changed_at",
                "submitted_at",
                "discussed_at",
                "withdrawn_at",
            )
        ),
        "presented_before": _presented_before(person),
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
            urgent.filter(asker=person).values(
                "text", "asked_at", "answer", "answered_at", "guarded"
            )
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


def _presented_before(person: Person) -> list[dict[str, object]]:
    """The cases that somebody else was named to present instead of them, and since when."""
    named = Event.objects.filter(kind="cases.presenter_named", data__before=person.pk)
    until = list(named.order_by("at", "pk").values_list("subject_id", "at"))
    cases = Case.objects.in_bulk([case_id for case_id, _at in until]) if until else {}
    return [{"title": cases[case_id].title, "until": at} for case_id, at in until]


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
