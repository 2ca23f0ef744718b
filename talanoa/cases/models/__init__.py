"""The tables of cases, by subject."""

from talanoa.cases.models.cases import LONGEST, Case
from talanoa.cases.models.discussion import CaseStep, ClarifyingQuestion
from talanoa.cases.models.library import LibraryEntry
from talanoa.cases.models.recommendations import Recommendation

__all__ = ["LONGEST", "Case", "CaseStep", "ClarifyingQuestion", "LibraryEntry", "Recommendation"]
