"""What is typed about hands and questions. The acts' forms read the same fields as their frames."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live.act_forms import ActForm
from talanoa.live.room.fields import LARGEST
from talanoa.live.terms import LONGEST_ANSWER, LONGEST_NOTE, LONGEST_QUESTION, HandsOrder


class HandForm(ActForm):
    about = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    is_written = forms.BooleanField(label=_("I cannot speak; please read it out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "hand_%s", **kwargs})


class OrderForm(ActForm):
    order = forms.ChoiceField(choices=HandsOrder)


class QuestionForm(ActForm):
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Write your question first.")},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    is_anonymous = forms.BooleanField(
        label=_("Ask without my name"),
        required=False,
        help_text=_(
            "Nobody, not even the facilitator, can then see who asked. Your own words may still"
            " give you away."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ask_%s", **kwargs})


class QuestionIdForm(ActForm):
    question = forms.IntegerField(min_value=1, max_value=LARGEST)


class AnswerForm(QuestionIdForm):
    question = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_ANSWER,
        error_messages={"required": _("Write the answer first.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "answer_%s", **kwargs})
