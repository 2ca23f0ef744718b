"""Teams: of a country or of a region, and who is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.programmes import queries
from talanoa.programmes.forms.programmes import CountryChoiceField
from talanoa.programmes.models import CountryTeam, Programme
from talanoa.ui import widgets


class CountriesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several countries, by name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Country.objects.none(),
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            **kwargs,
        )


class PlaceForm(forms.Form):
    """What a team speaks for: one country; or a region, with its countries."""

    country = CountryChoiceField(label=_("Country"), required=False)
    region = forms.CharField(
        label=_("Name of the region"),
        max_length=120,
        required=False,
        help_text=_("As people call it, for instance: Pacific islands."),
    )
    countries = CountriesField(
        label=_("Its countries"),
        help_text=_("At a keyboard, hold Ctrl (on a Mac ⌘) to choose several."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, countries = self.fields["country"], self.fields["countries"]
        assert isinstance(country, CountryChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(countries, CountriesField)  # noqa: S101 - for the type checker
        country.offer(programme)
        offered = queries.countries_for(programme)
        countries.queryset = country.queryset
        countries.choices = [(one.pk, one.name) for one in offered]

    @property
    def is_regional(self) -> bool:
        """Whether the fields of a region hold something, or something is wrong with them."""
        return any(self[name].value() or self[name].errors for name in ("region", "countries"))


class TeamForm(PlaceForm):
    name = forms.CharField(label=_("Name of the team"), max_length=200)
    field_order = ("name", "country", "region", "countries")

    @staticmethod
    def saved(team: CountryTeam) -> dict[str, object]:
        return {
            "name": team.name,
            "country": team.country_id,
            "region": team.region,
            "countries": [country.pk for country in team.countries.all()],
        }


class InviteMemberForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They need no account yet. We mail a link with which they accept."),
        widget=widgets.EmailInput(attrs={"autocomplete": "off"}),
    )
