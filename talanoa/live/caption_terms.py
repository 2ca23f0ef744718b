"""The words of captions: where lines come from, how they may look, and their bounds."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaptionSource(models.TextChoices):
    """Who or what wrote a line."""

    CAPTIONER = "captioner", _("Written by a captioner")
    SERVICE = "service", _("Sent by a caption service")
    MACHINE = "machine", _("Made by machine")


class DraftStatus(models.TextChoices):
    """Where a machine's captions of a recording stand, read from their moments."""

    BEING_MADE = "being-made", _("Being made")
    FAILED = "failed", _("Could not be made")
    READY = "ready", _("To be read by a person")
    PUBLISHED = "published", _("Published")


class CaptionSize(models.TextChoices):
    """How large captions are, in hundredths of the page's own text."""

    USUAL = "100", "100 %"
    LARGER = "125", "125 %"
    LARGE = "150", "150 %"
    LARGEST = "200", "200 %"


class CaptionColours(models.TextChoices):
    """In which colours; each pair stands in ``captions.css``."""

    PAGE = "page", _("As the page")
    WHITE = "white", _("White on black")
    YELLOW = "yellow", _("Yellow on black")
    BLACK = "black", _("Black on yellow")
    BLUE = "blue", _("White on blue")


LANGUAGES = (
    "en", "fr", "ar", "es", "pt", "ru", "zh-hans", "sw", "hi", "bn", "id", "vi", "tr", "fa", "ur",
    "de", "it", "uk", "mn", "ne", "ka",
)  # fmt: skip
"""Languages that a host can choose from; a service may name any other by its code."""

LONGEST_CAPTION = 500
"""Characters of one line."""

LONGEST_NOW = 200
"""Characters shown of the line that is being written: its end."""

MOST_BYTES = 4096
"""Bytes a caption service may send at once."""

MOST_A_MINUTE = 240
"""Lines that one address takes a minute; speech is some forty."""

LONGEST_ABBREVIATIONS = 4000

LINES_SHOWN = 100
"""How many of the latest lines the page opens with; the transcript has all."""

MOST_MISSED = 500
"""Lines sent to whoever was away; beyond, the latest are sent afresh."""

RESTARTS_AFTER = timedelta(minutes=10)
"""The same number with the same words is a line sent again, for so long."""

CORRECTIONS_KEPT = timedelta(days=30)
"""How long the words a line had before it was corrected are kept after the session's end."""
