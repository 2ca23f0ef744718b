"""What the live room learns from this room: a panel, four frames, a part of the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from talanoa.cases import access, queries, scene, services
from talanoa.cases.forms import QuestionForm, RecommendationForm, StepForm
from talanoa.cases.models import ClarifyingQuestion, Recommendation
from talanoa.cases.run_notes import notes_of_cases
from talanoa.cases.terms import CaseMode, EntryKind
from talanoa.live import access as live
from talanoa.live import alike, catch_up, fragments, panels, record, run_of_show
from talanoa.live.alike import Alike
from talanoa.live.models import Entry
from talanoa.live.room import acts
from talanoa.live.terms import Kind
from talanoa.people.models import Person
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True)
class Question:
    case: int
    text: str
    asker: int | None = None
    out_of_turn: bool = False


@dataclass(frozen=True)
class Answer:
    case: int
    question: int
    text: str


@dataclass(frozen=True)
class Advice:
    case: int
    text: str
    author: int | None = None
    out_of_turn: bool = False


@dataclass(frozen=True)
class NextStep:
    """Without a step: whatever comes next."""

    case: int
    step: str | None = None


acts.register("case.ask", fields=Question, service=services.ask)
acts.register("case.answer", fields=Answer, service=services.answer)
acts.register("case.recommend", fields=Advice, service=services.recommend)
acts.register("case.step", fields=NextStep, service=services.step)


def panel(session: LiveSession, person: Person, same: Alike) -> Mapping[str, Any] | None:
    """The case in hand, and the scribe's forms for whoever may write. Left out without a case."""
    case = same["case"]["case"]
    if case is None:
        return None
    writes = access.may_note_in(person, session)
    hosts = writes and live.is_host(person, session)
    people = queries.people_of(session) if writes else []
    return {
        "case": case,
        "writes": writes,
        "hosts": hosts,
        "answer_id": uuid4().hex,
        "step_form": StepForm() if hosts else None,
        "question_form": QuestionForm(people=people, may_allow=hosts) if writes else None,
        "recommendation_form": RecommendationForm(people=people, may_allow=hosts)
        if writes
        else None,
    }


def question_of(entry: Entry) -> Mapping[str, Any] | None:
    question = (
        ClarifyingQuestion.objects.select_related("asker", "allowed_by", "case")
        .filter(pk=entry.data["question"])
        .first()
    )
    return {"question": question} if question else None


def recommendation_of(entry: Entry) -> Mapping[str, Any] | None:
    found = (
        Recommendation.objects.select_related("author", "allowed_by", "case")
        .filter(pk=entry.data["recommendation"])
        .first()
    )
    return {"recommendation": found} if found else None


def case_now(entry: Entry) -> Mapping[str, Any] | None:
    """Another item of the agenda may bring another case; one that has none brings nothing."""
    shown = scene.in_hand(entry.session)
    return shown if shown["case"] else None


def steps_now(entry: Entry) -> Mapping[str, Any] | None:
    """Where the case in hand stands; that another one moved changes nothing on the page."""
    case = queries.case_in_hand(entry.session)
    if case is None or entry.data.get("case", case.pk) != case.pk:
        return None
    return {"case": case, **scene.steps_of(case, entry.session)}


def case_shown_now(entry: Entry) -> Mapping[str, Any] | None:
    """A case that was held back until the session opened, or is from now that it has closed."""
    case = queries.case_in_hand(entry.session)
    if case is None or (case.embargo is None and case.mode != CaseMode.RESTRICTED):
        return None
    return case_now(entry)


def in_record(session: LiveSession, person: Person | None) -> Mapping[str, Any] | None:
    """The session's cases with their questions and recommendations; nothing for the public."""
    if person is None:
        return None
    cases = scene.discussed_in(session, person)
    return {"cases": cases} if cases else None


def questions_in(session: LiveSession) -> Iterator[tuple[datetime, str]]:
    """When each clarifying question was asked, with its answer; nobody is named. One query."""
    asked = ClarifyingQuestion.objects.filter(
        session=session, case__in=access.cases_open_to_all(session)
    )
    asked = asked.exclude(text="").order_by("at")
    for question in asked:
        yield question.at, "\n".join(filter(None, (question.text, question.answer)))


def recommendations_in(session: LiveSession) -> Iterator[tuple[datetime, str]]:
    """When each recommendation was given; nobody is named. One query."""
    given = Recommendation.objects.filter(
        session=session, case__in=access.cases_open_to_all(session)
    )
    given = given.exclude(text="").order_by("at")
    yield from given.values_list("at", "text")


alike.register("case", scene.in_hand)
panels.register("case", 20, "cases/_panel.html", context=panel, label=_("Case"), icon="certificate")
fragments.register(
    EntryKind.ASKED,
    template="cases/_question.html",
    target="case-{case}-questions",
    action="append",
    context=question_of,
)
fragments.register(
    EntryKind.ANSWERED,
    template="cases/_question.html",
    target="question-{question}",
    context=question_of,
)
fragments.register(
    EntryKind.QUESTION_CHANGED,
    template="cases/_question.html",
    target="question-{question}",
    context=question_of,
    rewrites=True,
)
fragments.register(
    EntryKind.RECOMMENDATION_CHANGED,
    template="cases/_recommendation.html",
    target="recommendation-{recommendation}",
    context=recommendation_of,
    rewrites=True,
)
fragments.register(
    EntryKind.RECOMMENDED,
    template="cases/_recommendation.html",
    target="case-{case}-recommendations",
    action="append",
    context=recommendation_of,
)
fragments.register(
    Kind.AGENDA_MOVED, template="cases/_in_hand.html", target="case-in-hand", context=case_now
)
for kind in (Kind.OPENED, Kind.CLOSED):
    fragments.register(
        kind, template="cases/_in_hand.html", target="case-in-hand", context=case_shown_now
    )
for kind in (EntryKind.STEPPED, Kind.OPENED, Kind.CLOSED):
    fragments.register(kind, template="cases/_steps.html", target="case-steps", context=steps_now)
catch_up.marks.register("questions", _("Clarifying question"), of=questions_in)
catch_up.marks.register("recommendations", _("Recommendation"), of=recommendations_in)
record.sections.register("cases", 20, "cases/_record.html", context=in_record)
run_of_show.adds(notes_of_cases)
