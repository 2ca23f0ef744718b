"""The forms of assessments."""

import re
import unicodedata
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from talanoa.assessment.models import Answer, Assessment, FrameworkVersion, Indicator
from talanoa.assessment.models.assessments import FIRST_YEAR, LONGEST
from talanoa.assessment.services import evidence
from talanoa.assessment.services.assessing import AnswerText
from talanoa.assessment.terms import (
    Confidence,
    EvidenceKind,
    IndicatorKind,
    Mark,
    Subject,
    Visibility,
)
from talanoa.assessment.values import plain
from talanoa.countries.models import Country
from talanoa.kernel import clock
from talanoa.kernel.files import LONGEST_SIDE
from talanoa.people.models import Person
from talanoa.programmes.models import CountryTeam
from talanoa.ui.widgets import WholeNumberInput

UNKNOWN = "unknown"
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")


class YearField(forms.IntegerField):
    widget = WholeNumberInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": FIRST_YEAR, "max_value": 2200, **options})


class NumberField(forms.Field):
    """A number with a point or a comma, in any digits; none that may be meant two ways."""

    default_error_messages = {
        "invalid": _("Give a number."),
        "two_ways": _("Write the number without a sign between the thousands."),
    }

    def to_python(self, value: Any) -> float | None:
        if value in self.empty_values:
            return None
        typed = "".join(
            str(unicodedata.digit(sign)) if sign.isdigit() else sign
            for sign in str(value)
            if not sign.isspace()
        )
        typed = typed.replace("٫", ",").replace("−", "-")
        if _THOUSANDS.fullmatch(typed):
            raise forms.ValidationError(self.error_messages["two_ways"], code="two_ways")
        if not re.fullmatch(r"-?\d{1,12}([.,]\d{1,12})?", typed):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return float(typed.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        return plain_for_input(value) if isinstance(value, float) else value


def plain_for_input(value: float) -> str:
    return repr(int(value)) if value == int(value) else repr(value)


class BeginForm(forms.Form):
    team = forms.ModelChoiceField(CountryTeam.objects.none(), label=_("Team"), empty_label=None)
    version = forms.ModelChoiceField(
        FrameworkVersion.objects.none(), label=_("Framework"), empty_label=None
    )
    year = YearField(label=_("Year"), help_text=_("The year your answers are about."))
    service = forms.CharField(
        label=_("Service"),
        max_length=200,
        required=False,
        help_text=_("Only where a single service judges itself: its name, as people know it."),
    )
    carry = forms.BooleanField(
        label=_("Take over the answers of our last assessment"),
        required=False,
        initial=True,
        help_text=_("Each is marked as carried over until one of you has confirmed it."),
    )

    def __init__(
        self,
        *args: Any,
        teams: QuerySet[CountryTeam],
        versions: QuerySet[FrameworkVersion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        countries = Country.objects.filter(regional_teams__in=teams).distinct()
        if countries:
            self.fields["country"] = forms.ModelChoiceField(
                countries,
                label=_("Country"),
                required=False,
                help_text=_("For a regional team: the one you assess."),
            )
            self.order_fields(["team", "country"])
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = _version_label  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.now().year


def _version_label(version: FrameworkVersion) -> str:
    title = version.said("title").text
    if version.framework.subject == Subject.SERVICE:
        return str(_("%(title)s (for a service)") % {"title": title})
    return title


class AnswerForm(forms.Form):
    """One answer; ``value`` is asked as this indicator is answered."""

    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=[("", pgettext_lazy("confidence", "Not said")), *Confidence.choices],
        required=False,
    )
    said_by = forms.CharField(
        label=_("Who says so?"),
        max_length=200,
        required=False,
        help_text=_("The office or the person the answer comes from."),
    )
    comment = forms.CharField(
        label=_("Explanation"), max_length=LONGEST, required=False, widget=forms.Textarea
    )
    impact = forms.TypedChoiceField(
        label=_("Impact"), help_text=_("What closing the gap would do.")
    )
    feasibility = forms.TypedChoiceField(
        label=_("Feasibility"), help_text=_("How well it can be done in the coming year.")
    )
    priority = forms.TypedChoiceField(
        label=_("Own priority"), help_text=_("How much it matters to your country.")
    )

    def __init__(
        self, data: Any = None, *, indicator: Indicator, answer: Answer | None = None
    ) -> None:
        self.indicator = indicator
        super().__init__(data, initial=_initial(answer, indicator))
        for name in ("impact", "feasibility", "priority"):
            field = cast(forms.TypedChoiceField, self.fields[name])
            field.choices = [("", pgettext_lazy("mark", "Not given")), *Mark.choices]
            field.coerce, field.empty_value, field.required = int, None, False
        self.fields["value"] = self._value_field()
        first = ["value"]
        if indicator.kind in (IndicatorKind.NUMBER, IndicatorKind.SHARE):
            self.fields["is_unknown"] = forms.BooleanField(label=_("We don’t know"), required=False)
            first.append("is_unknown")
        self.order_fields([*first, "confidence", "said_by", "comment"])

    @property
    def text(self) -> AnswerText:
        """What was typed, once the form is valid."""
        said = dict(self.cleaned_data)
        value, unknown = said.pop("value"), said.pop("is_unknown", False)
        if value == UNKNOWN:
            value, unknown = None, True
        return AnswerText(
            value=None if value in (None, "") else float(value), is_unknown=unknown, **said
        )

    def _value_field(self) -> forms.Field:
        indicator = self.indicator
        if indicator.kind == IndicatorKind.LEVELS:
            steps = [
                (
                    str(level.value),
                    _("%(level)s: %(label)s")
                    % {"level": level.value, "label": level.said("label").text},
                )
                for level in indicator.levels.all()
            ]
        elif indicator.kind == IndicatorKind.YES_NO:
            steps = [("1", str(_("Yes"))), ("0", str(_("No")))]
        else:
            label = (
                _("Share, in per cent") if indicator.kind == IndicatorKind.SHARE else _("Number")
            )
            unit = indicator.get_unit_display() if indicator.unit else ""
            return NumberField(
                label=label,
                required=False,
                help_text=_unit(indicator, unit),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}),
            )
        choices = [*steps, (UNKNOWN, _("We don’t know")), ("", _("Not yet answered"))]
        return forms.ChoiceField(
            label=_("Answer"), choices=choices, required=False, widget=forms.RadioSelect
        )


