"""The only code that writes cases, and what is written on them.

``writing`` is the team's part, ``review`` the coordinator's, ``stepping`` the facilitator's,
``noting`` what the scribe writes in the room, ``following`` what comes of it, ``library`` what is
found afterwards, ``erasing`` what is left of someone erased.
"""

from talanoa.cases.services.erasing import forget_person
from talanoa.cases.services.following import assign, say_what_came_of_it
from talanoa.cases.services.library import keep_in_library
from talanoa.cases.services.noting import answer, ask, recommend
from talanoa.cases.services.review import (
    accept,
    discuss_cases_of,
    free_cases_of,
    put_back,
    return_to_team,
    schedule,
    unschedule,
)
from talanoa.cases.services.stepping import step
from talanoa.cases.services.writing import (
    CaseText,
    begin,
    demand_complete,
    save,
    submit,
    withdraw,
    withdraw_unseen,
)

__all__ = [
    "CaseText",
    "accept",
    "answer",
    "ask",
    "assign",
    "begin",
    "demand_complete",
    "discuss_cases_of",
    "forget_person",
    "free_cases_of",
    "keep_in_library",
    "put_back",
    "recommend",
    "return_to_team",
    "save",
    "say_what_came_of_it",
    "schedule",
    "step",
    "submit",
    "unschedule",
    "withdraw",
    "withdraw_unseen",
]
