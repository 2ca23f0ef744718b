"""The tables of indicator frameworks, assessments and medicines, by subject."""

from talanoa.assessment.models.frameworks import (
    Dimension,
    Framework,
    FrameworkVersion,
    Indicator,
    Level,
    VersionReturn,
)
from talanoa.assessment.models.medicines import Medicine
from talanoa.assessment.models.plans import (
    Action,
    ActionPlan,
    CaseOrigin,
    Milestone,
    ProgressNote,
)

__all__ = [
    "Action",
    "ActionPlan",
    "CaseOrigin",
    "Dimension",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Medicine",
    "Milestone",
    "ProgressNote",
    "VersionReturn",
]
