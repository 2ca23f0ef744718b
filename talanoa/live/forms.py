"""What the room's pages ask for. The acts' forms read the same fields as the acts' frames."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talanoa.live import slides
from talanoa.live.act_forms import ActForm
from talanoa.live.group_forms import GROUP_ACTS, NOTE_ACTS
from talanoa.live.interpretation_forms import INTERPRETING, LanguageForm
from talanoa.live.models import Poll
from talanoa.live.picture_forms import PictureForm
from talanoa.live.question_forms import (
    AnswerForm,
    HandForm,
    OrderForm,
    QuestionForm,
    QuestionIdForm,
)
from talanoa.live.room.fields import LARGEST
from talanoa.live.screen_forms import CountForm
from talanoa.live.services.polls import CHOSEN, Draft, checked
from talanoa.live.slides_process import MOST_PAGES
from talanoa.live.terms import (
    LONGEST_END,
    LONGEST_LINE,
    MOST_OPTIONS,
    SLOWEST_CHAT,
    BallotKind,
    PollKind,
    Tool,
)
from talanoa.schedule.models import LiveSession
from talanoa.ui.widgets import EmailInput


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


class CohostForm(PersonForm):
    though_guest = forms.BooleanField(required=False)


class LineForm(ActForm):
    line = forms.IntegerField(min_value=1, max_value=LARGEST)


class PaceForm(ActForm):
    seconds = forms.IntegerField(min_value=0, max_value=SLOWEST_CHAT)


class ItemForm(ActForm):
    item = forms.IntegerField(min_value=1, max_value=LARGEST)


class ExtendForm(ItemForm):
    extra = forms.IntegerField(min_value=0, max_value=LARGEST)


class SlideForm(ActForm):
    """Which slide to show: its number, or a step from the one on the stage."""

    deck = forms.IntegerField(min_value=1, max_value=LARGEST)
    page = forms.IntegerField(min_value=0, max_value=MOST_PAGES, required=False)
    step = forms.TypedChoiceField(choices=[(-1, ""), (0, ""), (1, "")], coerce=int, required=False)

    def fields_of_act(self) -> dict[str, Any]:
        page = (self.cleaned_data["page"] or 0) + (self.cleaned_data["step"] or 0)
        return {"deck": self.cleaned_data["deck"], "page": max(page, 1)}


class PollIdForm(ActForm):
    poll = forms.IntegerField(min_value=1, max_value=LARGEST)


class _AnyOf(forms.MultipleChoiceField):
    """All values sent under one name; the service judges them."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= LONGEST_LINE


class VoteForm(PollIdForm):
    choices = forms.TypedMultipleChoiceField(
        coerce=int, choices=[(number, "") for number in range(1, MOST_OPTIONS + 1)], required=False
    )
    words = _AnyOf(required=False)


class RecordingAnswerForm(ActForm):
    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])