def _unit(indicator: Indicator, unit: str) -> Any:
    lowest, highest = indicator.lowest, indicator.highest
    if lowest is not None and highest is not None:
        return _("In %(unit)s, from %(lowest)s to %(highest)s.") % {
            "unit": unit or "–",
            "lowest": plain(float(lowest)),
            "highest": plain(float(highest)),
        }
    return _("In %(unit)s.") % {"unit": unit} if unit else ""


def _initial(answer: Answer | None, indicator: Indicator) -> dict[str, Any]:
    if answer is None:
        return {"value": ""}
    said = {name: getattr(answer, name) for name in AnswerText.__dataclass_fields__}
    if indicator.kind in (IndicatorKind.LEVELS, IndicatorKind.YES_NO):
        said["value"] = (
            UNKNOWN
            if answer.is_unknown
            else ""
            if answer.value is None
            else plain_for_input(answer.value)
        )
    return said


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of evidence"),
        choices=EvidenceKind.choices,
        initial=EvidenceKind.LINK,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("What it is"),
        max_length=300,
        help_text=_("For a citation: author, title and where it was published."),
    )
    year = YearField(label=_("Year"), min_value=1900, required=False)
    url = forms.URLField(
        label=_("Address of a link"), max_length=500, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".pdf,.jpg,.jpeg,.png,.webp,.docx,.odt",
                "data-longest-side": LONGEST_SIDE,
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "A PDF, a picture, a Word document (.docx) or an OpenDocument text (.odt), at most "
            "%(most)s. It is made anew before it is kept: what it tells of its author, of place "
            "and time is taken out."
        ) % {"most": filesizeformat(evidence.most_bytes())}


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Comment to your team"), max_length=LONGEST, widget=forms.Textarea
    )


class AskForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Reviewer"), empty_label=_("Choose someone")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = people  # type: ignore[attr-defined]
        self.fields["reviewer"].label_from_instance = _who  # type: ignore[attr-defined]


def _who(person: Person) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


class ReviewForm(forms.Form):
    """The verdict: a note to the team, and a reason at each indicator that needs one."""

    note = forms.CharField(
        label=_("To the team"), max_length=LONGEST, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for indicator in indicators:
            self.fields[f"reason-{indicator.pk}"] = forms.CharField(
                label=_("What to look at again"),
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def reasons(self) -> dict[int, str]:
        return {each.pk: self.cleaned_data[f"reason-{each.pk}"] for each in self.indicators}


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who may see it?"), choices=Visibility.choices, widget=forms.RadioSelect
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays where the assessment was.")
    )


class PeersForm(forms.Form):
    peer = forms.MultipleChoiceField(
        label=_("Countries to compare with"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: list[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["peer"])
        field.choices = [
            (
                each.country.iso3,
                _("%(country)s, %(year)s") % {"country": each.country.name, "year": each.year},
            )
            for each in found
        ]
