"""What the pages about a machine's captions ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live.captions import language_choices


class DraftForm(forms.Form):
    language = forms.ChoiceField(label=_("Language that is spoken"), choices=language_choices)
