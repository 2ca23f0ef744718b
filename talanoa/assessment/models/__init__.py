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
from talanoa.assessment.models.medicines import CountryMedicine, Medicine, MedicineSharing

__all__ = [
    "Answer",
    "AnswerChange",
    "Assessment",
    "CountryMedicine",
    "Dimension",
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Medicine",
    "MedicineSharing",
    "Remark",
    "Review",
    "ReviewReason",
    "VersionReturn",
]
