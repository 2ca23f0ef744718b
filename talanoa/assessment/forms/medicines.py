"""What is typed about a medicine in a country. Forms read; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models import CountryMedicine
from talanoa.assessment.services.medicines import MedicineText
from talanoa.assessment.terms import Answer, DayLimit, Place, Prescribers
from talanoa.ui import widgets

YEARS = range(1990, 2101)
_NOT_YET = [("", _("Not yet answered"))]


class MedicineForm(forms.Form):
    """Each question may be left for later, which is neither "no" nor "not known"."""

    is_listed = forms.ChoiceField(
        label=_("Is it on the national list of essential medicines?"),
        required=False,
        choices=_NOT_YET + list(Answer.choices),
    )
    available_at = forms.MultipleChoiceField(
        label=_("Where can it be had?"),
        required=False,
        choices=Place.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In half of these places or more. None ticked: not yet answered."),
    )
    prescribers = forms.ChoiceField(
        label=_("Who may prescribe it?"),
        required=False,
        choices=_NOT_YET + list(Prescribers.choices),
    )
    day_limit = forms.ChoiceField(
        label=_("For how long at most?"),
        required=False,
        choices=_NOT_YET + list(DayLimit.choices),
    )
    longest_days = forms.IntegerField(
        label=_("Days"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Only where there is a limit."),
        widget=widgets.WholeNumberInput(attrs={"size": 4}),
    )
    needs_special_form = forms.ChoiceField(
        label=_("Does it need a special prescription form?"),
        required=False,
        choices=_NOT_YET + list(Answer.choices),
    )
    law_note = forms.CharField(
        label=_("Other barriers in law"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    price_note = forms.CharField(
        label=_("Price"),
        max_length=1000,
        required=False,
        help_text=_("What a patient pays, for how much of it, in which currency."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=1000,
        help_text=_("Where this can be checked: a law, a list, a letter, an address."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def saved(answer: CountryMedicine | None) -> dict[str, Any]:
        names = [name for name in MedicineForm.base_fields if name != "revision"]
        return {name: getattr(answer, name) for name in names} if answer else {}

    def text(self) -> MedicineText:
        said = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return MedicineText(**said)


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=_("Another year"),
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
