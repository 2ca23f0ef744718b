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
from talanoa.assessment.models.plans import (
    Action,
    ActionPlan,
    ActionResource,
    CaseOrigin,
    Milestone,
    ProgressNote,
)

__all__ = [
    "Action",
    "ActionPlan",
    "ActionResource",
    "Answer",
    "AnswerChange",
    "Assessment",
    "CaseOrigin",
    "CountryMedicine",
    "Dimension",
    "Evidence",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Medicine",
    "MedicineSharing",
    "Milestone",
    "ProgressNote",
    "Remark",
    "Review",
    "ReviewReason",
    "VersionReturn",
]
