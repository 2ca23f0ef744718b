"""With whom a country is compared, and in what."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talanoa.countries.comparison import By
from talanoa.countries.models import Country, Series
from talanoa.countries.queries import MOST_PEERS


class CompareForm(forms.Form):
    """Sent by its address, so that a comparison can be kept and passed on."""

    series = forms.ChoiceField(label=_("Figure"))
    by = forms.ChoiceField(label=_("Compare with"), choices=By)

    def __init__(
        self,
        data: QueryDict,
        *,
        country: Country,
        countries: Iterable[Country],
        offered: Sequence[Series],
    ) -> None:
        initial = {"series": offered[0].code if offered else "", "by": By.ALIKE.value}
        # Opened without a choice, or with a part of it: what is shown is what is compared.
        given = data.copy()
        for name, value in initial.items():
            given[name] = data.get(name) or value
        super().__init__(given, initial=initial)
        # “with” is no name for a field of a class.
        self.fields["with"] = forms.MultipleChoiceField(
            label=_("Countries chosen by hand"),
            required=False,
            choices=[(one.iso3, one.name) for one in countries if one.pk != country.pk],
            help_text=_("Up to eight; they count where “Countries chosen by hand” is set above."),
            widget=forms.SelectMultiple(attrs={"size": 8}),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Which of its official languages"),
            required=False,
            choices=[
                ("", _("Any of them")),
                *zip(country.languages, country.language_names, strict=True),
            ],
        )
        series = self.fields["series"]
        assert isinstance(series, forms.ChoiceField)  # noqa: S101 - for the type checker
        series.choices = [(one.code, one.title) for one in offered]

    def chosen(self, name: str) -> Any:
        """What holds: the choice where it fits, else where one begins."""
        return self.cleaned_data.get(name) or self.initial.get(name, [])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned.get("with", [])) > MOST_PEERS:
            self.add_error("with", _("Choose at most eight countries."))
        return cleaned
