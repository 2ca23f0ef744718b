from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 15, 480
"""Minutes a session may take."""
MOST_SESSIONS = 60
"""Sessions of one series: five years."""
OPENS_BEFORE = timedelta(minutes=30)
"""How long before its start a session may be opened."""
CLOSES_AFTER = timedelta(minutes=30)
"""How long past its end a forgotten session stays open."""
MOST_AGENDA_ITEMS = 30
MAIL_BATCH = 50
"""People mailed by one job; the next batch is a job of its own."""
CANCELLED_SHOWN = timedelta(days=30)
"""How long past its time a cancelled session stays in calendar feeds, as cancelled."""
PAST_SHOWN = timedelta(days=90)
"""How long past its end a session stays in calendar feeds."""


class Lead(models.IntegerChoices):
    """How many minutes before a session people are reminded of it."""

    DAY = 24 * 60, _("a day before")
    HOUR = 60, _("an hour before")


class AgendaKind(models.TextChoices):
    WELCOME = "welcome", _("Welcome")
    DIDACTIC = "didactic", _("Didactic")
    CASE = "case", _("Case presentation")
    DISCUSSION = "discussion", _("Discussion")
    EVALUATION = "evaluation", _("Evaluation")
    CLOSING = "closing", _("Closing")


class SessionRoleName(models.TextChoices):
    FACILITATOR = "facilitator", _("Facilitator")
    EXPERT = "expert", _("Expert")
    PRESENTER = "presenter", _("Presenter")
    SPEAKER = "speaker", _("Speaker")
    SCRIBE = "scribe", _("Scribe")
    INTERPRETER = "interpreter", _("Interpreter")
    COHOST = "cohost", _("Co-host")
    """Hosts beside the facilitator until the session ends; chosen in the room."""


class Week(models.IntegerChoices):
    """Which of a month's four or five such weekdays."""

    FIRST = 1, _("first")
    SECOND = 2, _("second")
    THIRD = 3, _("third")
    FOURTH = 4, _("fourth")
    LAST = -1, _("last")


class Weekday(models.IntegerChoices):
    """Numbered as Python and ISO 8601's arithmetic do: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Status(models.TextChoices):
    """Read from a session's moments; never stored."""

    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Live now")
    CLOSED = "closed", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")
