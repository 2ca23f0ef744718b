"""What is answered when one is asked what came of a letter, and what cannot wait."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.cases import access, queries
from talanoa.cases.forms.discussion import ClientIdForm
from talanoa.cases.models import LONGEST, Case, Recommendation, UrgentQuestion
from talanoa.cases.services.asking import NOT_YET, Answer
from talanoa.cases.terms import RecommendationState
from talanoa.people.models import Person
from talanoa.programmes.models import FocusArea, Programme

ASKED = (
    RecommendationState.DONE,
    RecommendationState.ADOPTED,
    RecommendationState.ADAPTED,
    RecommendationState.NOT_ADOPTED,
)
"""What can have come of it, in the order in which it is offered; and that it is not yet known."""


class FollowUpForm(forms.Form):
    """One choice and a few words for each recommendation that somebody may answer."""

    def __init__(
        self,
        *args: Any,
        open_to: Mapping[int, Collection[RecommendationState]],
        recommendations: list[Recommendation],
        chosen: tuple[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = recommendations
        for one in recommendations:
            allowed = open_to[one.pk]
            choices = [(state.value, state.label) for state in ASKED if state in allowed]
            self.fields[f"state-{one.pk}"] = forms.ChoiceField(
                label=one.words,
                required=False,
                choices=[*choices, (NOT_YET, _("Not yet"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"note-{one.pk}"] = forms.CharField(
                label=_("A few words"),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Needed where it was adapted or not adopted: how, or why not."),
            )
            if chosen is not None and chosen[0] == one.pk:
                self.initial[f"state-{one.pk}"] = chosen[1]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "recommendation": one,
                "state": self[f"state-{one.pk}"],
                "note": self[f"note-{one.pk}"],
            }
            for one in self.recommendations
        ]

    @property
    def answers(self) -> list[Answer]:
        """Those that were given; what was left open is asked again."""
        return [
            Answer(
                recommendation=one.pk,
                state=self.cleaned_data[f"state-{one.pk}"],
                note=self.cleaned_data[f"note-{one.pk}"],
            )
            for one in self.recommendations
            if self.cleaned_data.get(f"state-{one.pk}")
        ]


class UrgentForm(ClientIdForm):
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Write nothing by which a patient could be recognised: no name, no date of birth, "
            "no address, no number of a record. Say “a woman in her forties”, not who she is."
        ),
    )
    case = forms.ModelChoiceField(
        Case.objects.none(),
        label=_("About which case"),
        required=False,
        empty_label=_("None of my cases"),
        help_text=_("The answer then stands with the case, for your team."),
    )
    focus_area = forms.ModelChoiceField(
        FocusArea.objects.none(),
        label=_("Focus area"),
        required=False,
        empty_label=_("I do not know"),
    )

    def __init__(self, *args: Any, person: Person, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = queries.cases_to_ask_about(person, programme)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["focus_area"].queryset = programme.focus_areas.all()  # type: ignore[attr-defined]
        self.order_fields(["text", "case", "focus_area"])


class NameExpertsForm(forms.Form):
    """Whom a question goes to that nobody has any more."""

    experts = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who is to be asked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one expert who has not had this question."),
            "invalid_choice": _("Choose at least one expert who has not had this question."),
        },
        help_text=_("Each is told by mail, with the time by which to answer."),
    )

    def __init__(self, *args: Any, question: UrgentQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["experts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        # Whoever has it by now was named a moment ago by the same form: the service tells.
        field.queryset = access.experts_of(question.programme)
        field.choices = [(person.pk, str(person)) for person in queries.experts_left(question)]


class UrgentAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
