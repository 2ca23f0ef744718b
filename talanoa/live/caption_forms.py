"""What the pages about captions ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live.act_forms import ActForm
from talanoa.live.caption_terms import (
    LONGEST_ABBREVIATIONS,
    LONGEST_CAPTION,
    CaptionColours,
    CaptionSize,
)
from talanoa.live.captions import language_choices
from talanoa.live.forms import ACTS, PANELS
from talanoa.live.room.fields import LARGEST

YES_OR_NO = [("yes", ""), ("no", "")]


class WriteForm(ActForm):
    text = forms.CharField(
        max_length=LONGEST_CAPTION, error_messages={"required": _("Write something first.")}
    )
    language = forms.CharField(max_length=10)
    speaker = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)


class CorrectForm(ActForm):
    line = forms.IntegerField(min_value=1, max_value=LARGEST)
    text = forms.CharField(
        max_length=LONGEST_CAPTION, error_messages={"required": _("Write something first.")}
    )


class TakeForm(ActForm):
    language = forms.CharField(max_length=10)


class ChooseForm(ActForm):
    """How captions are read; what is not in the form stays as it is."""

    shown = forms.ChoiceField(choices=YES_OR_NO, required=False)
    language = forms.CharField(max_length=10, required=False)
    size = forms.ChoiceField(choices=CaptionSize, required=False)
    colours = forms.ChoiceField(choices=CaptionColours, required=False)
    spoken = forms.ChoiceField(choices=YES_OR_NO, required=False)

    def fields_of_act(self) -> dict[str, Any]:
        return {name: value for name, value in super().fields_of_act().items() if value}


class ShortenForm(ActForm):
    abbreviations = forms.CharField(max_length=LONGEST_ABBREVIATIONS, required=False)


OWN_ACTS: dict[str, type[ActForm]] = {
    "caption.write": WriteForm,
    "caption.correct": CorrectForm,
    "caption.take": TakeForm,
    "caption.choose": ChooseForm,
    "caption.shorten": ShortenForm,
}
ACTS.update(OWN_ACTS)
PANELS.update(dict.fromkeys(OWN_ACTS, "captions"))


class _InALanguage(forms.Form):
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = language_choices()


class CaptionerForm(_InALanguage):
    """Somebody of the session, or a guest who is made for it."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int, required=False, empty_value=None)
    name = forms.CharField(
        label=_("Or the name of a guest"),
        max_length=120,
        required=False,
        help_text=_("They come by a personal link, which is shown to you once."),
    )
    field_order = ("person", "name", "language")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "captioner_%s", "prefix": "captioner", **kwargs})
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "–"), *people]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("person") and not self.cleaned_data.get("name"):
            self.add_error("person", _("Choose somebody, or name a guest."))
        return self.cleaned_data


class IntakeForm(_InALanguage):
    """An address for a caption service."""

    name = forms.CharField(
        label=_("Name of the service"),
        max_length=80,
        help_text=_("For you and other hosts, to tell one address from another."),
    )
    is_machine = forms.BooleanField(
        label=_("A machine makes these captions"),
        required=False,
        help_text=_("Each line then says so."),
    )
    field_order = ("name", "language", "is_machine")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "intake_%s", "prefix": "intake", **kwargs})


class TranscriptSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Words"),
        max_length=100,
        error_messages={"required": _("Write at least one word.")},
    )
