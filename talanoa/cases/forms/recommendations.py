"""What is typed about recommendations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.cases import queries
from talanoa.cases.models import LONGEST, Recommendation
from talanoa.cases.terms import RecommendationState, Strength
from talanoa.people.models import Person
from talanoa.programmes.models import ChallengeArea, FocusArea, Programme
from talanoa.ui.widgets import DateInput, WholeNumberInput


class RecommendationFilter(forms.Form):
    OWNERS = (("", _("All")), ("none", _("Without an owner")), ("mine", _("Mine")))

    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *RecommendationState.choices],
    )
    due = forms.ChoiceField(
        label=_("Due by"),
        required=False,
        choices=[
            ("", _("All")),
            ("overdue", _("Overdue")),
            ("month", _("Within 30 days")),
            ("none", _("Without a date")),
        ],
    )
    strength = forms.ChoiceField(
        label=_("Strength"), required=False, choices=[("", _("All")), *Strength.choices]
    )
    area = forms.ModelChoiceField(
        ChallengeArea.objects.none(),
        label=_("Challenge area"),
        required=False,
        empty_label=_("All"),
    )
    focus = forms.ModelChoiceField(
        FocusArea.objects.none(), label=_("Focus area"), required=False, empty_label=_("All")
    )

    def __init__(
        self, *args: Any, programme: Programme, owners: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(person.pk), str(person)) for person in owners]
        self.fields["owner"].choices = [*self.OWNERS, *named]  # type: ignore[attr-defined]
        self.fields["area"].queryset = programme.challenge_areas.all()  # type: ignore[attr-defined]
        self.fields["focus"].queryset = programme.focus_areas.all()  # type: ignore[attr-defined]


class DescribeForm(forms.Form):
    """What a recommendation is about, and what it rests on."""

    challenge_area = forms.ModelChoiceField(
        ChallengeArea.objects.none(),
        label=_("Challenge area"),
        required=False,
        empty_label=_("None"),
    )
    focus_area = forms.ModelChoiceField(
        FocusArea.objects.none(), label=_("Focus area"), required=False, empty_label=_("None")
    )
    strength = forms.ChoiceField(
        label=_("Strength"),
        required=False,
        choices=[("", _("Not said")), *Strength.choices],
        help_text=_(
            "Strong: do it, for almost everyone. Conditional: it depends on where you are. "
            "Good practice: nobody needs a study to see it."
        ),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=500,
        help_text=_("As one would cite it: who, what, where."),
    )
    evidence_url = forms.URLField(
        label=_("Link to the evidence"), required=False, max_length=500, assume_scheme="https"
    )
    evidence_year = forms.IntegerField(
        label=_("Year of the evidence"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=WholeNumberInput(attrs={"size": 4}),
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = recommendation.case.programme
        self.fields["challenge_area"].queryset = programme.challenge_areas.all()  # type: ignore[attr-defined]
        self.fields["focus_area"].queryset = programme.focus_areas.all()  # type: ignore[attr-defined]
        self.initial = {
            "challenge_area": recommendation.challenge_area_id,
            "focus_area": recommendation.focus_area_id,
            "strength": recommendation.strength,
            "evidence": recommendation.evidence,
            "evidence_url": recommendation.evidence_url,
            "evidence_year": recommendation.evidence_year,
        }


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
    state = forms.ChoiceField(label=_("State"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it was adapted or not adopted: how, or why not."),
    )

    def __init__(
        self,
        *args: Any,
        recommendation: Recommendation,
        open_to: list[RecommendationState],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        now = RecommendationState(recommendation.state)
        choices = [(state.value, state.label) for state in (now, *open_to)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        self.initial = {"state": recommendation.state, "note": recommendation.state_note}
