"""The only code that writes cases, and what is written on them.

``writing`` is the team's part, ``review`` the coordinator's, ``stepping`` the facilitator's,
``guarding`` what is decided about identifying data,
``noting`` what the scribe writes in the room, ``following`` what comes of it, ``erasing`` what
is left of someone erased. Around them stand ``arranging`` (the form), ``authors``, ``attaching``,
``versions``, ``asking_team``, ``showing`` (who sees a case, and the reserve) and ``agreeing``.
"""

from talanoa.cases.services.agreeing import agree, take_back
from talanoa.cases.services.arranging import FieldText, arrange
from talanoa.cases.services.asking_team import answer_for_team, ask_team
from talanoa.cases.services.attaching import attach, detach
from talanoa.cases.services.authors import add_author, remove_author
from talanoa.cases.services.erasing import forget_person
from talanoa.cases.services.following import assign, say_what_came_of_it
from talanoa.cases.services.guarding import Choice, look
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
from talanoa.cases.services.showing import move_up, reserve, set_embargo, show_as, unreserve
from talanoa.cases.services.stepping import step
from talanoa.cases.services.writing import (
    CaseText,
    begin,
    demand_complete,
    save,
    settle_guard,
    submit,
    withdraw,
    withdraw_unseen,
)

__all__ = [
    "CaseText",
    "Choice",
    "FieldText",
    "accept",
    "add_author",
    "agree",
    "answer",
    "answer_for_team",
    "arrange",
    "ask",
    "ask_team",
    "assign",
    "attach",
    "begin",
    "demand_complete",
    "detach",
    "discuss_cases_of",
    "forget_person",
    "free_cases_of",
    "look",
    "move_up",
    "put_back",
    "recommend",
    "remove_author",
    "reserve",
    "return_to_team",
    "save",
    "say_what_came_of_it",
    "schedule",
    "set_embargo",
    "settle_guard",
    "show_as",
    "step",
    "submit",
    "take_back",
    "unreserve",
    "unschedule",
    "withdraw",
    "withdraw_unseen",
]
