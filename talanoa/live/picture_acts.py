"""The acts of cameras and shared screens, and what their entries change in the page."""

from dataclasses import dataclass

from talanoa.live import fragments
from talanoa.live import pictures as reading
from talanoa.live.room.acts import register
from talanoa.live.services import pictures
from talanoa.live.terms import Kind


@dataclass(frozen=True)
class ASource:
    """``camera`` or ``screen``."""

    source: str


@dataclass(frozen=True)
class APicture:
    """Whose picture from which source; nobody named: one's own."""

    source: str
    person: int | None = None


register("picture.begin", fields=ASource, service=pictures.begin, leaves_session=True)
register("picture.end", fields=APicture, service=pictures.end, leaves_session=True)

for kind in (Kind.PICTURE_BEGUN, Kind.PICTURE_ENDED):
    fragments.register(
        kind, template="live/_screen.html", target="screen", context=reading.screen_of
    )
for kind in (
    Kind.PICTURE_BEGUN,
    Kind.PICTURE_ENDED,
    Kind.FLOOR_GIVEN,
    Kind.FLOOR_TAKEN,
    Kind.AGENDA_MOVED,
    Kind.COHOST_MADE,
    Kind.COHOST_ENDED,
    Kind.CLOSED,
):
    fragments.register(
        kind,
        template="live/_pictures.html",
        target="pictures",
        context=lambda entry: reading.panel(entry.session),
    )
