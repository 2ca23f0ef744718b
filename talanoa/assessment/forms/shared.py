"""Which countries are counted in shared gaps; what fits nothing is left out of account."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models import Assessment, FrameworkVersion
from talanoa.assessment.queries import standings
from talanoa.countries.terms import IncomeGroup, WhoRegion
from talanoa.programmes import access as programmes
from talanoa.programmes.access import Viewer
from talanoa.programmes.models import Programme


class SharedFilter(forms.Form):
    """Offers only what somebody's reading holds: years and programmes of what they may see."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    region = forms.ChoiceField(label=_("WHO region"), required=False)
    income = forms.ChoiceField(label=_("Income group"), required=False)
    year = forms.ChoiceField(label=_("As it stood in"), required=False)

    def __init__(
        self, *args: Any, viewer: Viewer, version: FrameworkVersion, **kwargs: Any
    ) -> None:
        """Two queries."""
        super().__init__(*args, **kwargs)
        self._counted = standings.counted(viewer, [version.framework_id])
        rows = set(self._counted.order_by().values_list("year", "team__programme"))
        self.has_any = bool(rows)
        visible = programmes.programmes_visible_to(viewer).order_by("name", "pk")
        of_rows = visible.filter(pk__in={programme for _year, programme in rows})
        self._programmes = {one.slug: one for one in of_rows}
        years = sorted({year for year, _programme in rows}, reverse=True)
        self._offer("programme", [(slug, one.name) for slug, one in self._programmes.items()])
        self._offer("region", WhoRegion.choices)
        self._offer("income", IncomeGroup.choices)
        self._offer("year", [(str(year), str(year)) for year in years], _("The latest"))
        self.is_valid()

    @property
    def of_programme(self) -> Programme | None:
        return self._programmes.get(self.cleaned_data.get("programme", ""))

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())

    @property
    def assessments(self) -> QuerySet[Assessment]:
        """Those that are counted. No query of its own."""
        chosen, found = self.cleaned_data, self._counted
        if self.of_programme is not None:
            found = found.filter(team__programme=self.of_programme)
        if region := chosen.get("region"):
            found = found.filter(country__who_region=region)
        if income := chosen.get("income"):
            found = found.filter(country__income_group=income)
        if year := chosen.get("year"):
            found = found.filter(year__lte=int(year))
        return found

    def _offer(self, name: str, choices: Any, all_of: str | Promise = "") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", all_of or _("All")), *choices]
