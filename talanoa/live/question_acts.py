"""The frames of questions, what their entries change in the page, and their part of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from talanoa.live import fragments, record
from talanoa.live import questions as reading
from talanoa.live.models import Entry
from talanoa.live.room.acts import register
from talanoa.live.services import questions
from talanoa.live.terms import Kind


@dataclass(frozen=True)
class NewQuestion:
    text: str
    is_anonymous: bool = False


@dataclass(frozen=True)
class AQuestion:
    question: int


@dataclass(frozen=True)
class AnAnswer:
    question: int
    text: str


MOVES = (
    Kind.QUESTION_TAKEN_UP,
    Kind.QUESTION_ANSWERED,
    Kind.QUESTION_PARKED,
    Kind.QUESTION_SET_ASIDE,
    Kind.QUESTION_PUT_BACK,
)
"""Entries that take a question out of one list into another."""


def register_all() -> None:
    """Called once, at start-up."""
    register("question.ask", fields=NewQuestion, service=questions.ask)
    register("question.vote", fields=AQuestion, service=questions.vote, is_logged=False)
    register(
        "question.take-back", fields=AQuestion, service=questions.take_vote_back, is_logged=False
    )
    register("question.take-up", fields=AQuestion, service=questions.take_up)
    register("question.answer-aloud", fields=AQuestion, service=questions.answer_aloud)
    register("question.answer", fields=AnAnswer, service=questions.answer)
    register("question.park", fields=AQuestion, service=questions.park)
    register("question.set-aside", fields=AQuestion, service=questions.set_aside)
    register("question.put-back", fields=AQuestion, service=questions.put_back)
    _draw_where(Kind.QUESTION_ASKED, "waiting")
    for kind in MOVES:
        fragments.register(
            kind,
            target="question-{question}",
            action="remove",
            # Words set aside must not reach whoever comes back after that.
            rewrites=kind == Kind.QUESTION_SET_ASIDE,
        )
        for name in ("now", "waiting", "parked", "answered"):
            _draw_where(kind, name)
    fragments.register(
        Kind.QUESTION_CHANGED,
        template="live/_question.html",
        target="question-{question}",
        context=_as_it_stands,
        rewrites=True,
    )
    for kind in (*MOVES, Kind.QUESTION_CHANGED):
        fragments.register(
            kind,
            template="live/_question_call.html",
            target="question-call",
            context=lambda entry: reading.scene(entry.session),
        )
    fragments.register(
        Kind.QUESTION_LISTED,
        template="live/_question_tools.html",
        target="question-{question}-acts",
        action="append",
        context=_as_it_stands,
    )
    fragments.register(
        Kind.QUESTION_LISTED,
        template="live/_questions_aside.html",
        target="questions-aside",
        context=lambda entry: reading.scene(entry.session),
    )
    record.sections.register(
        "questions", 15, "live/_record_questions.html", context=reading.in_record
    )


def _draw_where(kind: str, name: str) -> None:
    """Entries of this kind add the question to the list of that name, if it stands there."""
    fragments.register(
        kind,
        template="live/_question.html",
        target=f"questions-{name}",
        action="append",
        context=partial(reading.in_list, name),
    )


def _as_it_stands(entry: Entry) -> Mapping[str, Any] | None:
    question = reading.of_entry(entry)
    return {"question": question} if question else None
