from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talanoa.kernel.files import MOST_BYTES


class RoleName(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    EXPERT = "expert", _("Expert")
    SCRIBE = "scribe", _("Scribe")
    INTERPRETER = "interpreter", _("Interpreter")


class ProgrammeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class CaseKind(models.TextChoices):
    """What a programme's cases are about; cases of each kind have their own form."""

    COUNTRY = "country", _("Country case")
    PROJECT = "project", _("Project case")
    CLINICAL = "clinical", _("Clinical case")


LONGEST_LETTER = 10_000
"""Characters in the text of a letter, and in the invitation to a round."""
LONGEST_ANSWER = 12_000
"""Characters in one answer; how many words it may have is the question's."""
MOST_WORDS = 1000
MOST_QUESTIONS = 12
MOST_MEMBERS = 12
"""Members an application may name beside its lead."""
LONGEST_STATEMENT = 20_000
LETTER_MOST_BYTES = MOST_BYTES


class RoundStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "Draft")
    ANNOUNCED = "announced", pgettext_lazy("round", "Opens soon")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSED = "closed", pgettext_lazy("round", "Being decided")
    DECIDED = "decided", pgettext_lazy("round", "Decided")


class Decision(models.TextChoices):
    SELECTED = "selected", pgettext_lazy("application", "Selected")
    RESERVE = "reserve", pgettext_lazy("application", "On the reserve list")
    DECLINED = "declined", pgettext_lazy("application", "Not selected")


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
    SELECTED = "selected", pgettext_lazy("application", "Selected")
    RESERVE = "reserve", pgettext_lazy("application", "On the reserve list")
    DECLINED = "declined", pgettext_lazy("application", "Not selected")


class LetterKind(models.TextChoices):
    """What a letter is, as it is kept; also how its name ends."""

    PDF = "pdf", "PDF"
    WEBP = "webp", "WebP"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"
    # Those kept before all letters were made anew in one way.
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"


ASKED_AGAIN_AFTER = timedelta(days=7)
A_DAY = timedelta(days=1)
MOST_IN_HAND = 3
"""Applications that one person has in one round."""
MOST_NAMED_A_DAY = MOST_IN_HAND * MOST_MEMBERS
"""People whom one person's applications mail within a day."""
MOST_INVITED_A_DAY = 30
"""People whom the lead of a team invites to it within a day."""
MOST_TIMES_INVITED = 3
"""How often an address is invited to the same role or team, as long as invitations last."""
INVITATION_LASTS = timedelta(days=90)
"""How long a signature may be missing before its owner is reminded by itself."""
