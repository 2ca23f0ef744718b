from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemKind(models.TextChoices):
    SCALE = "scale", _("Scale of five")
    YES_NO = "yes-no", _("Yes or no")
    TEXT = "text", _("Own words")


LONGEST_TEXT = 2000
"""Characters in one answer in own words."""

MIXED = 50
"""Responses written together with each new one, itself counted, so that none of them is told
from the others; in a smaller wave, all."""

MAIL_BATCH = 50
"""People mailed in one transaction: nobody else writes to SQLite meanwhile."""

OPENS_BEFORE_END = timedelta(minutes=5)
CLOSES_AFTER = timedelta(days=14)

SESSION_FEEDBACK = "session-feedback"
"""The code of the instrument asked after every session."""

FEEDBACK_OPENED = "feedback.opened"
"""The kind of entry that says in the room's log that the form is open."""
