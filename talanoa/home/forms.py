from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.home.services import LONGEST


class WriteForm(forms.Form):
    """A message to one person."""

    words = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Name nobody who is ill, and nothing by which they could be known."),
    )
    client_id = forms.SlugField(
        max_length=64, widget=forms.HiddenInput, initial=lambda: uuid4().hex
    )
