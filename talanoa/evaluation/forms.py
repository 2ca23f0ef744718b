"""A feedback form made of an instrument's items; reads it, decides nothing."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from talanoa.evaluation.models import Item, in_own_language
from talanoa.evaluation.results import SCALE
from talanoa.evaluation.terms import LONGEST_TEXT, ItemKind


class FeedbackForm(forms.Form):
    """One field for each item, named after its code."""

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[item.code] = _field(item)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each field with its item and, for a scale, what its ends mean."""
        return [
            {
                "field": self[item.code],
                "item": item,
                "lowest": in_own_language(item.lowest),
                "highest": in_own_language(item.highest),
            }
            for item in self.items
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered; what was left open is left out."""
        return {code: value for code, value in self.cleaned_data.items() if value not in (None, "")}


def _field(item: Item) -> forms.Field:
    required = item.is_required
    if item.kind == ItemKind.TEXT:
        return forms.CharField(
            label=str(item),
            required=required,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )
    choices: list[tuple[str, Any]]
    if item.kind == ItemKind.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        read = {"yes": True, "no": False}.__getitem__
        return forms.TypedChoiceField(
            label=str(item),
            required=required,
            choices=choices,
            coerce=read,
            empty_value=None,
            widget=forms.RadioSelect,
        )
    ends = {SCALE[0]: in_own_language(item.lowest), SCALE[-1]: in_own_language(item.highest)}
    return forms.TypedChoiceField(
        label=str(item),
        required=required,
        choices=[(str(step), _step(step, ends.get(step, ""))) for step in SCALE],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _step(step: int, meaning: str) -> str:
    """The number; what an end means stands below the scale, and here for who listens."""
    if not meaning:
        return str(step)
    return format_html('{}<span class="off-screen">: {}</span>', step, meaning)
