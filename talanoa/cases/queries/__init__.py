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
from talanoa.cases.queries.library import (
    Found,
    Wanted,
    in_order,
    library,
    may_be_in_library,
    missing_from_library,
    moves_of,
)
from talanoa.cases.queries.recommendations import history_of, possible_owners, recommendations_of

__all__ = [
    "Found",
    "Standing",
    "Wanted",
    "case_in_hand",
    "case_of_item",
    "cases_of",
    "cases_waiting",
    "coordinators",
    "history_of",
    "in_order",
    "kept_about",
    "library",
    "may_be_in_library",
    "missing_from_library",
    "moves_of",
    "open_slots",
    "people_of",
    "possible_owners",
    "recommendations_of",
    "standing",
    "steps_as_they_ran",
    "team_of",
    "with_status",
]
