"""The tables of indicator frameworks, assessments and medicines, by subject."""

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
    "CountryMedicine",
    "Dimension",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Medicine",
    "MedicineSharing",
    "VersionReturn",
]
