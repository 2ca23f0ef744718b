"""What pages, frames and the record show of questions.

As in ``scene``, what stands in the room is the same for every viewer: whose vote is whose is
said beside it, and what was set aside has a fragment of its own for hosts.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from talanoa.live import access
from talanoa.live.models import AnonymousAsking, Entry, Question, QuestionVote
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession

LISTS = ("now", "waiting", "parked", "answered", "aside")


def scene(session: LiveSession) -> dict[str, Any]:
    """Every question by the list it is in, those that wait by votes, then time. One query."""
    lists: dict[str, list[Question]] = {name: [] for name in LISTS}
    for question in _loaded(session.questions.all()):
        lists[question.status].append(question)
    lists["waiting"].sort(key=lambda one: -one.supporters)  # type: ignore[attr-defined]
    lists["parked"].sort(key=lambda one: str(one.parked_at))
    lists["answered"].sort(key=lambda one: str(one.answered_at))
    return {"session": session, "questions": lists}


def panel(session: LiveSession, person: Person, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The same, ``shown`` by ``scene``, with those this person has voted for, and whether a name
    may be left out. At most one query.
    """
    lists = shown["questions"]
    voted = votes_of(session, person) if any(lists.values()) else set()
    return {
        "questions": lists,
        "voted_for": sorted(voted),
        "supported": [one for one in lists["waiting"] if one.pk in voted],
        "may_be_anonymous": session.cohort.programme.allows_anonymous_questions,
    }


def votes_of(session: LiveSession, person: Person) -> set[int]:
    """The questions (ids) of this session for which ``person`` has voted. One query."""
    votes = QuestionVote.objects.filter(question__session=session, person=person)
    return set(votes.values_list("question", flat=True))


def of_entry(entry: Entry) -> Question | None:
    """The question that an entry speaks of, as it stands; none once set aside. One query."""
    found = Question.objects.filter(pk=entry.data["question"], set_aside_at=None)
    return next(iter(_loaded(found)), None)


def in_list(name: str, entry: Entry) -> Mapping[str, Any] | None:
    """The question of an entry for the list of that name, if it stands there now. One query."""
    question = of_entry(entry)
    return {"question": question} if question and question.status == name else None


def votes(session_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """How many voted for each question that waits, in each of these sessions. One query."""
    waiting = Question.objects.filter(
        session__in=list(session_ids),
        taken_up_at=None,
        answered_at=None,
        parked_at=None,
        set_aside_at=None,
    ).annotate(supporters=Count("votes"))
    found: dict[int, dict[int, int]] = {}
    for session, pk, number in waiting.values_list("session", "pk", "supporters").order_by("pk"):
        found.setdefault(session, {})[pk] = number
    return found


def in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """Every question but those set aside, with what became of it; nothing for the public.

    One query, and those of who may answer.
    """
    if person is None:
        return None
    lists = scene(session)["questions"]
    open_ones = [*lists["parked"], *lists["now"], *lists["waiting"]]
    if not (lists["answered"] or open_ones):
        return None
    may_answer = access.answering_refused(person, session) is None
    return {
        "session": session,
        "answered": lists["answered"],
        "unanswered": open_ones,
        "may_answer": may_answer,
    }


def kept_about(person: Person) -> dict[str, object]:
    """What somebody asked, answered and voted for, and how often they asked without a name.

    Which questions those were is not known. Four queries.
    """
    asked = Question.objects.filter(asker=person).order_by("pk")
    answered = Question.objects.filter(answered_by=person).order_by("pk")
    supported = QuestionVote.objects.filter(person=person).order_by("pk")
    anonymous = AnonymousAsking.objects.filter(person=person).order_by("session")
    return {
        "questions": list(asked.values("session__title", "text", "answer", "asking__at")),
        "answers": list(answered.values("session__title", "text", "answer", "answered_at")),
        "question_votes": list(supported.values("question__session__title", "question__text")),
        "anonymous_questions": list(anonymous.values("session__title", "number")),
    }


def _loaded(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With their people, and ``supporters``, the number of votes, in the order of asking."""
    with_people = questions.select_related("asker", "answered_by")
    return with_people.annotate(supporters=Count("votes")).order_by("pk")
