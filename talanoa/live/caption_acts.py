"""The frames of captions, what their entries change in the page, and their panels."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from talanoa.live import captions as reading
from talanoa.live import fragments, panels, record
from talanoa.live.models import Entry
from talanoa.live.room.acts import register
from talanoa.live.services import captions
from talanoa.live.terms import Kind
from talanoa.schedule.models import LiveSession


@dataclass(frozen=True)
class NewLine:
    """A line, its language, and who said it: an id, 0 for whoever has the floor, or nobody."""

    text: str
    language: str
    speaker: int | None = None


@dataclass(frozen=True)
class Correction:
    line: int
    text: str


@dataclass(frozen=True)
class ALanguage:
    language: str


@dataclass(frozen=True)
class Choice:
    """How captions are read; what is left out stays as it is."""

    shown: str | None = None
    language: str | None = None
    size: str | None = None
    colours: str | None = None
    spoken: str | None = None


@dataclass(frozen=True)
class Abbreviations:
    abbreviations: str


register("caption.write", fields=NewLine, service=captions.write, is_logged=False)
register("caption.correct", fields=Correction, service=captions.correct, is_logged=False)
register("caption.take", fields=ALanguage, service=captions.take, leaves_session=True)
register("caption.choose", fields=Choice, service=captions.choose, is_logged=False)
register("caption.shorten", fields=Abbreviations, service=captions.shorten, is_logged=False)


def _of(part: Callable[[LiveSession], dict[str, Any]]) -> Callable[[Entry], dict[str, Any]]:
    return lambda entry: part(entry.session)


fragments.register(
    Kind.CAPTIONS_BEGUN,
    template="live/_caption_languages.html",
    target="caption-languages",
    context=_of(reading.languages),
)
fragments.register(
    Kind.CAPTIONS_TAKEN,
    template="live/_caption_desk.html",
    target="caption-desk",
    context=_of(reading.desk),
)
panels.register(
    "captions",
    5,
    "live/_captions_panel.html",
    context=lambda session, person, same: reading.panel(session, person, same["caption_languages"]),
    label=_("Captions"),
    icon="captions",
)
record.sections.register("captions", 40, "live/_record_captions.html", context=reading.in_record)
