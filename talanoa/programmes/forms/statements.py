"""The statement of collaboration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.programmes.models import Statement
from talanoa.programmes.terms import LONGEST_STATEMENT


class StatementForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_STATEMENT,
        help_text=_("What the team does, what the hub does, how data are handled."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    members_sign = forms.BooleanField(
        label=_("Every member signs, not the lead alone"), required=False
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def saved(statement: Statement) -> dict[str, object]:
        return {"text": statement.text, "members_sign": statement.members_sign}
