"""What is typed about who writes a case, its files, who sees it, and its review."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from talanoa.cases.models import LONGEST, Case
from talanoa.cases.terms import EMBARGOES, MOST_SENT_BYTES, CaseMode
from talanoa.cases.wording import MODE_MEANS
from talanoa.kernel.files import LONGEST_SIDE
from talanoa.people.models import Person
from talanoa.ui.widgets import DateInput


class AuthorForm(forms.Form):
    name = forms.CharField(
        label=_("Name or e-mail address"),
        max_length=200,
        help_text=_("Of somebody who takes part in this programme, as it is spelt there."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PresenterForm(forms.Form):
    presenter = forms.ModelChoiceField(
        label=_("Who presents it"), queryset=Person.objects.none(), empty_label=None
    )
    instead_of = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presenter"].queryset = people  # type: ignore[attr-defined]
        self.initial = {"presenter": case.presenter_id, "instead_of": case.presenter_id}


class FileForm(forms.Form):
    title = forms.CharField(
        label=_("What it shows"),
        max_length=120,
        help_text=_("As readers will see it. What the file was called is not kept."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A picture, a PDF, a Word document or an OpenDocument text."),
        widget=forms.ClearableFileInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp,.pdf,.docx,.odt",
                "data-longest-side": LONGEST_SIDE,
            }
        ),
    )

    def clean_file(self) -> Any:
        """A picture may shrink when it is made anew; what is far too large is not even read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_SENT_BYTES:
            raise forms.ValidationError(
                _("This file is too large. All files of a case together have at most 10 MB.")
            )
        return file


class ShowingForm(forms.Form):
    mode = forms.ChoiceField(label=_("Whose case it is"), widget=forms.RadioSelect)
    shows_country = forms.BooleanField(
        label=_("Show the country where the name is withheld"),
        required=False,
        help_text=_("Most countries have one team: who reads the country knows whose case it is."),
    )
    expires_on = forms.DateField(
        label=_("Last day on which others read it"),
        required=False,
        widget=DateInput,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode.value, f"{mode.label}. {MODE_MEANS[mode]}") for mode in CaseMode
        ]
        hub = case.programme.hub
        self.fields["expires_on"].help_text = _(
            "Until this day ends by the hub’s time (%(zone)s). After it only a stub stays for "
            "others. Left empty, it stays."
        ) % {"zone": hub.place or hub.time_zone}
        self.initial = {
            "mode": case.mode,
            # What tells more is chosen, not left standing.
            "shows_country": case.tells_country,
            "expires_on": case.expires_on,
        }


class EmbargoForm(forms.Form):
    embargo = forms.TypedChoiceField(
        label=_("Participants read it"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["embargo"].choices = [  # type: ignore[attr-defined]
            ("", _("As soon as it has its session")),
            *((str(hours), _moment(hours)) for hours in EMBARGOES),
        ]
        self.initial = {"embargo": "" if case.embargo is None else str(case.embargo)}


class AskTeamForm(forms.Form):
    text = forms.CharField(
        label=_("Your question to the team"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The case stays where it is. The team is told by mail, and so are you."),
    )


class AnswerTeamForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    found: Sequence[Mapping[str, Any]] = ()
    """What in it may identify somebody, with what was chosen, once it was sent."""


def _moment(hours: int) -> str:
    if hours == 0:
        return str(_("Once its session begins"))
    return ngettext(
        "From %(count)d hour before its session",
        "From %(count)d hours before its session",
        hours,
    ) % {"count": hours}
