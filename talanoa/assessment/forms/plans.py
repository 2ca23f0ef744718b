"""What people type about action plans; reads it, decides nothing."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models import Action, Indicator
from talanoa.assessment.models.plans import LONGEST, demand_likely
from talanoa.assessment.queries.plans import indicators_to_move
from talanoa.assessment.services.planning import ActionText, MilestoneText
from talanoa.assessment.terms import ActionState, Visibility
from talanoa.ui.widgets import DateInput


class OnceForm(forms.Form):
    """A form that is safe to send twice: each page it stands on gives it an id of its own."""

    client_id = forms.SlugField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = lambda: uuid4().hex


class ActionForm(OnceForm):
    """An action: what, by whom, with what, by when, and what it should move."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("What will be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One action, so that it can be said to be done."),
    )
    office = forms.CharField(
        label=_("Responsible office"),
        max_length=200,
        required=False,
        help_text=_("An office or a post rather than a person: it outlasts whoever holds it."),
    )
    due_on = forms.DateField(label=_("Done by"), required=False, widget=DateInput)
    means = forms.CharField(
        label=_("Means"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Money, people, a law, a training: what it takes, and what is there."),
    )
    indicator = forms.ChoiceField(
        label=_("Indicator it should move"),
        required=False,
        help_text=_("The next assessment then shows what came of it."),
    )

    def __init__(self, *args: Any, action: Action | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = offer_indicators(self, action.indicator_id if action else None)
        if action is not None:
            del self.fields["client_id"]
            self.initial = {name: getattr(action, name) for name in self.fields}
            self.initial["indicator"] = str(action.indicator_id or "")

    @property
    def text(self) -> ActionText:
        values = {**self.cleaned_data}
        values.pop("client_id", None)
        values["indicator"] = self.indicators.get(values["indicator"])
        return ActionText(**values)


class MilestoneForm(forms.Form):
    """One line of an action's milestones; a line without words is left out."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Milestone"), max_length=300, required=False)
    due_on = forms.DateField(
        label=_("By"), required=False, widget=DateInput, validators=[demand_likely]
    )

    @property
    def line(self) -> MilestoneText:
        values = self.cleaned_data
        return MilestoneText(text=values["text"], due_on=values["due_on"], pk=values["key"])


_Milestones = forms.formset_factory(
    MilestoneForm, extra=3, max_num=20, absolute_max=40, validate_max=True
)


def milestone_lines(data: Any, action: Action) -> Any:
    """The lines of an action's milestones: those it has, and some empty ones."""
    kept = [
        {"key": one.pk, "text": one.text, "due_on": one.due_on} for one in action.milestones.all()
    ]
    return _Milestones(data, initial=kept, prefix="milestones")


class ProgressForm(OnceForm):
    state = forms.ChoiceField(label=_("Where it stands"), choices=ActionState.choices)
    text = forms.CharField(
        label=_("How it goes"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done, what stands in the way. To drop it: why."),
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].initial = action.state


class ShareForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who may read the plan"), choices=Visibility.choices, widget=forms.RadioSelect
    )


class OriginForm(forms.Form):
    """Which gap a case is about."""

    indicator = forms.ChoiceField(label=_("The gap it is about"), required=False)

    def __init__(self, *args: Any, named: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = offer_indicators(self, named)
        self.initial = {"indicator": str(named or "")}

    @property
    def chosen(self) -> Indicator | None:
        return self.indicators.get(self.cleaned_data["indicator"])


def offer_indicators(form: forms.Form, named: int | None) -> dict[str, Indicator]:
    """Fill a form's field ``indicator`` with those of today, and the one named already."""
    offered = {str(one.pk): one for one in indicators_to_move(named)}
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, one in offered.items():
        title = one.version.said("title").text
        groups.setdefault(title, []).append((key, f"{one.number}. {one.said('title').text}"))
    field = form.fields["indicator"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = [("", _("None of them")), *groups.items()]
    return offered
