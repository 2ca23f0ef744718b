"""What the page about a programme's recordings asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live.models import RecordingPolicy


class RecordingPolicyForm(forms.ModelForm[RecordingPolicy]):
    class Meta:
        model = RecordingPolicy
        fields = ("is_on", "kept_days")
        help_texts = {
            "kept_days": _(
                "From 7 to 730; 90 unless you say otherwise. Then a recording is deleted."
            ),
        }
