"""Reads of cases and of what was written on them, by subject."""

from talanoa.cases.queries.cases import (
    case_of_item,
    cases_of,
    cases_waiting,
    coordinators,
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
from talanoa.cases.queries.kept import kept_about
from talanoa.cases.queries.recommendations import history_of, possible_owners, recommendations_of

__all__ = [
    "Standing",
    "case_in_hand",
    "case_of_item",
    "cases_of",
    "cases_waiting",
    "coordinators",
    "history_of",
    "kept_about",
    "open_slots",
    "people_of",
    "possible_owners",
    "recommendations_of",
    "standing",
    "steps_as_they_ran",
    "team_of",
    "with_status",
]
