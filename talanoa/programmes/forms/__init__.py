"""What is typed about programmes, by subject. Forms read; services decide."""

from talanoa.programmes.forms.programmes import (
    AreaForm,
    ChangeAreaForm,
    CohortForm,
    CountryChoiceField,
    EnrolForm,
    InviteForm,
    NewProgrammeForm,
    ProgrammeForm,
)
from talanoa.programmes.forms.rounds import (
    BLANK_ROWS,
    ApplicationForm,
    DecisionForm,
    MomentField,
    RoundForm,
    WithdrawApplicationForm,
)
from talanoa.programmes.forms.statements import (
    StatementForm,
)
from talanoa.programmes.forms.teams import (
    CountriesField,
    InviteMemberForm,
    PlaceForm,
    TeamForm,
)

__all__ = [
    "BLANK_ROWS",
    "ApplicationForm",
    "AreaForm",
    "ChangeAreaForm",
    "CohortForm",
    "CountriesField",
    "CountryChoiceField",
    "DecisionForm",
    "EnrolForm",
    "InviteForm",
    "InviteMemberForm",
    "MomentField",
    "NewProgrammeForm",
    "PlaceForm",
    "ProgrammeForm",
    "RoundForm",
    "StatementForm",
    "TeamForm",
    "WithdrawApplicationForm",
]
