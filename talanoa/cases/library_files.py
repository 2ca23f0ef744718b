"""The library to take along: a list, or one case with its recommendations, as JSON or CSV.

People are not named: who advised is said as "expert", "participant" or "room".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talanoa.cases import access, citing
from talanoa.cases.models import Case, Recommendation, StateChange
from talanoa.cases.outcomes import Outcome
from talanoa.cases.terms import RecommendationState
from talanoa.ui import sheets

_IN_A_LIST = (
    "id",
    "address",
    "title",
    "is_example",
    "team",
    "country_name",
    "country",
    "who_region",
    "income_group",
    "programme",
    "kind",
    "challenge_area",
    "level",
    "language",
    "session_date",
    "question",
    "outcome",
    "has_follow_up",
)
_ABOUT_ONE = "id", "address", "title", "is_example", "country_name", "session_date", "question"


def told(case: Case, states: Counter[str]) -> dict[str, Any]:
    """What a list says of a case, fit for JSON; its entry, country and programme are loaded."""
    entry = case.library_entry
    team, country = access.whose(case)
    return {
        "id": case.pk,
        "address": citing.permanent(case),
        "title": case.title,
        "is_example": case.is_example,
        "team": team.name if team else None,
        "country": country.iso3 if country else None,
        "country_name": country.name if country else None,
        "who_region": (country.who_region or None) if country else None,
        "income_group": (country.income_group or None) if country else None,
        "programme": case.programme.name,
        "kind": case.kind,
        "challenge_area": case.challenge_area.name if case.challenge_area else None,
        "level": case.level or None,
        "language": entry.language,
        "session_date": entry.held_on.isoformat(),
        "question": case.question,
        "outcome": entry.outcome,
        "has_follow_up": entry.has_follow_up,
        "recommendations": {state: states[state] for state in RecommendationState.values},
    }


def advice_told(
    recommendations: Iterable[Recommendation], moves: dict[int, list[StateChange]]
) -> list[dict[str, Any]]:
    """Recommendations with their history, fit for JSON."""
    return [
        {
            "text": each.words,
            "given_by": given_by(each),
            "given_on": each.at.date().isoformat(),
            "state": each.state,
            "state_note": each.state_note,
            "history": [
                {
                    "on": move.at.date().isoformat(),
                    "state": move.after,
                    "note": move.note,
                }
                for move in moves[each.pk]
            ],
        }
        for each in recommendations
    ]


def given_by(recommendation: Recommendation) -> str:
    """Whether an expert, a participant or the room as a whole gave it."""
    if recommendation.is_expert:
        return "expert"
    return "participant" if recommendation.author_id else "room"


def list_as_csv(cases: Iterable[dict[str, Any]]) -> str:
    """Lines of ``told`` for a spreadsheet, one for each case."""
    heads = [
        _("Number"),
        _("Address"),
        _("Title"),
        _("Example"),
        _("Team"),
        _("Country"),
        _("Country code"),
        _("WHO region"),
        _("Income group"),
        _("Programme"),
        _("Kind"),
        _("Challenge area"),
        _("Level of the health system"),
        _("Language"),
        _("Session"),
        _("Question"),
        _("Outcome"),
        _("Follow-up"),
        *(str(state.label) for state in RecommendationState),
    ]
    rows = (
        [_cell(case[name]) for name in _IN_A_LIST]
        + [str(case["recommendations"][state]) for state in RecommendationState.values]
        for case in cases
    )
    return _table([heads, *rows])


def case_as_csv(case: dict[str, Any], advice: Sequence[dict[str, Any]]) -> str:
    """One case for a spreadsheet: a line for each recommendation, or one line without any."""
    heads = [
        _("Number"),
        _("Address"),
        _("Title"),
        _("Example"),
        _("Country"),
        _("Session"),
        _("Question"),
        _("Recommendation"),
        _("Given by"),
        _("Given on"),
        _("State"),
        _("Note"),
        _("History"),
    ]
    about = [_cell(case[name]) for name in _ABOUT_ONE]
    rows = [
        about
        + [each["text"], each["given_by"], each["given_on"], each["state"], each["state_note"]]
        + ["\n".join(_moved(move) for move in each["history"])]
        for each in advice
    ]
    return _table([heads, *(rows or [about + [""] * 6])])


def outcome_says(outcome: str) -> str:
    """What came of a case, as a sentence."""
    return {
        Outcome.DONE: _("At least one recommendation has been carried out."),
        Outcome.ADOPTED: _("At least one recommendation was adopted."),
        Outcome.ACCEPTED: _("The team accepted advice; none of it has been adopted yet."),
        Outcome.NOTHING_YET: _("Nothing is known yet of what came of it."),
        Outcome.NOT_ADOPTED: _("None of the advice was adopted."),
    }[Outcome(outcome)]


def _moved(move: dict[str, str]) -> str:
    said = f"{move['on']} {move['state']}"
    return f"{said}: {move['note']}" if move["note"] else said


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _table(rows: Iterable[Sequence[str]]) -> str:
    head, *lines = rows
    return sheets.as_csv(head, lines)