class PollForm(ActForm):
    """A poll as its maker writes it, on the spot or beforehand."""

    question = forms.CharField(
        label=_("Question"),
        max_length=300,
        error_messages={"required": _("Write the question first.")},
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("Answered by"), choices=PollKind, initial=PollKind.SINGLE, widget=forms.Select
    )
    options = forms.CharField(
        label=_("Options"),
        help_text=_("For one or several answers: two to ten, each on a line of its own."),
        error_messages={"required": _("Write the options, each on a line of its own.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    lowest = forms.CharField(label=_("What 1 means on the scale"), max_length=LONGEST_END)
    highest = forms.CharField(label=_("What 5 means on the scale"), max_length=LONGEST_END)
    ballot = forms.ChoiceField(
        label=_("Ballot"),
        choices=BallotKind,
        initial=BallotKind.SECRET,
        widget=forms.RadioSelect,
        help_text=_(
            "Secret: who voted how is not stored, and results can be shown once the poll is"
            " closed. Open: everyone sees who chose what."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "poll_%s", **kwargs})
        if self.is_bound:
            kind = self.data.get("kind")
            self.fields["options"].required = kind in CHOSEN
            for end in ("lowest", "highest"):
                self.fields[end].required = kind == PollKind.SCALE

    @staticmethod
    def written(poll: Poll) -> dict[str, Any]:
        """What the form shows of a poll that is to be changed."""
        names = ("question", "kind", "lowest", "highest", "ballot")
        given = {name: getattr(poll, name) for name in names}
        return given | {"options": "\n".join(poll.options), "item": poll.item_id}

    def draft(self) -> Draft:
        return Draft(**self.fields_of_act())

    def clean(self) -> None:
        """Say beside its field what the service would turn down."""
        if self.errors:
            return
        try:
            checked(Draft(**self.fields_of_act()))
        except forms.ValidationError as error:
            self.add_error(None, error)


class PreparedPollForm(PollForm):
    """The same written beforehand, perhaps for a part of the agenda."""

    item = forms.TypedChoiceField(
        label=_("For the agenda item"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, session: LiveSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        items = session.agenda.order_by("position")
        field.choices = [("", _("None in particular")), *((item.pk, item.title) for item in items)]


ACTS: dict[str, type[ActForm]] = {
    "chat.say": SayForm,
    "note.send": SayForm,
    "hand.raise": HandForm,
    "hand.order": OrderForm,
    "hand.read": PersonForm,
    "hand.lower": ActForm,
    "hand.lower-for": PersonForm,
    "floor.give": PersonForm,
    "floor.take": ActForm,
    "agenda.move": ItemForm,
    "agenda.extend": ExtendForm,
    "slide.show": SlideForm,
    "slide.clear": ActForm,
    "session.open": ActForm,
    "session.close": ActForm,
    "person.mute": PersonForm,
    "all.mute": ActForm,
    "person.remove": PersonForm,
    "person.admit": PersonForm,
    "door.lock": ActForm,
    "door.unlock": ActForm,
    "door.wait": ActForm,
    "door.stop-waiting": ActForm,
    "door.let-in": PersonForm,
    "door.let-all-in": ActForm,
    "cohost.make": CohostForm,
    "cohost.end": PersonForm,
    "chat.take-down": LineForm,
    "chat.pause": ActForm,
    "chat.resume": ActForm,
    "chat.pace": PaceForm,
    "screen.count": CountForm,
    "poll.ask": PollForm,
    "poll.open": PollIdForm,
    "poll.vote": VoteForm,
    "poll.close": PollIdForm,
    "poll.show": PollIdForm,
    "question.ask": QuestionForm,
    "question.vote": QuestionIdForm,
    "question.take-back": QuestionIdForm,
    "question.take-up": QuestionIdForm,
    "question.answer-aloud": QuestionIdForm,
    "question.answer": AnswerForm,
    "question.park": QuestionIdForm,
    "question.set-aside": QuestionIdForm,
    "question.put-back": QuestionIdForm,
    "channel.choose": LanguageForm,
    **dict.fromkeys(INTERPRETING, LanguageForm),
    "recording.start": ActForm,
    "recording.pause": ActForm,
    "recording.stop": ActForm,
    "recording.answer": RecordingAnswerForm,
    **NOTE_ACTS,
    **GROUP_ACTS,
    "picture.end": PictureForm,
}
"""The acts that the room page itself offers as forms."""
PANELS = {
    "chat.say": "chat",
    "note.send": "chat",
    "hand.lower-for": "people",
    "floor.give": "people",
    "floor.take": "people",
    "agenda.move": "agenda",
    "agenda.extend": "agenda",
    "all.mute": "agenda",
    "session.close": "agenda",
    "person.mute": "people",
    "person.remove": "people",
    "person.admit": "people",
    "door.lock": "people",
    "door.unlock": "people",
    "door.wait": "people",
    "door.stop-waiting": "people",
    "door.let-in": "people",
    "door.let-all-in": "people",
    "cohost.make": "people",
    "cohost.end": "people",
    "chat.take-down": "chat",
    "chat.pause": "chat",
    "chat.resume": "chat",
    "chat.pace": "chat",
    "screen.count": "people",
    "poll.ask": "poll",
    "poll.open": "poll",
    "poll.vote": "poll",
    "poll.close": "poll",
    "poll.show": "poll",
    "hand.raise": "people",
    "hand.lower": "people",
    "hand.order": "people",
    "hand.read": "people",
    **{name: "questions" for name in ACTS if name.startswith("question.")},
    **dict.fromkeys(INTERPRETING, "interpretation"),
    **dict.fromkeys(NOTE_ACTS, "chat"),
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


class CallForm(forms.Form):
    url = forms.URLField(
        label=_("Address of the meeting"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(
            attrs={"autocomplete": "off", "dir": "ltr", "placeholder": "https://"}
        ),
        help_text=_("The link by which people join, copied from Zoom, Teams or another tool."),
    )
    note = forms.CharField(
        label=_("Meeting number and passcode"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("If the tool asks for them. Only those who may enter the room see this."),
    )
    tool = forms.ChoiceField(
        label=_("Tool"),
        required=False,
        choices=[("", _("Recognise it from the address")), *Tool.choices],
    )
