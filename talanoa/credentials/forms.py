"""What people type about certificates; reads it, decides nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
        help_text=_(
            "Sixteen letters and digits, such as 7K3M-9QWX-2RT8-HB4N. Small letters and missing "
            "dashes do not matter."
        ),
    )


class RuleForm(forms.Form):
    minimum_percent = forms.IntegerField(
        label=_("Share of the session that must be attended, in percent"),
        min_value=1,
        max_value=100,
        help_text=_("Counted from the moment the session is opened to the moment it is closed."),
    )
    needs_feedback = forms.BooleanField(
        label=_("Feedback must have been given"),
        required=False,
        help_text=_("Whoever has not given it gets the certificate as soon as they do."),
    )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is revoked"),
        max_length=300,
        help_text=_("Everyone who checks the number can read this sentence."),
    )
