"""The tables of programmes, by subject."""

from talanoa.programmes.models.programmes import (
    RESERVED_SLUGS,
    ChallengeArea,
    Cohort,
    Enrolment,
    FocusArea,
    Hub,
    HubAdministrator,
    Programme,
    Role,
    validate_not_reserved,
    validate_zone,
)
from talanoa.programmes.models.rounds import (
    Application,
    ApplicationAnswer,
    ApplicationMember,
    Round,
    RoundQuestion,
)
from talanoa.programmes.models.statements import Signature, Statement
from talanoa.programmes.models.teams import CountryTeam, Invitation, TeamMember

__all__ = [
    "RESERVED_SLUGS",
    "Application",
    "ApplicationAnswer",
    "ApplicationMember",
    "ChallengeArea",
    "Cohort",
    "CountryTeam",
    "Enrolment",
    "FocusArea",
    "Hub",
    "HubAdministrator",
    "Invitation",
    "Programme",
    "Role",
    "Round",
    "RoundQuestion",
    "Signature",
    "Statement",
    "TeamMember",
    "validate_not_reserved",
    "validate_zone",
]
