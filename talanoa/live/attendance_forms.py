"""What the pages about attendance ask for."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from talanoa.live import failures
from talanoa.live.reports import MOST_BYTES, Code, Order, ReportError
from talanoa.schedule.models import LiveSession
from talanoa.ui.widgets import TimeInput


class ReportForm(forms.Form):
    """A participants' report, and what its bytes do not say: on whose clocks it was written."""

    file = forms.FileField(
        label=_("Participants’ report"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "required": _("Choose the CSV file that the tool exported."),
            "empty": _("This file is empty."),
        },
    )
    zone = forms.ChoiceField(
        label=_("On the clocks of"),
        help_text=_("Zoom and Teams write the time of whoever exports the report."),
    )
    order = forms.ChoiceField(
        label=_("Dates"),
        required=False,
        choices=[
            ("", _("As the day of the session shows")),
            (Order.DAY_FIRST, _("Day first, 31/12/2026")),
            (Order.MONTH_FIRST, _("Month first, 12/31/2026")),
            (Order.YEAR_FIRST, _("Year first, 2026-12-31")),
        ],
    )

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = zones

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(failures.report_words(ReportError(Code.TOO_LARGE)))
        return file


class ReasonForm(forms.Form):
    """Why something is done, for whoever reads it later."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence, for whoever reads this later."),
    )


class TimeForm(forms.Form):
    """A time in which somebody was there, on the session's clocks, to the minute."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    began = forms.TimeField(label=_("From"), widget=TimeInput())
    ended = forms.TimeField(label=_("To"), widget=TimeInput())
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("How it is known: “listened by telephone”, say."),
    )

    def __init__(
        self, *args: Any, session: LiveSession, people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "–"), *people]

    def clean(self) -> dict[str, Any]:
        """Add ``began_at`` and ``ended_at``; the minute of the opening or end means just that."""
        for name in ("began", "ended"):
            if name in self.cleaned_data:
                self.cleaned_data[f"{name}_at"] = self._moment(self.cleaned_data[name])
        return self.cleaned_data

    def _moment(self, at: time) -> datetime:
        session, zone = self.session, ZoneInfo(self.session.time_zone)
        bounds = [moment for moment in (session.opened_at, session.closed_at) if moment]
        days = {bound.astimezone(zone).date() for bound in bounds}
        moments = [datetime.combine(day, at, zone) for day in sorted(days)]
        for moment in moments:
            for bound in bounds:
                if abs(moment - bound) < timedelta(minutes=1):
                    return bound
        within = (moment for moment in moments if bounds[0] <= moment <= bounds[-1])
        return next(within, moments[0])
