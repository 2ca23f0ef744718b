"""The tables of cases, by subject."""

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.models.discussion import CaseStep, ClarifyingQuestion
from talanoa.cases.models.letters import FollowUp, Letter, LetterPolicy, SentLetter
from talanoa.cases.models.recommendations import Recommendation, StateChange
from talanoa.cases.models.urgent import Routing, UrgentQuestion

__all__ = [
    "LONGEST",
    "Case",
    "CaseStep",
    "ClarifyingQuestion",
    "FollowUp",
    "Letter",
    "LetterPolicy",
    "Recommendation",
    "Routing",
    "SentLetter",
    "StateChange",
    "UrgentQuestion",
]
