"""What is typed about recommendations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.cases import queries
from talanoa.cases.models import LONGEST, Recommendation
from talanoa.cases.terms import RecommendationState
from talanoa.people.models import Person
from talanoa.ui.widgets import DateInput


class RecommendationFilter(forms.Form):
    owner = forms.ChoiceField(
        label=_("Owner"),
        required=False,
        choices=[("", _("All")), ("none", _("Without an owner")), ("mine", _("Mine"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *RecommendationState.choices],
    )


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(label=_("Due by"), required=False, widget=DateInput)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = queries.possible_owners(recommendation.case)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.initial = {"owner": recommendation.owner_id, "due_on": recommendation.due_on}


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=RecommendationState.choices)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it was adapted or not adopted: how, or why not."),
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"state": recommendation.state, "note": recommendation.state_note}
