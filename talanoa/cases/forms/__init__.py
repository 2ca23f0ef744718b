"""What people type about cases, by subject; reads it, decides nothing."""

from talanoa.cases.forms.asking import FollowUpForm, NameExpertsForm, UrgentAnswerForm, UrgentForm
from talanoa.cases.forms.cases import CaseFilter, CaseForm, ReturnForm, SlotForm, WithdrawForm
from talanoa.cases.forms.discussion import (
    AnswerForm,
    ClientIdForm,
    NotingForm,
    QuestionForm,
    RecommendationForm,
    StepForm,
)
from talanoa.cases.forms.guarding import choices_in
from talanoa.cases.forms.letters import (
    CorrectionForm,
    LetterForm,
    LetterPolicyForm,
    ObjectionForm,
    RevisionForm,
)
from talanoa.cases.forms.recommendations import (
    AssignForm,
    DescribeForm,
    RecommendationFilter,
    StateForm,
)
from talanoa.cases.forms.writing import (
    AnswerTeamForm,
    AskTeamForm,
    AuthorForm,
    EmbargoForm,
    FileForm,
    PresenterForm,
    ShowingForm,
)

__all__ = [
    "AnswerForm",
    "AnswerTeamForm",
    "AskTeamForm",
    "AssignForm",
    "AuthorForm",
    "CaseFilter",
    "CaseForm",
    "ClientIdForm",
    "CorrectionForm",
    "DescribeForm",
    "EmbargoForm",
    "FileForm",
    "FollowUpForm",
    "LetterForm",
    "LetterPolicyForm",
    "NameExpertsForm",
    "NotingForm",
    "ObjectionForm",
    "PresenterForm",
    "QuestionForm",
    "RecommendationFilter",
    "RecommendationForm",
    "ReturnForm",
    "RevisionForm",
    "ShowingForm",
    "SlotForm",
    "StateForm",
    "StepForm",
    "UrgentAnswerForm",
    "UrgentForm",
    "WithdrawForm",
    "choices_in",
]
