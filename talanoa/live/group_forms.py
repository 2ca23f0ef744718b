"""The forms of groups and of answers to private notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live.act_forms import ActForm
from talanoa.live.group_terms import (
    LONGEST_ROUND,
    LONGEST_TASK,
    MOST_GROUPS,
    SHORTEST_ROUND,
    USUAL_ROUND,
    GroupWay,
    Latecomers,
)
from talanoa.live.room.fields import LARGEST
from talanoa.live.terms import LONGEST_LINE


class _OneOfMany(ActForm):
    """One of several fields of one form was sent: ``text-7`` with the button of number 7."""

    which: str
    text = forms.CharField(required=False, max_length=LONGEST_LINE)

    def clean_text(self) -> str:
        name = f"text-{self.data.get(self.which, '')}"
        return str(self.data.get(name, "") or self.cleaned_data["text"])


class NoteReadForm(ActForm):
    line = forms.IntegerField(min_value=1, max_value=LARGEST)


class NoteAnswerForm(_OneOfMany, NoteReadForm):
    which = "line"


class GroupForm(ActForm):
    group = forms.IntegerField(min_value=1, max_value=LARGEST)


class GroupTextForm(_OneOfMany, GroupForm):
    which = "group"


class PointForm(ActForm):
    point = forms.IntegerField(min_value=1, max_value=LARGEST)


class WordForm(ActForm):
    text = forms.CharField(
        max_length=LONGEST_LINE, error_messages={"required": _("Write something first.")}
    )


class MinutesForm(ActForm):
    minutes = forms.IntegerField(min_value=SHORTEST_ROUND, max_value=LONGEST_ROUND)


class OpenGroupsForm(ActForm):
    minutes = forms.IntegerField(min_value=SHORTEST_ROUND, max_value=LONGEST_ROUND, required=False)


class MoveForm(ActForm):
    person = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": _("Choose whom you move.")},
    )
    group = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)

    def fields_of_act(self) -> dict[str, Any]:
        return {"person": self.cleaned_data["person"], "group": self.cleaned_data["group"] or 0}


class MakeForm(ActForm):
    """Groups as a host asks for them."""

    way = forms.ChoiceField(label=_("Put people together"), choices=GroupWay)
    groups = forms.IntegerField(
        label=_("How many groups"),
        min_value=1,
        max_value=MOST_GROUPS,
        initial=2,
        required=False,
        help_text=_("Where they are drawn by lot; otherwise there are as many as there are kinds."),
    )
    minutes = forms.IntegerField(
        label=_("For how many minutes"),
        min_value=SHORTEST_ROUND,
        max_value=LONGEST_ROUND,
        initial=USUAL_ROUND,
    )
    task = forms.CharField(
        label=_("Task"),
        max_length=LONGEST_TASK,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("What each group is to do and bring back. Everybody sees it in their group."),
    )
    latecomers = forms.ChoiceField(
        label=_("Whoever comes later goes"), choices=Latecomers, initial=Latecomers.PLACED
    )


NOTE_ACTS: dict[str, type[ActForm]] = {
    "note.read": NoteReadForm,
    "note.answer": NoteAnswerForm,
}
GROUP_ACTS: dict[str, type[ActForm]] = {
    "groups.make": MakeForm,
    "groups.drop": ActForm,
    "groups.open": OpenGroupsForm,
    "groups.extend": MinutesForm,
    "groups.call": ActForm,
    "groups.word": WordForm,
    "group.move": MoveForm,
    "group.visit": GroupForm,
    "group.leave": ActForm,
    "group.say": GroupTextForm,
    "group.report": GroupForm,
    "group.note": GroupTextForm,
    "group.drop-point": PointForm,
}
