"""What narrows a trace; what fits nothing is left out of account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.queries import trace as queries
from talanoa.countries.models import Country
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer


class TraceFilter(forms.Form):
    country = forms.ChoiceField(label=_("Country"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = queries.keys(viewer, queries.Scope())
        countries = Country.objects.filter(pk__in={key.country for key in keys})
        self.countries = {one.iso3: one for one in countries}
        visible = programmes.programmes_visible_to(viewer).order_by("name", "pk")
        self.programmes = {one.slug: one for one in visible}
        self.indicators = queries.indicators_of(keys)
        named = sorted((one.name, iso3) for iso3, one in self.countries.items())
        self._offer("country", [(iso3, name) for name, iso3 in named])
        self._offer("programme", [(slug, one.name) for slug, one in self.programmes.items()])
        self._offer(
            "indicator",
            [(key, str(one.said("title").text)) for key, one in self.indicators.items()],
        )
        self.is_valid()

    @property
    def scope(self) -> queries.Scope:
        chosen = self.cleaned_data
        indicator = self.indicators.get(chosen.get("indicator", ""))
        return queries.Scope(
            country=self.countries.get(chosen.get("country", "")),
            programme=self.programmes.get(chosen.get("programme", "")),
            framework=indicator.version.framework.code if indicator else "",
            code=indicator.code if indicator else "",
        )

    @property
    def is_narrowed(self) -> bool:
        return self.scope != queries.Scope()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("All")), *choices]
