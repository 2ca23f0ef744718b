"""What is typed while a case is discussed."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.cases.models import LONGEST, Case, ClarifyingQuestion
from talanoa.cases.terms import StepName


class ClientIdForm(forms.Form):
    """A form that is safe to send twice: each page it stands on gives it an id of its own."""

    client_id = forms.SlugField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several stand on one page, each with a field called text.
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = lambda: uuid4().hex


class StepForm(ClientIdForm):
    step = forms.ChoiceField(choices=StepName, required=False)


class NotingForm(ClientIdForm):
    """What the scribe writes in its turn, and hosts out of turn, too."""

    out_of_turn = forms.BooleanField(
        label=_("Take it out of turn"),
        required=False,
        help_text=_("The session record will say that you allowed it."),
    )

    def __init__(self, *args: Any, may_allow: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By the blank in an empty box the room's style tells it from one with words in it.
        self.fields["text"].widget.attrs["placeholder"] = " "
        self.order_fields(["text", "asker", "author", "out_of_turn"])
        if not may_allow:
            del self.fields["out_of_turn"]


class QuestionForm(NotingForm):
    text = forms.CharField(
        label=_("Question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    asker = forms.TypedChoiceField(
        label=_("Asked by"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, "asker", people, none=_("Nobody named"))


class AnswerForm(ClientIdForm):
    question = forms.ModelChoiceField(ClarifyingQuestion.objects.none(), label=_("Question"))
    text = forms.CharField(
        label=_("Answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = case.clarifying_questions.all()
        self.fields["question"].queryset = questions  # type: ignore[attr-defined]


class RecommendationForm(NotingForm):
    text = forms.CharField(
        label=_("Recommendation"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    author = forms.TypedChoiceField(
        label=_("Given by"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, "author", people, none=_("The room as a whole"))


def _offer_people(form: forms.Form, name: str, people: list[tuple[int, str]], *, none: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = [("", none), *people]
