"""What is typed into a letter, and about one."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.cases.models import LONGEST, Letter, LetterPolicy, Recommendation
from talanoa.cases.services.letters import Line
from talanoa.cases.terms import Strength
from talanoa.ui.widgets import WholeNumberInput

SHORT = 60
"""Signs of a recommendation by which it is named in a list."""


class LetterForm(forms.Form):
    """The whole of a letter: a group of fields for each recommendation, named by its key."""

    opening = forms.CharField(
        label=_("Words before the recommendations"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For instance thanks, and what the room understood of the case."),
    )
    added = forms.CharField(
        label=_("One more recommendation"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said but not written down in the session. It bears no author."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, letter: Letter, recommendations: list[Recommendation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = recommendations
        self.initial = {"opening": letter.opening, "revision": letter.revision}
        for place, one in enumerate(recommendations, start=1):
            self._add(one, place)

    def _add(self, one: Recommendation, place: int) -> None:
        others = [
            (other.pk, f"{number}. {_short(other.words)}")
            for number, other in enumerate(self.recommendations, start=1)
            if other.pk != one.pk
        ]
        self.fields[f"text-{one.pk}"] = forms.CharField(
            label=_("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
        )
        self.fields[f"place-{one.pk}"] = forms.IntegerField(
            label=_("Place in the letter"),
            min_value=1,
            max_value=1000,
            widget=WholeNumberInput(attrs={"size": 3}),
        )
        self.fields[f"strength-{one.pk}"] = forms.ChoiceField(
            label=_("Strength"),
            required=False,
            choices=[("", _("Not said")), *Strength.choices],
        )
        self.fields[f"part_of-{one.pk}"] = forms.TypedChoiceField(
            label=_("Says the same as"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("No other: it stands by itself")), *others],
            help_text=_("Then only the other is sent; it names everyone who gave either."),
        )
        self.fields[f"is_left_out-{one.pk}"] = forms.BooleanField(
            label=_("Leave it out of the letter"), required=False
        )
        self.initial.update(
            {
                f"text-{one.pk}": one.words,
                f"place-{one.pk}": place,
                f"strength-{one.pk}": one.strength,
                f"part_of-{one.pk}": one.merged_into_id or "",
                f"is_left_out-{one.pk}": one.left_out_at is not None,
            }
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A group of fields for each recommendation, in the letter's order."""
        names = ("text", "place", "strength", "part_of", "is_left_out")
        return [
            {"recommendation": one, **{name: self[f"{name}-{one.pk}"] for name in names}}
            for one in self.recommendations
        ]

    @property
    def lines(self) -> list[Line]:
        typed = self.cleaned_data
        return [
            Line(
                key=one.pk,
                text=typed[f"text-{one.pk}"],
                place=typed[f"place-{one.pk}"],
                strength=typed[f"strength-{one.pk}"],
                part_of=typed[f"part_of-{one.pk}"],
                is_left_out=typed[f"is_left_out-{one.pk}"],
            )
            for one in self.recommendations
        ]

    def stand_on(self, revision: int) -> None:
        """Let it be sent again knowingly: it stands now on what was saved meanwhile."""
        data: Any = copy(self.data)  # a query is only writable as a copy
        data["revision"] = str(revision)
        self.data = data

    def says_what_stands(self) -> bool:
        """Whether it was sent already: what was typed is what is there."""
        if self.cleaned_data["added"].strip():
            return (
                any(one.words == self.cleaned_data["added"].strip() for one in self.recommendations)
                and not self._differing()
            )
        return not self._differing()

    def theirs(self) -> list[tuple[str, str]]:
        """The label and what stands now, where somebody else wrote otherwise meanwhile."""
        return [
            (str(self.fields[name].label), str(self.initial.get(name) or ""))
            for name in self._differing()
            if name.startswith("text-") or name == "opening"
        ]

    def _differing(self) -> list[str]:
        return [
            name
            for name, stands in self.initial.items()
            if name != "revision"
            and not name.startswith("place-")
            and _plain(self.cleaned_data.get(name)) != _plain(stands)
        ]


class RevisionForm(forms.Form):
    """That somebody has read what they act on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        help_text=_("It goes with the corrected letter, to all who received the first."),
    )


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("What is wrong with it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterPolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = LetterPolicy
        fields = ("sign_within_hours", "answer_within_hours", "sends_to_all")
        widgets = {
            "sign_within_hours": WholeNumberInput(attrs={"size": 4}),
            "answer_within_hours": WholeNumberInput(attrs={"size": 4}),
        }
        help_texts = {
            "sign_within_hours": _("Counted from the end of the session. 72 unless you say so."),
            "answer_within_hours": _(
                "Counted from when the question reaches an expert. 48 unless you say so."
            ),
            "sends_to_all": _("Otherwise to the team that brought the case, and nobody else."),
        }


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value or ""
