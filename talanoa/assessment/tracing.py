"""A trace as it leaves the product: a table, a line for each way through it, and nested."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from talanoa.assessment.models import Action
from talanoa.assessment.queries.trace import Advice, Brought, Point, Thread
from talanoa.assessment.standing import change_in_words
from talanoa.ui.addresses import address


def head() -> list[str]:
    return [
        _("Country"),
        _("Indicator"),
        _("Assessed before"),
        _("Answer before"),
        _("Case"),
        _("Session"),
        _("Session held on"),
        _("Recommendation"),
        _("Given by an expert"),
        _("State of the recommendation"),
        _("Action"),
        _("State of the action"),
        _("Resources it draws on"),
        _("Assessed after"),
        _("Answer after"),
        _("Change"),
    ]


def rows(threads: Iterable[Thread]) -> Iterator[list[Any]]:
    """A line for each case, recommendation and action, and for each action of its own."""
    for thread in threads:
        start = [thread.country.iso3, thread.indicator.said("title").text]
        start += _cells(thread.before)
        end = [*_cells(thread.after), change_in_words(thread.change)]
        for middle in _middles(thread):
            yield [*start, *middle, *end]


def told(thread: Thread) -> dict[str, Any]:
    """One thread, fit for JSON; addresses are paths of this installation."""
    return {
        "country": thread.country.iso3,
        "framework": thread.indicator.version.framework.code,
        "indicator": thread.indicator.code,
        "title": thread.indicator.said("title").text,
        "assessments": [
            {
                "year": point.assessment.year,
                "answer": point.words,
                "value": point.reply.value if point.reply else None,
                "is_reviewed": point.assessment.reviewed_at is not None,
            }
            for point in thread.points
        ],
        "cases": [_case(one) for one in thread.cases],
        "actions": [_action(one) for one in thread.actions],
        "change": thread.change.value if thread.change else None,
    }


def _middles(thread: Thread) -> Iterator[list[Any]]:
    for brought in thread.cases:
        case = brought.case
        session = case.session
        about = [
            str(case),
            session.title if session else "",
            f"{session.starts_at:%Y-%m-%d}" if session else "",
        ]
        if not brought.advice:
            yield [*about, "", "", "", *_of(None)]
        for advice in brought.advice:
            one = advice.recommendation
            said = [one.words, _("yes") if one.is_expert else _("no"), one.get_state_display()]
            actions: list[Action | None] = [*advice.actions]
            for action in actions or [None]:
                yield [*about, *said, *_of(action)]
    for own in thread.actions:
        yield ["", "", "", "", "", "", *_of(own)]


def _of(action: Action | None) -> list[str]:
    if action is None:
        return ["", "", ""]
    titles = "; ".join(one.title for one in action.resources)
    return [action.title, str(action.state.label), titles]


def _cells(points: list[Point]) -> list[Any]:
    return [points[-1].assessment.year, points[-1].words] if points else ["", ""]


def _case(brought: Brought) -> dict[str, Any]:
    case = brought.case
    return {
        "title": str(case),
        "address": address("cases:detail", case.pk),
        "session": case.session.title if case.session else None,
        "held_at": case.session.starts_at if case.session else None,
        "recommendations": [_advice(one) for one in brought.advice],
    }


def _advice(advice: Advice) -> dict[str, Any]:
    one = advice.recommendation
    return {
        "text": one.words,
        "address": address("cases:recommendation", one.pk),
        "is_expert": one.is_expert,
        "state": one.state,
        "note": one.state_note,
        "actions": [_action(action) for action in advice.actions],
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "title": action.title,
        "address": address("assessment:action", action.pk),
        "office": action.office,
        "state": action.state.value,
        "due_on": action.due_on,
        "done_at": action.done_at,
        "resources": [
            {"title": one.title, "address": address("library:detail", one.code)}
            for one in action.resources
        ],
    }
