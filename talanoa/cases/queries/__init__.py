"""Reads of cases and of what was written on them, by subject."""

from talanoa.cases.queries.cases import (
    case_of_item,
    cases_of,
    cases_of_team,
    cases_waiting,
    open_slots,
    team_of,
    with_status,
)
from talanoa.cases.queries.discussion import (
    Standing,
    case_in_hand,
    people_of,
    standing,
    steps_as_they_ran,
)
from talanoa.cases.queries.guarding import Found, guarded, occurrences, second_look, undecided
from talanoa.cases.queries.kept import kept_about
from talanoa.cases.queries.recommendations import history_of, possible_owners, recommendations_of

__all__ = [
    "Found",
    "Standing",
    "case_in_hand",
    "case_of_item",
    "cases_of",
    "cases_of_team",
    "cases_waiting",
    "guarded",
    "history_of",
    "kept_about",
    "occurrences",
    "open_slots",
    "people_of",
    "possible_owners",
    "recommendations_of",
    "second_look",
    "standing",
    "steps_as_they_ran",
    "team_of",
    "undecided",
    "with_status",
]
