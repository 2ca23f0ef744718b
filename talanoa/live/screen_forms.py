"""What the pages of check-in, shared screens and learning sites ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.countries.models import Country
from talanoa.live import codes
from talanoa.live.act_forms import ActForm
from talanoa.live.models import LearningSite
from talanoa.live.terms import MOST_BESIDE
from talanoa.people.models import Person
from talanoa.programmes import queries as programmes
from talanoa.programmes.models import Programme
from talanoa.ui.widgets import EmailInput

LONGEST_LIST = 20_000


class CodeForm(forms.Form):
    """The code that is shown in the session."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10 * codes.LENGTH,
        error_messages={"required": _("Type the code that is shown in the session.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
                "dir": "ltr",
                "class": "code-input",
            }
        ),
    )


class CountForm(ActForm):
    """How many others sit at one's device."""

    others = forms.IntegerField(
        label=_("How many besides you?"),
        min_value=0,
        max_value=MOST_BESIDE,
        error_messages={"required": _("Say how many: 0 when you are alone again.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "count_%s", **kwargs})


class ScreenForm(forms.Form):
    """Who sits at one's device: the site, its usual people, others by address, and the rest."""

    site = forms.TypedChoiceField(
        label=_("Learning site"),
        required=False,
        coerce=int,
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who is here"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    addresses = forms.CharField(
        label=_("Others by their e-mail addresses"),
        required=False,
        max_length=LONGEST_LIST,
        help_text=_("One on each line. They must be enrolled; attendance then counts for them."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    others = forms.IntegerField(
        label=_("How many more, without names?"),
        min_value=0,
        max_value=MOST_BESIDE,
        initial=0,
        help_text=_("They are counted, and nothing is kept of who they are."),
    )

    def __init__(
        self,
        *args: Any,
        sites: list[LearningSite],
        offered: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        site, people = self.fields["site"], self.fields["people"]
        assert isinstance(site, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(people, forms.TypedMultipleChoiceField)  # noqa: S101 - likewise
        site.choices = [("", _("No site")), *((one.pk, one.name) for one in sites)]
        people.choices = offered
        if not sites:
            del self.fields["site"]
        if not offered:
            del self.fields["people"]

    def clean_addresses(self) -> list[str]:
        lines = self.cleaned_data["addresses"].replace(",", "\n").replace(";", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]


class SiteForm(forms.Form):
    """A learning site: what it is called, where it is, and who hosts it."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As its people call it: “Nairobi hospice”.")
    )
    country = forms.TypedChoiceField(label=_("Country"), coerce=int)
    host = forms.EmailField(
        label=_("Host’s e-mail address"),
        help_text=_("Somebody of the programme, who enters the room for the site."),
        widget=EmailInput(),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._countries = {one.pk: one for one in programmes.countries_for(programme)}
        field = self.fields["country"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        named = [(pk, country.name) for pk, country in self._countries.items()]
        field.choices = [("", _("Choose a country")), *named]

    @staticmethod
    def written(site: LearningSite) -> dict[str, Any]:
        host: Person | None = site.host
        return {
            "name": site.name,
            "country": site.country_id,
            "host": host.email if host else "",
        }

    def values(self) -> dict[str, Any]:
        """What the services ask for."""
        country: Country = self._countries[self.cleaned_data["country"]]
        return {**self.cleaned_data, "country": country}


class MemberForm(forms.Form):
    """Somebody who usually sits at a site."""

    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody enrolled in the programme."),
        widget=EmailInput(),
    )
