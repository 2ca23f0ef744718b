"""What is typed about sessions. Forms read; services decide."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talanoa.people.queries import zone_named
from talanoa.programmes.models import Hub
from talanoa.schedule import recurrence
from talanoa.schedule.models import LiveSession, Series
from talanoa.schedule.terms import (
    LONGEST,
    MOST_SESSIONS,
    SHORTEST,
    AgendaKind,
    SessionRoleName,
    Week,
    Weekday,
)
from talanoa.schedule.zones import zone_choices
from talanoa.ui import widgets


class ZoneField(forms.ChoiceField):
    """Whose clocks a time goes by: the hub's, the typist's own, UTC, or the one in use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("On the clocks of"), **kwargs)

    def offer(self, hub: Hub, *others: str) -> None:
        own = str(timezone.get_current_timezone())
        self.choices = zone_choices(hub, own, *others)
        self.initial = hub.time_zone


class WhenForm(forms.Form):
    """A day, a time and a length, read on the clocks of a zone."""

    day = forms.DateField(label=_("Day"), widget=widgets.DateInput())
    at = forms.TimeField(label=_("Time"), widget=widgets.TimeInput())
    time_zone = ZoneField()
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=60,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )

    def __init__(self, *args: Any, hub: Hub, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, ZoneField)  # noqa: S101 - for the type checker
        field.offer(hub, zone)
        if zone:
            field.initial = zone

    def clean(self) -> dict[str, Any]:
        """Add ``starts_at`` and ``ends_at``; refuse a time over which the clocks jump."""
        cleaned = self.cleaned_data
        if {"day", "at", "time_zone", "minutes"} <= cleaned.keys():
            day, at, zone = cleaned["day"], cleaned["at"], ZoneInfo(cleaned["time_zone"])
            if recurrence.is_skipped(day, at, zone):
                raise ValidationError(
                    {"at": gettext("The clocks jump over this time on that day. Choose another.")}
                )
            cleaned["starts_at"] = recurrence.moment_of(day, at, zone)
            cleaned["ends_at"] = cleaned["starts_at"] + timedelta(minutes=cleaned["minutes"])
        return cleaned

    @staticmethod
    def saved(session: LiveSession, zone: str) -> dict[str, object]:
        local = session.starts_at.astimezone(zone_named(zone))
        return {
            "day": local.date(),
            "at": local.time().replace(second=0, microsecond=0),
            "time_zone": zone,
            "minutes": round((session.ends_at - session.starts_at) / timedelta(minutes=1)),
        }


class MoveForm(WhenForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AboutForm(forms.Form):
    """What a session is about."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("What it is about"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ChangeForm(AboutForm):
    tells = forms.BooleanField(
        label=_("Mail a new title to everyone, with a new calendar entry"),
        required=False,
        initial=True,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewSessionForm(AboutForm, WhenForm):
    """A session of its own, outside any series."""

    field_order = ("title", "summary", "day", "at", "time_zone", "minutes")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence, which everyone reads in the mail and on the page."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence, which everyone reads in the mail and on the page."),
    )


class RuleForm(forms.Form):
    """A monthly rule. ``digest`` is that of the dates the coordinator has seen."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Each session begins with this title and can get its own."),
    )
    week = forms.TypedChoiceField(
        label=_("Which one of the month"), choices=Week.choices, coerce=int
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=Weekday.choices, coerce=int
    )
    local_time = forms.TimeField(label=_("Time"), widget=widgets.TimeInput())
    time_zone = ZoneField()
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=60,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
    count = forms.IntegerField(
        label=_("Number of months"),
        min_value=1,
        max_value=MOST_SESSIONS,
        initial=12,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )

    def __init__(self, *args: Any, hub: Hub, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, ZoneField)  # noqa: S101 - for the type checker
        field.offer(hub, zone)


class NewSeriesForm(RuleForm):
    first_on = forms.DateField(
        label=_("Not before"),
        help_text=_("The first session is the first such day from here on."),
        widget=widgets.DateInput(),
    )
    field_order = (
        "title",
        "week",
        "weekday",
        "local_time",
        "time_zone",
        "minutes",
        "first_on",
        "count",
    )

    def clean_first_on(self) -> Any:
        day = self.cleaned_data["first_on"]
        if not 2000 <= day.year <= 2200:
            raise ValidationError(gettext("Choose a day between the years 2000 and 2200."))
        return day


class ChangeSeriesForm(RuleForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def saved(series: Series) -> dict[str, object]:
        names = ("title", "week", "weekday", "local_time", "time_zone", "minutes", "count")
        return {name: getattr(series, name) for name in names}


class PartForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They are asked by mail and answer with one press, without a password."),
        widget=widgets.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("For people who have no account yet."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Part"),
        choices=[each for each in SessionRoleName.choices if each[0] != SessionRoleName.COHOST],
    )


class AgendaItemForm(forms.Form):
    """One row of the agenda; a row left blank is not asked."""

    use_required_attribute = False
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST,
        widget=widgets.WholeNumberInput(attrs={"size": 5}),
    )
    speaker = forms.TypedChoiceField(
        label=_("Speaker"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, speakers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["speaker"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "–"), *speakers]
