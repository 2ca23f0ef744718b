"""What people type about cases, by subject; reads it, decides nothing."""

from talanoa.cases.forms.asking import FollowUpForm, UrgentAnswerForm, UrgentForm
from talanoa.cases.forms.cases import CaseFilter, CaseForm, ReturnForm, SlotForm, WithdrawForm
from talanoa.cases.forms.discussion import (
    AnswerForm,
    ClientIdForm,
    NotingForm,
    QuestionForm,
    RecommendationForm,
    StepForm,
)
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

__all__ = [
    "AnswerForm",
    "AssignForm",
    "CaseFilter",
    "CaseForm",
    "ClientIdForm",
    "CorrectionForm",
    "DescribeForm",
    "FollowUpForm",
    "LetterForm",
    "LetterPolicyForm",
    "NotingForm",
    "ObjectionForm",
    "QuestionForm",
    "RecommendationFilter",
    "RecommendationForm",
    "ReturnForm",
    "RevisionForm",
    "SlotForm",
    "StateForm",
    "StepForm",
    "UrgentAnswerForm",
    "UrgentForm",
    "WithdrawForm",
]
