"""What the page about a session's interpretation asks for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from talanoa.live import languages
from talanoa.live.act_forms import ActForm
from talanoa.live.media.janus_settings import BENEATH

INTERPRETING = ("interpret.start", "interpret.stop", "interpret.hand-over", "interpret.slower")
"""The acts of a booth, each with a language."""


class LanguageForm(ActForm):
    """A channel by its language; empty: the floor."""

    language = forms.CharField(max_length=10, required=False)


class NewLanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, but: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(but)
        others = [(code, capfirst(languages.name_of(code))) for code in languages.INTERPRETED]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        named = sorted((name, code) for code, name in others if code not in known)
        field.choices = [(code, name) for name, code in named]


class BeneathForm(forms.Form):
    beneath = forms.TypedChoiceField(
        label=_("While the interpreter speaks, the floor is"),
        coerce=int,
        choices=[
            (0, _("not heard")),
            (10, _("very low")),
            (BENEATH, _("low")),
            (40, _("half as loud")),
        ],
        help_text=_("Where nobody interprets, it has its full loudness."),
    )
