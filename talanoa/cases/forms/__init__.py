"""What people type about cases, by subject; reads it, decides nothing."""

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
from talanoa.cases.forms.recommendations import AssignForm, RecommendationFilter, StateForm
from talanoa.cases.forms.writing import (
    AnswerTeamForm,
    AskTeamForm,
    AuthorForm,
    EmbargoForm,
    FileForm,
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
    "EmbargoForm",
    "FileForm",
    "NotingForm",
    "QuestionForm",
    "RecommendationFilter",
    "RecommendationForm",
    "ReturnForm",
    "ShowingForm",
    "SlotForm",
    "StateForm",
    "StepForm",
    "WithdrawForm",
    "choices_in",
]
