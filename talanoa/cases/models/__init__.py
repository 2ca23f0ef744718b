"""The tables of cases, by subject."""

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.models.discussion import CaseStep, ClarifyingQuestion
from talanoa.cases.models.forms import FormVersion
from talanoa.cases.models.guarding import GuardDecision, SecondLook
from talanoa.cases.models.letters import FollowUp, Letter, LetterPolicy, SentLetter
from talanoa.cases.models.library import LibraryEntry
from talanoa.cases.models.recommendations import (
    Recommendation,
    RecommendationResource,
    StateChange,
)
from talanoa.cases.models.review import Consent, ReviewQuestion
from talanoa.cases.models.urgent import Routing, UrgentQuestion
from talanoa.cases.models.writing import CaseAttachment, CaseAuthor, CaseVersion

__all__ = [
    "LONGEST",
    "Case",
    "CaseAttachment",
    "CaseAuthor",
    "CaseStep",
    "CaseVersion",
    "ClarifyingQuestion",
    "Consent",
    "FollowUp",
    "FormVersion",
    "GuardDecision",
    "Letter",
    "LetterPolicy",
    "LibraryEntry",
    "Recommendation",
    "RecommendationResource",
    "ReviewQuestion",
    "Routing",
    "SecondLook",
    "SentLetter",
    "StateChange",
    "UrgentQuestion",
]
