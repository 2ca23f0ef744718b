"""Who sees cases and what was said on them, and who may do what, by subject."""

from talanoa.cases.access.cases import (
    accepting_refused,
    beginning_refused,
    cases_visible_to,
    get_case,
    is_on_team,
    putting_back_refused,
    returning_refused,
    scheduling_refused,
    submitting_refused,
    teams_of,
    withdrawing_refused,
    writing_refused,
)
from talanoa.cases.access.discussion import (
    case_in_session,
    is_in_turn,
    may_note_in,
    noting_refused,
    question_of,
    stepping_refused,
    turn_refused,
)
from talanoa.cases.access.library import (
    advice_in_library,
    cases_in_library,
    get_case_in_library,
    joined,
    whose,
)
from talanoa.cases.access.recommendations import (
    assigning_refused,
    following_refused,
    get_recommendation,
    recommendations_visible_to,
)

__all__ = [
    "accepting_refused",
    "advice_in_library",
    "assigning_refused",
    "beginning_refused",
    "case_in_session",
    "cases_in_library",
    "cases_visible_to",
    "following_refused",
    "get_case",
    "get_case_in_library",
    "get_recommendation",
    "is_in_turn",
    "is_on_team",
    "joined",
    "may_note_in",
    "noting_refused",
    "putting_back_refused",
    "question_of",
    "recommendations_visible_to",
    "returning_refused",
    "scheduling_refused",
    "stepping_refused",
    "submitting_refused",
    "teams_of",
    "turn_refused",
    "whose",
    "withdrawing_refused",
    "writing_refused",
]
