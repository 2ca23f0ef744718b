"""The tables of indicator frameworks, assessments and medicines, by subject."""

from talanoa.assessment.models.assessments import (
    Answer,
    AnswerChange,
    Assessment,
    Evidence,
    Remark,
    Review,
    ReviewReason,
)
from talanoa.assessment.models.frameworks import (
    Dimension,
    Framework,
    FrameworkVersion,
    Indicator,
    Level,
    VersionReturn,
)
from talanoa.assessment.models.medicines import Medicine

__all__ = [
    "Answer",
    "AnswerChange",
    "Assessment",
    "Dimension",
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Medicine",
    "Remark",
    "Review",
    "ReviewReason",
    "VersionReturn",
]
