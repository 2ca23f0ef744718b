"""The only code that writes cases, and what is written on them.

``writing`` is the team's part, ``review`` the coordinator's, ``stepping`` the facilitator's,
``guarding`` what is decided about identifying data, ``noting`` what the scribe writes in the
room, ``letters`` how it goes home in writing, ``following`` what comes of it, ``asking`` how that
is asked, ``urgent`` what cannot wait for a session, ``erasing`` what is left of someone erased.
Around them stand ``arranging`` (the form), ``authors``, ``presenting`` (who presents it),
``attaching``, ``versions``, ``asking_team``, ``showing`` (who sees a case, and the reserve),
``agreeing`` and ``library`` (what is found afterwards).
"""

from talanoa.cases.services.agreeing import agree, take_back
from talanoa.cases.services.arranging import FieldText, arrange
from talanoa.cases.services.asking import (
    NOT_YET,
    Answer,
    answer_follow_up,
    answering_by_token,
    ask_together,
    ask_what_came_of,
    reading_by_token,
    remind_together,
    token_to_answer,
    token_to_read,
)
from talanoa.cases.services.asking_team import answer_for_team, ask_team
from talanoa.cases.services.attaching import attach, detach
from talanoa.cases.services.authors import add_author, remove_author
from talanoa.cases.services.drawing import draw_on, stop_drawing_on
from talanoa.cases.services.erasing import forget_person
from talanoa.cases.services.following import assign, describe, say_what_came_of_it
from talanoa.cases.services.guarding import Choice, look
from talanoa.cases.services.letters import (
    Line,
    acknowledge_letter,
    begin_letter,
    correct_letter,
    hand_over_letter,
    hasten_letter,
    object_to_letter,
    set_letter_policy,
    sign_letter,
    write_letter,
)
from talanoa.cases.services.library import keep_in_library
from talanoa.cases.services.noting import answer, ask, recommend
from talanoa.cases.services.presenting import name_presenter
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
from talanoa.cases.services.urgent import (
    answer_urgent,
    ask_urgently,
    hand_on_urgent,
    lapse_routing,
    name_experts,
)
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
    "NOT_YET",
    "Answer",
    "CaseText",
    "Choice",
    "FieldText",
    "Line",
    "accept",
    "acknowledge_letter",
    "add_author",
    "agree",
    "answer",
    "answer_follow_up",
    "answer_for_team",
    "answer_urgent",
    "answering_by_token",
    "arrange",
    "ask",
    "ask_team",
    "ask_together",
    "ask_urgently",
    "ask_what_came_of",
    "assign",
    "attach",
    "begin",
    "begin_letter",
    "correct_letter",
    "demand_complete",
    "describe",
    "detach",
    "discuss_cases_of",
    "draw_on",
    "forget_person",
    "free_cases_of",
    "hand_on_urgent",
    "hand_over_letter",
    "hasten_letter",
    "keep_in_library",
    "lapse_routing",
    "look",
    "move_up",
    "name_experts",
    "name_presenter",
    "object_to_letter",
    "put_back",
    "reading_by_token",
    "recommend",
    "remind_together",
    "remove_author",
    "reserve",
    "return_to_team",
    "save",
    "say_what_came_of_it",
    "schedule",
    "set_embargo",
    "set_letter_policy",
    "settle_guard",
    "show_as",
    "sign_letter",
    "step",
    "stop_drawing_on",
    "submit",
    "take_back",
    "token_to_answer",
    "token_to_read",
    "unreserve",
    "unschedule",
    "withdraw",
    "withdraw_unseen",
    "write_letter",
]
