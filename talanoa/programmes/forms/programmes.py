"""Programmes, cohorts, areas, roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talanoa.countries.models import Country
from talanoa.programmes import queries
from talanoa.programmes.models import Hub, Programme
from talanoa.programmes.terms import CaseKind, RoleName
from talanoa.ui import widgets


class ProgrammeForm(forms.Form):
    """What a programme says of itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    aim = forms.CharField(
        label=_("Aim"),
        max_length=2000,
        help_text=_("What will be different because of it, in one or two sentences."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.CharField(
        label=_("For whom"),
        max_length=300,
        required=False,
        help_text=_("For instance: people who lead palliative care in a country or region."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        required=False,
        help_text=_("What happens in a session, and what is asked of people who come."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    case_kind = forms.ChoiceField(
        label=_("What the cases are about"),
        choices=CaseKind.choices,
        initial=CaseKind.COUNTRY,
        widget=forms.RadioSelect,
    )
    allows_anonymous_questions = forms.BooleanField(
        label=_("In the room, people may ask questions without their name"),
        required=False,
        help_text=_(
            "Who asked is then stored nowhere beside the question. Facilitators can still set a"
            " question aside, and nobody can ask more than three without a name in one session."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def saved(programme: Programme) -> dict[str, object]:
        return {
            "name": programme.name,
            "aim": programme.aim,
            "audience": programme.audience,
            "description": programme.description,
            "case_kind": programme.case_kind,
            "allows_anonymous_questions": programme.allows_anonymous_questions,
        }


class NewProgrammeForm(ProgrammeForm):
    hub = forms.ModelChoiceField(label=_("Hub"), queryset=Hub.objects.none(), empty_label=None)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=50,
        required=False,
        help_text=_(
            "The end of its address on this site: small letters, digits and hyphens. It cannot "
            "be changed later. Left empty, it is made from the name."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    field_order = ("hub", "name", "slug", "aim", "audience", "description", "case_kind")

    def __init__(self, *args: Any, hubs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hub = self.fields["hub"]
        assert isinstance(hub, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        hub.queryset = hubs
        self.is_only_hub = len(hubs) == 1
        if self.is_only_hub:
            hub.initial = hubs[0]
            hub.widget = forms.HiddenInput()
        del self.fields["version"]


class CohortForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For instance: 2027, first half.")
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Empty: as many as come."),
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
    opens_on = forms.DateField(
        label=_("Registration opens on"),
        required=False,
        help_text=_("Empty: as soon as the programme is published."),
        widget=widgets.DateInput(),
    )
    closes_on = forms.DateField(
        label=_("Registration closes after"),
        required=False,
        help_text=_("The last day on which people can enrol. Empty: it stays open."),
        widget=widgets.DateInput(),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AreaForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)


class ChangeAreaForm(AreaForm):
    is_verified = forms.BooleanField(
        label=_("This wording is confirmed"),
        required=False,
        help_text=_("Until then it is shown as a draft. Hub administrators confirm."),
    )


class CountryChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Countries by name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Country.objects.none(),
            empty_label=_("Choose a country"),
            widget=forms.Select(attrs={"autocomplete": "country-name"}),
            **kwargs,
        )

    def offer(self, programme: Programme) -> None:
        countries = queries.countries_for(programme)
        self.queryset = Country.objects.filter(pk__in=[country.pk for country in countries])
        examples = [(one.pk, one.name) for one in countries if one.is_example]
        others = [(one.pk, one.name) for one in countries if not one.is_example]
        choices: list[Any] = [("", self.empty_label)]
        if examples:
            choices += [(_("Example countries"), examples), (_("Countries"), others)]
        else:
            choices += others
        self.widget.choices = choices


class EnrolForm(forms.Form):
    country = CountryChoiceField(
        label=_("Your country"),
        required=False,
        help_text=_("The one you work in. It shows which countries take part."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, CountryChoiceField)  # noqa: S101 - for the type checker
        country.offer(programme)


class InviteForm(forms.Form):
    """An address, and what it is asked for: a role, or a country team (``team-12``)."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They need no account yet. We mail a link with which they accept."),
        widget=widgets.EmailInput(attrs={"autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=pgettext_lazy("invite", "As"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {f"team-{team.pk}": team for team in queries.teams(programme)}
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - for the type checker
        roles: list[Any] = [("", _("Choose")), (_("Roles"), RoleName.choices)]
        members = [(key, team.name) for key, team in self.teams.items()]
        place.choices = roles + ([(_("Country teams"), members)] if members else [])

    @property
    def what(self) -> dict[str, Any]:
        """As ``services.invite`` takes it."""
        place = self.cleaned_data["place"]
        return {"team": self.teams[place]} if place in self.teams else {"role": place}
