"""What is typed about a version of a framework. Forms read; services decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talanoa.assessment.files.checking import LONGEST, MOST_LEVELS
from talanoa.assessment.files.record import TRANSLATED
from talanoa.assessment.languages import language_name
from talanoa.assessment.models import Dimension, FrameworkVersion, Indicator, Level
from talanoa.assessment.models.frameworks import Worded
from talanoa.assessment.services.wording import IndicatorText
from talanoa.assessment.terms import FIELD_NAMES, IndicatorKind, Unit
from talanoa.ui import widgets

_LONG = {"definition", "evidence_wanted", "description"}


class AboutForm(forms.Form):
    """What a version says of itself."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    label = forms.CharField(
        label=gettext_lazy("Edition"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For instance: second edition."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=100)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where the wording comes from: publication, page, address."),
    )
    unidentified = forms.IntegerField(
        label=gettext_lazy("Indicators of the publication that are missing here"),
        min_value=0,
        max_value=999,
        widget=widgets.WholeNumberInput(attrs={"size": 4}),
    )
    also_in = forms.MultipleChoiceField(
        label=gettext_lazy("Also in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        kwargs["initial"] = self.saved(version)
        super().__init__(*args, **kwargs)
        offered = dict.fromkeys([*version.languages, *(code for code, _name in settings.LANGUAGES)])
        self.fields["also_in"].choices = [  # type: ignore[attr-defined]
            (code, language_name(code)) for code in offered if code != version.language
        ]

    @staticmethod
    def saved(version: FrameworkVersion) -> dict[str, object]:
        names = ("title", "publisher", "label", "year", "licence", "source", "unidentified")
        return {name: getattr(version, name) for name in names} | {
            "also_in": version.languages[1:],
            "revision": version.revision,
        }


class DimensionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewDimensionForm(DimensionForm):
    code = forms.RegexField(
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters, digits and hyphens. It stays the same in every version."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    field_order = ("code", "title")


class IndicatorForm(forms.Form):
    """An indicator with its levels, of which there is always one more to fill in."""

    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=0,
        max_value=999,
        widget=widgets.WholeNumberInput(attrs={"size": 4}),
    )
    dimension = forms.ModelChoiceField(
        label=gettext_lazy("Dimension"), queryset=Dimension.objects.none(), empty_label=None
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    definition = forms.CharField(
        label=gettext_lazy("Definition"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Answered in"), choices=IndicatorKind.choices, widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        choices=[("", gettext_lazy("none"))] + list(Unit.choices),
        help_text=gettext_lazy("For a number or a share."),
    )
    lowest = forms.DecimalField(
        label=gettext_lazy("Lowest value"), required=False, max_digits=15, decimal_places=4
    )
    highest = forms.DecimalField(
        label=gettext_lazy("Highest value"), required=False, max_digits=15, decimal_places=4
    )
    higher_is_better = forms.BooleanField(label=gettext_lazy("More is better"), required=False)
    evidence_wanted = forms.CharField(
        label=gettext_lazy("Evidence wanted"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_verified = forms.BooleanField(
        label=gettext_lazy("Its wording was checked against the source"), required=False
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        version: FrameworkVersion,
        indicator: Indicator | None = None,
        **kwargs: Any,
    ) -> None:
        levels = list(indicator.levels.all()) if indicator else []
        if indicator:
            kwargs["initial"] = self.saved(indicator, levels)
        super().__init__(*args, **kwargs)
        dimension = self.fields["dimension"]
        assert isinstance(dimension, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        dimension.queryset = version.dimensions.all()
        first = levels[0].value if levels else 1
        self._levels = range(first, first + min(MOST_LEVELS, max(4, len(levels) + 1)))
        for value in self._levels:
            self.fields[f"level_{value}"] = forms.CharField(
                label=_("Level %(number)d") % {"number": value},
                max_length=300,
                required=False,
            )
            self.fields[f"level_{value}_more"] = forms.CharField(
                label=_("Level %(number)d: description") % {"number": value},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def saved(indicator: Indicator, levels: list[Level]) -> dict[str, object]:
        names = [name for name in IndicatorForm.base_fields if name != "dimension"]
        said = {name: getattr(indicator, name) for name in names}
        for level in levels:
            said |= {
                f"level_{level.value}": level.label,
                f"level_{level.value}_more": level.description,
            }
        return said | {"dimension": indicator.dimension_id}

    def clean(self) -> dict[str, Any]:
        """Levels follow each other: none may be left blank below one that is filled in."""
        said: dict[str, Any] = super().clean() or {}
        filled = [value for value in self._levels if said.get(f"level_{value}")]
        for value in self._levels:
            label, more = said.get(f"level_{value}"), said.get(f"level_{value}_more")
            if not label and (more or value < max(filled, default=0)):
                self.add_error(
                    f"level_{value}", _("Say what this level is; a higher one is there.")
                )
        return said

    def text(self) -> IndicatorText:
        said = self.cleaned_data
        levels = [
            (said[f"level_{value}"], said[f"level_{value}_more"])
            for value in self._levels
            if said[f"level_{value}"]
        ]
        names = [name for name in IndicatorForm.base_fields if name != "revision"]
        return IndicatorText(levels=levels, **{name: said[name] for name in names})


class NewIndicatorForm(IndicatorForm):
    code = forms.RegexField(
        r"^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$",
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "Letters and digits, as in the publication. The same code in another version is the "
            "same indicator."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["code", *IndicatorForm.base_fields])


class TranslationForm(forms.Form):
    """The texts of one thing in a further language, each below the text it says again."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, thing: Worded, kind: str, revision: int, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = revision
        self._language, self._names = language, TRANSLATED[kind]
        self._levels = list(thing.levels.all()) if isinstance(thing, Indicator) else []
        self._add("", thing, self._names)
        for level in self._levels:
            self._add(f"level_{level.value}_", level, TRANSLATED["level"])

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self._names}

    def level_texts(self) -> Mapping[int, dict[str, str]]:
        return {
            level.value: {
                name: self.cleaned_data.get(f"level_{level.value}_{name}", "")
                for name in TRANSLATED["level"]
            }
            for level in self._levels
        }

    def _add(self, prefix: str, thing: Worded, names: tuple[str, ...]) -> None:
        for name in names:
            if not (original := getattr(thing, name)):
                continue
            label = str(FIELD_NAMES[name])
            if isinstance(thing, Level):
                words = {"level": thing.value, "name": label}
                label = _("Level %(level)s: %(name)s") % words
            is_long = name in _LONG
            attrs = {"lang": self._language, "dir": "auto"} | ({"rows": 3} if is_long else {})
            widget = forms.Textarea(attrs=attrs) if is_long else forms.TextInput(attrs=attrs)
            self.fields[prefix + name] = forms.CharField(
                label=label,
                max_length=LONGEST[name],
                required=False,
                initial=thing.translations.get(self._language, {}).get(name, ""),
                help_text=format_html(
                    '<span lang="{}" dir="auto">{}</span>', thing.own_language(), original
                ),
                widget=widget,
            )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What has to change"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
