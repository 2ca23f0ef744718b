"""What people type about themselves. Signing in stands in ``sign_in_forms``."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from talanoa.people import zones
from talanoa.people.models import Person


class LanguageAndTimeForm(forms.Form):
    """The language and the zone in which somebody reads, account or not."""

    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("By country, then city. Every time on these pages is shown in this zone."),
        error_messages={"required": _("Choose the time zone you are in.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, zone = self.fields["language"], self.fields["time_zone"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101 - for the type checker
        language.choices = [(code, own_name(code)) for code, _name in settings.LANGUAGES]
        offered = zones.choices(get_language() or settings.LANGUAGE_CODE)
        # Nothing is chosen for people whose zone is unknown: a wrong guess makes them late.
        zone.choices = [("", _("Choose your country and city")), *offered]


class AboutYouForm(LanguageAndTimeForm):
    """What the others see of a person, and how the person reads: welcome page and profile."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As the others in a session and your certificates will show it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name by which the others will know you.")},
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("name", "organisation", "language", "time_zone")


class TalkForm(forms.Form):
    """What somebody would talk about, for people of their programmes."""

    subjects = forms.CharField(
        label=_("What would you talk about?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For instance: how we changed the law on morphine; training nurses."),
        error_messages={"required": _("Write what you would talk about.")},
    )


class NewAddressForm(forms.Form):
    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We mail a link there. Your account moves when you open it."),
    )


class EraseForm(forms.Form):
    """Typed out, because it cannot be undone."""

    words = forms.BooleanField(
        label=_("Take back my words, too"),
        required=False,
        help_text=_(
            "What you wrote in chats and in notes to facilitators, and the questions "
            "you asked, are emptied; a line there says that their author took them back. "
            "Otherwise they stay, without your name."
        ),
    )
    address = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_address(self) -> str:
        typed = str(self.cleaned_data["address"]).strip().lower()
        if typed != self.person.email:
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed


def own_name(code: str) -> str:
    """A language as its own speakers write it."""
    name: str = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]
