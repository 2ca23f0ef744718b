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
from talanoa.cases.queries.writing import (
    agreed_to,
    authors_of,
    called,
    consents_of,
    files_of,
    in_reserve,
    members_of,
    versions_of,
)

__all__ = [
    "Found",
    "Standing",
    "agreed_to",
    "authors_of",
    "called",
    "case_in_hand",
    "case_of_item",
    "cases_of",
    "cases_of_team",
    "cases_waiting",
    "consents_of",
    "coordinators",
    "files_of",
    "guarded",
    "history_of",
    "in_reserve",
    "kept_about",
    "members_of",
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
    "versions_of",
    "with_status",
]
