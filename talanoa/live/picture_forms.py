"""What ends a picture by a form."""

from django import forms

from talanoa.live.act_forms import ActForm
from talanoa.live.picture_terms import Source
from talanoa.live.room.fields import LARGEST


class PictureForm(ActForm):
    """Whose picture from which source; nobody named: one's own."""

    source = forms.ChoiceField(choices=Source)
    person = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
