"""What the room's pages ask for. The acts' forms read the same fields as the acts' frames."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talanoa.live import slides
from talanoa.live.room.fields import LARGEST
from talanoa.live.slides_process import MOST_PAGES
from talanoa.live.terms import LONGEST_LINE
from talanoa.ui.widgets import EmailInput


class ActForm(forms.Form):
    """An act without fields; others add theirs. The client's id makes a second press harmless."""

    use_required_attribute = False

    client_id = forms.RegexField(r"^[A-Za-z0-9_-]{1,64}$", required=False, widget=forms.HiddenInput)

    def fields_of_act(self) -> dict[str, Any]:
        """The act's fields as the service takes them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "client_id" and value is not None
        }


class SayForm(ActForm):
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 1, "dir": "auto", "placeholder": _("Your message")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Panels of other rooms have texts of their own beside this one.
        super().__init__(*args, **{"auto_id": "say_%s", **kwargs})


class PersonForm(ActForm):
    person = forms.IntegerField(min_value=1, max_value=LARGEST)


class ItemForm(ActForm):
    item = forms.IntegerField(min_value=1, max_value=LARGEST)


class SlideForm(ActForm):
    """Which slide to show: its number, or a step from the one on the stage."""

    deck = forms.IntegerField(min_value=1, max_value=LARGEST)
    page = forms.IntegerField(min_value=0, max_value=MOST_PAGES, required=False)
    step = forms.TypedChoiceField(choices=[(-1, ""), (0, ""), (1, "")], coerce=int, required=False)

    def fields_of_act(self) -> dict[str, Any]:
        page = (self.cleaned_data["page"] or 0) + (self.cleaned_data["step"] or 0)
        return {"deck": self.cleaned_data["deck"], "page": max(page, 1)}


ACTS: dict[str, type[ActForm]] = {
    "chat.say": SayForm,
    "note.send": SayForm,
    "hand.raise": ActForm,
    "hand.lower": ActForm,
    "hand.lower-for": PersonForm,
    "floor.give": PersonForm,
    "floor.take": ActForm,
    "agenda.move": ItemForm,
    "slide.show": SlideForm,
    "slide.clear": ActForm,
    "session.open": ActForm,
    "session.close": ActForm,
    "person.mute": PersonForm,
    "all.mute": ActForm,
    "person.remove": PersonForm,
    "person.admit": PersonForm,
}
"""The acts that the room page itself offers as forms."""

PANELS = {
    "chat.say": "chat",
    "note.send": "chat",
    "hand.lower-for": "people",
    "floor.give": "people",
    "floor.take": "people",
    "agenda.move": "agenda",
    "all.mute": "agenda",
    "session.close": "agenda",
    "person.mute": "people",
    "person.remove": "people",
    "person.admit": "people",
}
"""Where the page opens again after an act that was sent as a form."""


class DeckForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As people will see it in the room.")
    )
    file = forms.FileField(
        label=_("Slides as a PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": _("Choose a PDF file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = filesizeformat(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].help_text = _(
            "At most %(most)s. PowerPoint and LibreOffice save slides as a PDF."
        ) % {"most": most}
        self.fields["file"].widget.attrs["data-most-bytes"] = settings.UPLOAD_MAX_BYTES

    def clean_file(self) -> Any:
        """Judge the file by what it holds, whatever it is called."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(too_large())
        if not slides.is_pdf(file):
            raise forms.ValidationError(
                _("This is not a PDF. Save the slides as a PDF and choose that file.")
            )
        return file


def too_large() -> str:
    return _("This file is too large: at most %(most)s can be taken.") % {
        "most": filesizeformat(settings.UPLOAD_MAX_BYTES)
    }


class GuestForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As the others will see it in the room.")
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=EmailInput,
        help_text=_("The link is mailed there. Without an address you pass it on yourself."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
